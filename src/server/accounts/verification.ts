import type { Store } from '../../../db/connect.ts'
import { type AuditEntry, recordAudit } from '../audit.ts'
import type { Secret } from '../secret.ts'
import { type Redemption, redeemRegistration } from './registration.ts'

/** A code is typed, rightly or not. */
export async function verifyRegistration(
  db: Store,
  secret: Secret,
  input: { registrationId: string | undefined; email: string; code: string; address: string | undefined },
  now: number,
): Promise<Redemption> {
  const { address, ...typed } = input
  return db.transaction().execute(async (tx) => {
    const redemption = await redeemRegistration(tx, secret, typed, now)
    for (const entry of describeRedemption(redemption)) await recordAudit(tx, { ...entry, address }, now)
    return redemption
  })
}

/** What it is in the audit log. */
function describeRedemption(redemption: Redemption): AuditEntry[] {
  if (redemption.outcome === 'redeemed') {
    const { account, invited, gaveWay } = redemption
    const subject = account.id
    const entries: AuditEntry[] = [{ event: 'account.verified', subject }]
    if (invited) entries.push({ ...invited, subject })
    if (gaveWay !== undefined) entries.push({ event: 'account.gave-way', subject: gaveWay })
    return entries
  }
  const reason = redemption.outcome === 'uninvited' ? 'invitation' : 'registration'
  return [{ event: 'code.failed', subject: redemption.accountId, reason }]
}
