import type { AuditHead } from '../../protocol/audit-chain.ts'
import { type AuditEntry, type AuditPage, paths } from '../../protocol/endpoints.ts'
import type { Context } from '../context.ts'
import { hasStrings, hasStringsOrNull } from '../http/answers.ts'
import { protectedCall } from '../session.ts'

/**
 * So many entries at a time. The server would give twice as many, but a stranger who registers the longest address there
 * is and logs in a thousand times could make a page of those larger than any answer that we take.
 */
export const auditPageSize = 500

/** One page of the audit log. */
export async function fetchAudit(context: Context, query: Record<string, string>): Promise<AuditPage> {
  const asking = new URLSearchParams(query)
  const { body } = await protectedCall(context, { method: 'GET', path: `${paths.adminAudit}?${asking}` })
  const page = (body ?? {}) as Partial<AuditPage>
  const good = Array.isArray(page.items) && page.items.every(isAuditEntry) && isHead(page.head)
  if (!good || !hasStringsOrNull({ ...page }, 'next_cursor')) throw (await context.client()).notAuthd()
  return page as AuditPage
}

/** The entries that come behind a number, the oldest first. */
export function fetchAuditAfter(
  context: Context,
  after: number,
  query: Record<string, string> = {},
): Promise<AuditPage> {
  const limit = String(auditPageSize)
  return fetchAudit(context, { ...query, after: String(after), limit, order: 'asc' })
}

/** Who changed the store by hand may have left any JSON as a detail: a fault of the chain, not of the answer. */
function isAuditEntry(value: unknown): value is AuditEntry {
  const names = ['actor', 'subject', 'client_id', 'reason', 'address', 'salt', 'actor_email', 'subject_email']
  return (
    hasStrings(value, 'at', 'event', 'private_digest', 'hash') &&
    hasStringsOrNull(value, ...names) &&
    Number.isSafeInteger(value.sequence)
  )
}

function isHead(value: unknown): value is AuditHead {
  return hasStrings(value, 'hash') && Number.isSafeInteger(value.sequence)
}
