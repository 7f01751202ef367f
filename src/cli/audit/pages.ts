import { type AuditPage, paths } from '../../protocol/endpoints.ts'
import type { Context } from '../context.ts'
import { isAuditPage } from '../http/admin-answers.ts'
import { readBody } from '../http/answers.ts'
import { turnPages } from '../http/pages.ts'
import { protectedCall } from '../session.ts'

/**
 * So many entries at a time. The server would give twice as many, but a stranger who registers the longest address there
 * is and logs in a thousand times could make a page of those larger than any answer that we take.
 */
const pageSize = 500

/** The newest entries, the newest first, as the server gives them. */
export function fetchNewestAudit(
  context: Context,
  query: Record<string, string>,
  most: number,
): Promise<AuditPage> {
  return turnPages(context, { most, size: pageSize }, (place) => fetchAudit(context, { ...query, ...place }))
}

async function fetchAudit(context: Context, query: Record<string, string>): Promise<AuditPage> {
  const asking = new URLSearchParams(query)
  const reply = await protectedCall(context, { method: 'GET', path: `${paths.adminAudit}?${asking}` })
  return readBody(await context.client(), reply, isAuditPage)
}

/** The entries that come behind a number, the oldest first. */
export function fetchAuditAfter(
  context: Context,
  after: number,
  query: Record<string, string> = {},
): Promise<AuditPage> {
  const limit = String(pageSize)
  return fetchAudit(context, { ...query, after: String(after), limit, order: 'asc' })
}
