import type { Store } from '../../../db/connect.ts'
import { fullScope } from '../../protocol/scopes.ts'
import { type Account, holdUnchanged } from '../accounts/account.ts'
import { recordAudit } from '../audit.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { type DevicePoll, type PollInput, pollDeviceLogin } from './device-poll.ts'
import { type NewSession, type Session, startSession } from './session.ts'

/** Logs in who knew the password. Undefined where the account changed while that was being checked. */
export async function openLogin(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  account: Account,
  device: Pick<NewSession, 'clientId' | 'label' | 'address'>,
  now: number,
): Promise<Session | undefined> {
  return db.transaction().execute(async (tx) => {
    if (!(await holdUnchanged(tx, account))) return undefined
    return startLogin(tx, config, { accountId: account.id, scope: fullScope, ...device }, {}, now)
  })
}

export type DeviceRedemption =
  | { outcome: 'approved'; session: Session }
  | Exclude<DevicePoll, { outcome: 'approved' }>

/** One poll of a device, which is logged in where somebody said yes. */
export async function redeemDeviceLogin(
  { db, secret, config }: Pick<Deps, 'db' | 'secret' | 'config'>,
  input: PollInput,
  now: number,
): Promise<DeviceRedemption> {
  return db.transaction().execute(async (tx) => {
    const poll = await pollDeviceLogin(tx, secret, input, now)
    if (poll.outcome !== 'approved') return poll
    const { account_id: accountId, client_id: clientId, scope, label, address } = poll.login
    const device = { clientId, label: label ?? undefined, address: address ?? undefined }
    const how = { by: 'device code' }
    const session = await startLogin(tx, config, { accountId, scope, ...device }, how, now)
    return { outcome: 'approved', session }
  })
}

async function startLogin(
  tx: Store,
  { refreshTokenTtl: refreshTtl, sessionTtl }: Config,
  input: NewSession,
  how: { by?: string },
  now: number,
): Promise<Session> {
  const session = await startSession(tx, input, { refreshTtl, sessionTtl }, now)
  const { accountId, clientId, address } = input
  const detail = { session: session.id, device: session.label, ...how }
  const entry = { actor: accountId, subject: accountId, clientId, address, detail }
  await recordAudit(tx, { event: 'login', ...entry }, now)
  return session
}
