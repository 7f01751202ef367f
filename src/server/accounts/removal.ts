import type { Store } from '../../../db/connect.ts'
import { recordAudit } from '../audit.ts'
import { type Account, holdUnchanged } from './account.ts'
import { unlessLastSuperuser } from './superuser.ts'

/**
 * Deletes an account with all that hangs on it: sessions by the foreign key, claims and codes by hand. What stays is an
 * audit entry without name or mail address. Nothing is changed where the answer is `last`, the last active superuser, or
 * `changed`: its owner asked, and it is not what it was when the password was checked.
 */
export async function deleteAccount(
  db: Store,
  account: Account,
  by: { actor?: string | undefined; address?: string | undefined },
  now: number,
): Promise<'deleted' | 'last' | 'changed'> {
  return unlessLastSuperuser(db, account.id, now, async (tx) => {
    if (by.actor === account.id && !(await holdUnchanged(tx, account))) return 'changed' as const
    await tx.deleteFrom('accounts').where('id', '=', account.id).execute()
    await tx.deleteFrom('registrations').where('email', '=', account.email).execute()
    await tx.deleteFrom('one_time_codes').where('subject', 'in', [account.id, account.email]).execute()
    await recordAudit(tx, { event: 'account.deleted', subject: account.id, ...by }, now)
    return 'deleted' as const
  })
}
