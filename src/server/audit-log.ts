import type { Selectable } from 'kysely'
import type { Database, Store } from '../../db/connect.ts'
import { type AuditHead, chainStart } from '../protocol/audit-chain.ts'
import type { AuditEntry } from '../protocol/endpoints.ts'

/** Reading the audit log; audit.ts writes it. */

export interface AuditQuery {
  /** Of who did it, or to whom it was done. */
  accountId: string | undefined
  /** A whole name, or the part of one before a dot. */
  event: string | undefined
  /** Epoch milliseconds: from the first on, up to and without the second. */
  since: number | undefined
  until: number | undefined
  /** Only what comes after this entry in the chain. */
  after: number | undefined
  /** The last entry of the page before. */
  cursor: number | undefined
  order: 'asc' | 'desc'
  limit: number
}

export interface AuditReading {
  entries: AuditEntry[]
  head: AuditHead
}

/** The head is read first and bounds the entries: none is newer than it, however many are written meanwhile. */
export async function readAuditLog(db: Store, query: AuditQuery): Promise<AuditReading> {
  const head = await readAuditHead(db)
  const { accountId, event, since, until, after, cursor, order } = query
  const rows = await db
    .selectFrom('audit')
    .leftJoin('accounts as doer', 'doer.id', 'audit.actor')
    .leftJoin('accounts as done', 'done.id', 'audit.subject')
    .selectAll('audit')
    .select(['doer.email as actor_email', 'done.email as subject_email'])
    .where('sequence', '<=', head.sequence)
    .$if(accountId !== undefined, (select) =>
      select.where((eb) => eb.or([eb('actor', '=', accountId ?? ''), eb('subject', '=', accountId ?? '')])),
    )
    .$if(event !== undefined, (select) =>
      select.where((eb) => eb.or([eb('event', '=', event ?? ''), eb('event', 'like', `${event}.%`)])),
    )
    .$if(since !== undefined, (select) => select.where('at', '>=', since ?? 0))
    .$if(until !== undefined, (select) => select.where('at', '<', until ?? 0))
    .$if(after !== undefined, (select) => select.where('sequence', '>', after ?? 0))
    .$if(cursor !== undefined, (select) => select.where('sequence', order === 'asc' ? '>' : '<', cursor ?? 0))
    .orderBy('sequence', order)
    .limit(query.limit)
    .execute()
  return { entries: rows.map(readRow), head }
}

export async function readAuditHead(db: Store): Promise<AuditHead> {
  const head = await db.selectFrom('audit_head').select(['sequence', 'hash']).executeTakeFirst()
  return head ?? chainStart
}

type AuditRow = Selectable<Database['audit']> & Pick<AuditEntry, 'actor_email' | 'subject_email'>

function readRow(row: AuditRow): AuditEntry {
  return { ...row, at: readTime(row.at), detail: row.detail === null ? null : readDetail(row.detail) }
}

/** Who changed the log by hand may have left what is no time and no JSON; it is shown, and breaks the chain. */
function readTime(at: number): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? String(at) : time.toISOString()
}

function readDetail(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { unreadable: text }
  }
}
