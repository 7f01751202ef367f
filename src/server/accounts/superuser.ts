import type { Store } from '../../../db/connect.ts'
import { setLock } from '../locks.ts'
import { noPassword } from './account.ts'

/**
 * Runs a change that may take an active superuser away: one who can log in, not one who has yet to choose a password.
 * Such changes take turns on one row, on every node, so that two at once cannot each believe that the other stays.
 * Returns the change's result, or `last` where this account is the only active superuser left: then nothing was changed.
 */
export async function unlessLastSuperuser<T>(
  db: Store,
  accountId: string,
  now: number,
  change: (tx: Store) => Promise<T>,
): Promise<T | 'last'> {
  return db.transaction().execute(async (tx) => {
    await setLock(tx, 'superusers', now)
    const active = await tx
      .selectFrom('accounts')
      .select('id')
      .where('superuser_at', 'is not', null)
      .where('disabled_at', 'is', null)
      .where('verified_at', 'is not', null)
      .where('password_hash', '!=', noPassword)
      .limit(2)
      .execute()
    const isLast = active.length === 1 && active[0]?.id === accountId
    return isLast ? 'last' : change(tx)
  })
}
