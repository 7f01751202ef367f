import type { Store } from '../../../db/connect.ts'
import { holdAccount } from '../accounts/account.ts'
import type { Secret } from '../secret.ts'
import type { DeviceLogin } from './device-login.ts'

/** Milliseconds. */
const slowDownStep = 5_000

export interface PollInput {
  deviceCode: string
  clientId: string
}

export type DevicePoll =
  | { outcome: 'approved'; login: DeviceLogin & { account_id: string } }
  | { outcome: 'pending' | 'too soon' | 'denied' | 'expired' | 'unknown' }

/**
 * One poll of the device. An approval is redeemed once, whoever polls at the same time; a poll before its time makes the
 * interval grow by five seconds (RFC 8628 §3.5). Runs in a transaction, with the session that an approval starts.
 */
export async function pollDeviceLogin(
  db: Store,
  secret: Secret,
  input: PollInput,
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
