import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditEntry, AuditPage } from '../../protocol/endpoints.ts'
import { fetchAuditAfter } from '../audit/pages.ts'
import { formatEntry } from '../audit/words.ts'
import type { Context } from '../context.ts'
import { exitCodes, toCliError } from '../errors.ts'

/** Milliseconds between two questions. */
const pace = 1_000

/**
 * Shows a page and then every entry that comes, each on a line of its own, until it is interrupted or nobody reads any
 * more. A server that is away for a while is waited for.
 */
export async function followAudit(
  context: Context,
  query: Record<string, string>,
  page: AuditPage,
): Promise<void> {
  let after = page.items[0]?.sequence ?? page.head.sequence
  let isRead = show(context, page.items.toReversed())
  let isAway = false
  while (isRead) {
    await sleep(pace)
    const news = await tryToFetch(context, after, query)
    if (news === undefined && !isAway) context.terminal.tell('The server cannot be reached; waiting for it.')
    if (news !== undefined && isAway) context.terminal.tell('The server is back.')
    isAway = news === undefined
    after = news?.items.at(-1)?.sequence ?? after
    isRead = show(context, news?.items ?? [])
  }
}

/** Undefined while the server is away; any other error is thrown. */
async function tryToFetch(
  context: Context,
  after: number,
  query: Record<string, string>,
): Promise<AuditPage | undefined> {
  try {
    return await fetchAuditAfter(context, after, query)
  } catch (error) {
    if (toCliError(error).exitCode === exitCodes.offline) return undefined
    throw error
  }
}

/** False where nobody reads any more. */
function show({ terminal }: Context, entries: readonly AuditEntry[]): boolean {
  return entries.every((entry) => terminal.answer(formatEntry(entry, terminal.t), entry))
}
