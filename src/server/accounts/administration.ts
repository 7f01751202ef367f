import type { Store } from '../../../db/connect.ts'
import { recordAudit } from '../audit.ts'
import { endSessionsOf } from '../grants/session.ts'
import type { Account } from './account.ts'
import { unlessLastSuperuser } from './superuser.ts'

/** What an administrator does to an account. Each returns the account as it is then, and leaves an audit entry. */
export interface Administrator {
  /** Account id; left out for the host's own commands. */
  actor?: string | undefined
  address?: string | undefined
}

export async function promoteAccount(
  db: Store,
  id: string,
  by: Administrator,
  now: number,
): Promise<Account> {
  return db.transaction().execute((tx) => change(tx, id, { superuser_at: now }, 'account.promoted', by, now))
}

/** `last` where it is the last active superuser; nothing is changed then. */
export async function demoteAccount(
  db: Store,
  id: string,
  by: Administrator,
  now: number,
): Promise<Account | 'last'> {
  return unlessLastSuperuser(db, id, now, (tx) =>
    change(tx, id, { superuser_at: null }, 'account.demoted', by, now),
  )
}

export async function enableAccount(db: Store, id: string, by: Administrator, now: number): Promise<Account> {
  return db.transaction().execute((tx) => change(tx, id, { disabled_at: null }, 'account.enabled', by, now))
}

/** Ends every session at once. `last` where it is the last active superuser; nothing is changed then. */
export async function disableAccount(
  db: Store,
  id: string,
  by: Administrator,
  now: number,
): Promise<Account | 'last'> {
  return unlessLastSuperuser(db, id, now, async (tx) => {
    await endSessionsOf(tx, id, { reason: 'disabled' }, now)
    return change(tx, id, { disabled_at: now }, 'account.disabled', by, now)
  })
}

async function change(
  tx: Store,
  id: string,
  set: Partial<Pick<Account, 'superuser_at' | 'disabled_at'>>,
  event: string,
  by: Administrator,
  now: number,
): Promise<Account> {
  await recordAudit(tx, { event, subject: id, ...by }, now)
  return tx.updateTable('accounts').set(set).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
}
