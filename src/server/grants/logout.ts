import type { Store } from '../../../db/connect.ts'
import { holdAccount } from '../accounts/account.ts'
import { recordAudit } from '../audit.ts'
import { endSession, endSessionsOf } from './ending.ts'
import type { Session } from './session.ts'

/** Its owner logs out, from `address`; nothing where it has ended already. */
export async function logOutSession(
  db: Store,
  session: Session,
  address: string | undefined,
  now: number,
): Promise<void> {
  const { id, account_id: owner, client_id: clientId, label } = session
  await db.transaction().execute(async (tx) => {
    const ended = await endSession(tx, id, { reason: 'logout', by: { label, address } }, now)
    const entry = { actor: owner, subject: owner, clientId, address, detail: { session: id } }
    if (ended) await recordAudit(tx, { event: 'logout', ...entry }, now)
  })
}

/** Who ends sessions of their own from somewhere else. */
export interface SessionOwner {
  accountId: string
  /** The one that asks; undefined for a personal token. */
  session: { id: string; label: string | null } | undefined
  address: string | undefined
}

/** False where its owner has no such session that stands. */
export async function revokeSession(
  db: Store,
  id: string,
  { accountId, session, address }: SessionOwner,
  now: number,
): Promise<boolean> {
  const by = { label: session?.label, address }
  return db.transaction().execute(async (tx) => {
    const ended = await endSession(tx, id, { reason: 'revoked', by, accountId }, now)
    const entry = { actor: accountId, subject: accountId, address, detail: { session: id } }
    if (ended) await recordAudit(tx, { event: 'session.ended', ...entry }, now)
    return ended !== undefined
  })
}

/** All but the one that asks. */
export async function revokeOtherSessions(
  db: Store,
  { accountId, session, address }: SessionOwner,
  now: number,
): Promise<void> {
  const end = { reason: 'revoked', by: { label: session?.label, address }, except: session?.id } as const
  await db.transaction().execute(async (tx) => {
    await holdAccount(tx, accountId)
    const ended = await endSessionsOf(tx, accountId, end, now)
    const entry = { actor: accountId, subject: accountId, address, detail: { ended } }
    if (ended > 0) await recordAudit(tx, { event: 'session.others-ended', ...entry }, now)
  })
}
