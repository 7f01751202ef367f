import { message } from '../../protocol/messages.ts'
import { fetchNewestAudit } from '../audit/pages.ts'
import { formatEntries } from '../audit/words.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { readLimit } from '../terminal/list.ts'
import { parseMoment } from '../terminal/moment.ts'
import { findMember, isWholeId } from '../users/members.ts'
import { followAudit } from './audit-follow.ts'

export interface AuditOptions {
  person?: string
  event?: string
  since?: string
  until?: string
  limit?: string
  follow?: boolean
}

/** What came just before, for whoever watches what comes. */
const followedLimit = 10

/** Shows the newest entries of the audit log, the newest at the bottom; with --follow also those to come. */
export async function audit(context: Context, options: AuditOptions): Promise<void> {
  const { follow = false, until } = options
  if (follow && until !== undefined)
    throw usageError(
      '--follow waits for what comes, so nothing can end it with --until.',
      'Use one of the two.',
    )
  const most = readLimit(options.limit, follow ? followedLimit : undefined)
  const query = await readQuery(context, options)
  const page = await fetchNewestAudit(context, query, most)
  if (follow) return followAudit(context, query, page)
  const words = formatEntries(page.items.toReversed(), context.terminal.width, context.terminal.t)
  context.terminal.answer(page.items.length === 0 ? 'There are no entries.' : words, {
    items: page.items,
    next_cursor: page.next_cursor,
  })
  if (page.next_cursor !== null)
    context.terminal.tell(
      message('There are older ones: `--limit {next}` shows them, `--until TIME` ends earlier.', {
        next: most * 10,
      }),
    )
}

/** Times are read before anything is sent, so that a typo costs nothing. */
async function readQuery(context: Context, options: AuditOptions): Promise<Record<string, string>> {
  const { person, event, since, until } = options
  const now = Date.now()
  const from = since === undefined ? undefined : parseMoment(since, '--since', 'start', now)
  const to = until === undefined ? undefined : parseMoment(until, '--until', 'end', now)
  return {
    ...(from !== undefined && { since: new Date(from).toISOString() }),
    ...(to !== undefined && { until: new Date(to).toISOString() }),
    ...(event !== undefined && { event }),
    ...(person !== undefined && { person: await personId(context, person) }),
  }
}

/** A whole id needs no account any more: what a deleted one did is still to be found. */
async function personId(context: Context, typed: string): Promise<string> {
  const id = typed.trim().toLowerCase()
  return isWholeId(id) ? id : (await findMember(context, typed)).id
}
