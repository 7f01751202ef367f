import { type AuditEvent, recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { describeDevice } from './device-label.ts'
import type { RequestContext } from './router.ts'

/** Ids and words of ours only: nothing that was typed. */
export interface Attempt {
  event: AuditEvent
  actor?: string | undefined
  /** Account id; left out where the attempt was at nobody's, which costs the same. */
  subject?: string | undefined
  clientId?: string | undefined
  reason: string
}

/** Notes what was tried and changed nothing; the device's name too, where an account is named with which it is erased. */
export async function noteAttempt({ db }: Deps, c: RequestContext, attempt: Attempt): Promise<void> {
  const { label: device, address } = describeDevice(c)
  const isSomebodys = attempt.actor !== undefined || attempt.subject !== undefined
  const detail = isSomebodys && device !== undefined ? { detail: { device } } : {}
  await recordAudit(db, { ...attempt, address, ...detail }, c.get('now'))
}
