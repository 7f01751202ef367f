import { type Message, message, say } from '../../protocol/messages.ts'
import { describeSecond } from '../../protocol/second.ts'
import { AuditCheck, type AuditFault } from '../audit/check.ts'
import { noteChain, seenChain } from '../audit/heads.ts'
import { fetchAuditAfter } from '../audit/pages.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../errors.ts'

export interface AuditVerifyOptions {
  accept?: boolean
}

/**
 * Reads the whole audit log and recomputes its chain, up to the end that this machine saw the last time and beyond. Exit
 * 1 where it is broken; what was seen is then kept as it is, so that the fault is found again.
 */
export async function verifyAudit(context: Context, { accept }: AuditVerifyOptions): Promise<ExitCode> {
  const { terminal, folder, target } = context
  const seen = accept ? undefined : seenChain(folder, target.server)
  const check = new AuditCheck(seen)
  const progress = () => message('Checked up to entry {count}', { count: check.head.sequence })
  const fault = await terminal.whileWaiting(progress, walk(context, check))
  const words = fault === undefined ? describeWhole(check) : describeBreach(fault)
  terminal.answer(words, {
    ok: fault === undefined,
    entries: check.head.sequence,
    head: check.head,
    erased: check.erased.length,
    fault: fault === undefined ? null : presentFault(fault),
  })
  if (fault !== undefined) {
    terminal.tell(hintFor(fault))
    return exitCodes.failed
  }
  if (seen === undefined)
    terminal.tell('This machine keeps the head, and will notice where the log is cut or made anew.')
  remember(context, check)
  return exitCodes.done
}

/** Ends with the first fault, or where nothing comes any more. */
async function walk(context: Context, check: AuditCheck): Promise<AuditFault | undefined> {
  for (let wasEmpty = false; ; ) {
    const { items, head } = await fetchAuditAfter(context, check.head.sequence)
    for (const entry of items) {
      const fault = check.take(entry)
      if (fault !== undefined) return fault
    }
    const isEmpty = items.length === 0
    // Where more was promised than came, it may have been written just now: the next page has it then.
    if (head.sequence === check.head.sequence || (isEmpty && wasEmpty)) return check.end(head)
    wasEmpty = isEmpty
  }
}

/** The log was whole, and that was the question; a full disk here changes nothing about it. */
function remember({ terminal, folder, target }: Context, { start, head }: AuditCheck): void {
  if (start === undefined) return
  try {
    noteChain(folder, target.server, { first: start.hash, head, at: new Date().toISOString() })
  } catch (error) {
    terminal.warn(message('The head could not be kept here: {why}', { why: (error as Error).message }))
  }
}

function describeWhole({ start, head, erased }: AuditCheck): Message | string {
  if (start === undefined) return 'There are no entries.'
  const count =
    head.sequence === 1 ? message('1 entry') : message('{number} entries', { number: head.sequence })
  const values = { count, since: describeSecond(start.at), head: head.hash.slice(0, 16) }
  const whole = message('The log is unbroken since {since}: {count}, head {head}.', values)
  if (erased.length === 0) return whole
  const gone = message('Without address and details, since their accounts were deleted: {erased}.', {
    erased: erased.length,
  })
  return message('{whole}\n{gone}', { whole, gone })
}

function describeBreach({ sequence, kind, detail }: AuditFault): Message {
  return message('The log is broken at entry {sequence} ({kind}): {detail}', { sequence, kind, detail })
}

/** English, as all that a program reads. */
function presentFault({ sequence, kind, detail }: AuditFault) {
  return { sequence, kind, detail: say(detail, undefined) }
}

function hintFor({ bySight }: AuditFault): string {
  return bySight
    ? 'Was the server restored from a backup? Then `auth audit verify --accept` takes the log as it is now.'
    : 'Somebody changed the store by hand: compare it with a backup before you rely on the log.'
}
