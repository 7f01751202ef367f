import type { Store } from '../../db/connect.ts'
import { type AuditHead, chainStart, findFault } from '../../src/protocol/audit-chain.ts'

/** What an entry of the audit log tells; all of it but its number, its time and its place in the chain. */
export interface Noted {
  event: string
  actor: string | null
  subject: string | null
  client_id: string | null
  reason: string | null
  address: string | null
  detail: Record<string, unknown> | null
}

/** The whole log, oldest first. */
export async function auditOf(db: Store): Promise<Noted[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['event', 'actor', 'subject', 'client_id', 'reason', 'address', 'detail'])
    .orderBy('sequence')
    .execute()
  return rows.map((row) => ({ ...row, detail: row.detail === null ? null : JSON.parse(row.detail) }))
}

/** What an entry has to be, with null for all that is not named. */
export function noted(event: string, told: Partial<Noted> = {}): Noted {
  const nothing = { actor: null, subject: null, client_id: null, reason: null, address: null, detail: null }
  return { event, ...nothing, ...told }
}

/** Recomputes the whole chain. Returns its end and what is wrong, such as `changed at 3`; nothing is wrong where it is sound. */
export async function walkChain(db: Store): Promise<{ head: AuditHead; faults: string[] }> {
  const rows = await db.selectFrom('audit').selectAll().orderBy('sequence').execute()
  const faults: string[] = []
  let head = chainStart
  for (const row of rows) {
    const detail = row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>)
    const fault = findFault(head, { ...row, at: new Date(row.at).toISOString(), detail })
    if (fault) faults.push(`${fault} at ${row.sequence}`)
    head = { sequence: row.sequence, hash: row.hash }
  }
  const [kept] = await db.selectFrom('audit_head').select(['sequence', 'hash']).execute()
  if (JSON.stringify(kept ?? chainStart) !== JSON.stringify(head)) faults.push('the head is another')
  return { head, faults }
}
