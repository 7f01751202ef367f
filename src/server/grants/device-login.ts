import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { holdAccount } from '../accounts/account.ts'
import type { Secret } from '../secret.ts'

/** A login that another device asked for and that waits for a yes (RFC 8628). */
export type DeviceLogin = Selectable<Database['device_logins']>

/** RFC 8628 §6.1: no vowels, so no words; no letters that look alike. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ'
const userCodeLength = 8

/** Milliseconds. */
export const deviceLoginLifetime = 10 * 60 * 1000
const firstInterval = 5_000
const slowDownStep = 5_000

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
): Promise<{ id: string; deviceCode: string; userCode: string; interval: number; expiresAt: number }> {
  const id = randomUUID()
  const deviceCode = randomBytes(32).toString('base64url')
  const userCode = Array.from({ length: userCodeLength }, () => alphabet[randomInt(alphabet.length)]).join('')
  const expiresAt = now + deviceLoginLifetime
  await db
    .insertInto('device_logins')
    .values({
      id,
      device_code_digest: secret.digest('device login', deviceCode),
      user_code_digest: secret.digest('device login', userCode),
      client_id: input.clientId,
      scope: input.scope,
      label: input.label ?? null,
      address: input.address ?? null,
      poll_interval: firstInterval,
      next_poll_at: now,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute()
  return {
    id,
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
  id: string,
  decision: { accountId: string; approve: boolean },
  now: number,
): Promise<boolean> {
  const decided = await db
    .updateTable('device_logins')
    .set({
      account_id: decision.accountId,
      ...(decision.approve ? { approved_at: now } : { denied_at: now }),
    })
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .where('approved_at', 'is', null)
    .where('denied_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return decided !== undefined
}

export type DevicePoll =
  | { outcome: 'approved'; login: DeviceLogin & { account_id: string } }
  | { outcome: 'pending' | 'too soon' | 'denied' | 'expired' | 'unknown' }

/**
 * One poll of the device. An approval is redeemed once, whoever polls at the same time; a poll before its time makes the
 * interval grow by five seconds (RFC 8628 §3.5).
 */
export async function pollDeviceLogin(
  db: Store,
  secret: Secret,
  input: { deviceCode: string; clientId: string },
  now: number,
): Promise<DevicePoll> {
  const digests = secret.digests('device login', input.deviceCode)
  const login = await db
    .selectFrom('device_logins')
    .selectAll()
    .where('device_code_digest', 'in', digests)
    .where('client_id', '=', input.clientId)
    .executeTakeFirst()
  if (!login || login.redeemed_at !== null) return { outcome: 'unknown' }
  if (login.denied_at !== null) return { outcome: 'denied' }
  if (login.expires_at <= now) return { outcome: 'expired' }
  if (login.approved_at === null) return takePoll(db, login.id, now)
  // Before the row of the device: who ends the account's sessions takes both in this order.
  await holdAccount(db, login.account_id ?? '')
  return redeem(db, login.id, now)
}

async function redeem(db: Store, id: string, now: number): Promise<DevicePoll> {
  const login = await db
    .updateTable('device_logins')
    .set({ redeemed_at: now })
    .where('id', '=', id)
    .where('redeemed_at', 'is', null)
    .where('denied_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  const account_id = login?.account_id
  return login && account_id
    ? { outcome: 'approved', login: { ...login, account_id } }
    : { outcome: 'unknown' }
}

/** The interval is cast, since PostgreSQL would read the time beside it as another 32-bit number. */
async function takePoll(db: Store, id: string, now: number): Promise<DevicePoll> {
  const inTime = await db
    .updateTable('device_logins')
    .set((eb) => ({ next_poll_at: eb(eb.cast<number>('poll_interval', 'bigint'), '+', now) }))
    .where('id', '=', id)
    .where('next_poll_at', '<=', now)
    .returning('id')
    .executeTakeFirst()
  if (inTime) return { outcome: 'pending' }
  await db
    .updateTable('device_logins')
    .set((eb) => ({
      poll_interval: eb('poll_interval', '+', slowDownStep),
      next_poll_at: eb(eb.cast<number>('poll_interval', 'bigint'), '+', now + slowDownStep),
    }))
    .where('id', '=', id)
    .execute()
  return { outcome: 'too soon' }
}

function normalizeUserCode(typed: string): string {
  return typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
}
