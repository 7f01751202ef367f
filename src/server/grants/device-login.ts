import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { holdAccount } from '../accounts/account.ts'
import { type AuditEntry, type DeviceDetail, recordAudit } from '../audit.ts'
import type { Secret } from '../secret.ts'

/** A login that another device asked for and that waits for a yes (RFC 8628). */
export type DeviceLogin = Selectable<Database['device_logins']>

/** RFC 8628 §6.1: no vowels, so no words; no letters that look alike. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ'
const userCodeLength = 8

/** Milliseconds. */
export const deviceLoginLifetime = 10 * 60 * 1000
const firstInterval = 5_000

export interface NewDeviceLogin {
  clientId: string
  scope: string
  label: string | undefined
  address: string | undefined
}

/** Starts one. The codes are returned here and never again; the store keeps digests. */
export async function startDeviceLogin(
  db: Store,
  secret: Secret,
  input: NewDeviceLogin,
  now: number,
): Promise<{ deviceCode: string; userCode: string; interval: number; expiresAt: number }> {
  const { clientId, scope, label = null, address } = input
  const id = randomUUID()
  const deviceCode = randomBytes(32).toString('base64url')
  const userCode = Array.from({ length: userCodeLength }, () => alphabet[randomInt(alphabet.length)]).join('')
  const expiresAt = now + deviceLoginLifetime
  const row = {
    id,
    device_code_digest: secret.digest('device login', deviceCode),
    user_code_digest: secret.digest('device login', userCode),
    client_id: clientId,
    scope,
    label,
    address: address ?? null,
    poll_interval: firstInterval,
    next_poll_at: now,
    created_at: now,
    expires_at: expiresAt,
  }
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('device_logins').values(row).execute()
    const detail: DeviceDetail = { request: id, device: label }
    await recordAudit(tx, { event: 'device.requested', clientId, address, detail }, now)
  })
  return {
    deviceCode,
    userCode: `${userCode.slice(0, 4)}-${userCode.slice(4)}`,
    interval: firstInterval,
    expiresAt,
  }
}

/** What waits under a user code, typed in any case, with or without dashes. Undefined for any other. */
export async function findDeviceLogin(
  db: Store,
  secret: Secret,
  userCode: string,
  now: number,
): Promise<DeviceLogin | undefined> {
  return db
    .selectFrom('device_logins')
    .selectAll()
    .where('user_code_digest', 'in', secret.digests('device login', normalizeUserCode(userCode)))
    .where('expires_at', '>', now)
    .where('approved_at', 'is', null)
    .where('denied_at', 'is', null)
    .executeTakeFirst()
}

/** Says yes or no; false where somebody has decided already, or the time is up. */
export async function decideDeviceLogin(
  db: Store,
  login: DeviceLogin,
  decision: { accountId: string; approve: boolean; address: string | undefined },
  now: number,
): Promise<boolean> {
  const { accountId, approve, address } = decision
  const about: DeviceDetail = { request: login.id, device: login.label }
  const entry: AuditEntry = {
    event: approve ? 'device.approved' : 'device.denied',
    actor: accountId,
    subject: accountId,
    clientId: login.client_id,
    address,
    detail: { ...about, deviceAddress: login.address },
  }
  return db.transaction().execute(async (tx) => {
    await holdAccount(tx, accountId)
    const decided = await tx
      .updateTable('device_logins')
      .set({ account_id: accountId, ...(approve ? { approved_at: now } : { denied_at: now }) })
      .where('id', '=', login.id)
      .where('expires_at', '>', now)
      .where('approved_at', 'is', null)
      .where('denied_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (decided) await recordAudit(tx, entry, now)
    return decided !== undefined
  })
}

function normalizeUserCode(typed: string): string {
  return typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
}
