import { randomUUID } from 'node:crypto'
import type { Store } from '../../db/connect.ts'

/** One entry of the audit log. Holds ids and addresses, never a secret. */
export interface AuditEntry {
  /** What happened, such as `login` or `session.reused`. */
  event: string
  /** Account id of who did it; left out for nobody logged in and for the host's own commands. */
  actor?: string | undefined
  /** Account id that it happened to. */
  subject?: string | undefined
  clientId?: string | undefined
  address?: string | undefined
  detail?: Record<string, unknown>
}

/** Appends an entry; called inside the transaction of what it tells. */
export async function recordAudit(db: Store, entry: AuditEntry, now: number): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      id: randomUUID(),
      at: now,
      event: entry.event,
      actor: entry.actor ?? null,
      subject: entry.subject ?? null,
      client_id: entry.clientId ?? null,
      address: entry.address ?? null,
      detail: entry.detail ? JSON.stringify(entry.detail) : null,
    })
    .execute()
}
