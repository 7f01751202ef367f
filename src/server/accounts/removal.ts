import type { Store } from '../../../db/connect.ts'
import { eraseFromAudit, recordAudit } from '../audit.ts'
import { type Account, holdUnchanged } from './account.ts'
import { unlessLastSuperuser } from './superuser.ts'

/**
 * An account that never proved its address gives way to who does (better-auth#11023); a superuser does not: the last one
 * must not vanish this way. Returns its id, for an entry `account.gave-way`; undefined where there was none.
 */
export async function removeUnverified(
  tx: Store,
  email: string,
  exceptId: string,
): Promise<string | undefined> {
  const gone = await tx
    .deleteFrom('accounts')
    .where('email', '=', email)
    .where('verified_at', 'is', null)
    .where('superuser_at', 'is', null)
    .where('id', '!=', exceptId)
    .returning('id')
    .executeTakeFirst()
  if (gone) await eraseFromAudit(tx, gone.id)
  return gone?.id
}

/**
 * Deletes an account with all that hangs on it: sessions by the foreign key, claims and codes by hand. What stays is the
 * audit log without names and addresses. Nothing is changed where the answer is `last`, the last active superuser, or
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
    const gone = await tx
      .deleteFrom('accounts')
      .where('id', '=', account.id)
      .returning('id')
      .executeTakeFirst()
    if (!gone) return 'deleted' as const // somebody was faster, and has told it
    await tx.deleteFrom('registrations').where('email', '=', account.email).execute()
    await tx.deleteFrom('one_time_codes').where('subject', 'in', [account.id, account.email]).execute()
    await tx.deleteFrom('outbox').where('recipient', '=', account.email).execute()
    await tx
      .deleteFrom('invites')
      .where('email', '=', account.email)
      .where('redeemed_at', 'is', null)
      .execute()
    await tx.updateTable('invites').set({ email: null }).where('redeemed_by', '=', account.id).execute()
    await eraseFromAudit(tx, account.id)
    const { actor, address } = by
    const isOwner = actor === account.id
    const entry = { event: 'account.deleted', subject: account.id, actor } as const
    await recordAudit(tx, { ...entry, address: isOwner ? undefined : address }, now)
    return 'deleted' as const
  })
}
