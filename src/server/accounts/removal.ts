import { sql } from 'kysely'
import type { Store } from '../../../db/connect.ts'
import { escapeLike } from '../../../db/like.ts'
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
    .returning(['id', 'username_key'])
    .executeTakeFirst()
  if (!gone) return undefined
  // The address is somebody else's from here on, and so is what hangs on it.
  await forgetPerson(tx, { id: gone.id, names: [gone.username_key] })
  return gone.id
}

/** What is personal in other tables; `names` are what the person was known by at a login or in a letter. */
async function forgetPerson(
  tx: Store,
  { id, names }: { id: string; names: ReadonlyArray<string | null> },
): Promise<void> {
  const known = [id, ...names.filter((name) => name !== null)]
  await tx.deleteFrom('registrations').where('account_id', '=', id).execute()
  await tx.deleteFrom('one_time_codes').where('subject', '=', id).execute()
  await tx.deleteFrom('outbox').where('account_id', '=', id).execute()
  await tx
    .deleteFrom('rate_limits')
    .where((eb) => eb.or([eb('subject', 'in', known), ...known.map(startsSubject)]))
    .execute()
  await tx.updateTable('invites').set({ email: null }).where('redeemed_by', '=', id).execute()
  await eraseFromAudit(tx, id)
}

/** Whose tries are counted together with an address or a device. */
function startsSubject(name: string) {
  return sql<boolean>`subject like ${`${escapeLike(name)} %`} escape '!'`
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
      .returning(['id', 'email', 'username_key'])
      .executeTakeFirst()
    if (!gone) return 'deleted' as const // somebody was faster, and has told it
    await forgetAddress(tx, gone.email)
    await forgetPerson(tx, { id: gone.id, names: [gone.email, gone.username_key] })
    const { actor, address } = by
    const isOwner = actor === account.id
    const entry = { event: 'account.deleted', subject: account.id, actor } as const
    await recordAudit(tx, { ...entry, address: isOwner ? undefined : address }, now)
    return 'deleted' as const
  })
}

/** What waits for the address, whoever asked for it. */
async function forgetAddress(tx: Store, email: string): Promise<void> {
  await tx.deleteFrom('registrations').where('email', '=', email).execute()
  // A code for a registration that nobody made hangs on "nobody" and the address.
  await tx
    .deleteFrom('one_time_codes')
    .where('subject', 'in', [email, `nobody ${email}`])
    .execute()
  await tx.deleteFrom('outbox').where('recipient', '=', email).execute()
  await tx.deleteFrom('invites').where('email', '=', email).where('redeemed_at', 'is', null).execute()
}
