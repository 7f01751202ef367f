import type { Store } from '../../../db/connect.ts'
import { recordAudit } from '../audit.ts'
import type { Account } from './account.ts'
import { unlessLastSuperuser } from './superuser.ts'

/**
 * Deletes an account with all that hangs on it: sessions by the foreign key, claims and codes by hand. What stays is an
 * audit entry without personal data. `last` where it is the last active superuser: nothing is changed then.
 */
export async function deleteAccount(
  db: Store,
  account: Account,
  by: { actor?: string | undefined; address?: string | undefined },
  now: number,
): Promise<'deleted' | 'last'> {
  return unlessLastSuperuser(db, account.id, now, async (tx) => {
    await tx.deleteFrom('accounts').where('id', '=', account.id).execute()
    await tx.deleteFrom('registrations').where('email', '=', account.email).execute()
    await tx.deleteFrom('one_time_codes').where('subject', 'in', [account.id, account.email]).execute()
    await recordAudit(tx, { event: 'account.deleted', subject: account.id, ...by }, now)
    return 'deleted' as const
  })
}
