import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import type { Account as AccountAnswer } from '../../protocol/endpoints.ts'
import { normalizeEmail } from './email-address.ts'
import { normalizeUsername, type Username } from './username.ts'

export type Account = Selectable<Database['accounts']>

/** Stands in the place of a hash where the owner has yet to choose a password; nothing matches it. */
export const noPassword = '!'

/** An account as it is shown to its owner. */
export function presentAccount(account: Account): AccountAnswer {
  return {
    id: account.id,
    email: account.email,
    username: account.username,
    is_active: account.disabled_at === null,
    is_verified: account.verified_at !== null,
    is_superuser: account.superuser_at !== null,
    created_at: new Date(account.created_at).toISOString(),
  }
}

export async function findAccount(db: Store, id: string): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findAccountByEmail(db: Store, email: string): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirst()
}

/** All of them, by address: for the host's own list. */
export async function listAccounts(db: Store): Promise<Account[]> {
  return db.selectFrom('accounts').selectAll().orderBy('email').execute()
}

/** By what a person types at a login: an address or a user name. Malformed ones are nobody's. */
export async function findAccountByLogin(db: Store, login: string): Promise<Account | undefined> {
  const email = normalizeEmail(login)
  if (email) return findAccountByEmail(db, email)
  const name = normalizeUsername(login)
  if (!name) return undefined
  return db.selectFrom('accounts').selectAll().where('username_key', '=', name.key).executeTakeFirst()
}

export interface NewAccount {
  id?: string
  email: string
  username: Username | undefined
  passwordHash: string
  verified: boolean
  superuser?: boolean
}

/** Adds an account; undefined where the address or the name is somebody's. */
export async function insertAccount(db: Store, input: NewAccount, now: number): Promise<Account | undefined> {
  return db
    .insertInto('accounts')
    .values({
      id: input.id ?? randomUUID(),
      email: input.email,
      username: input.username?.username ?? null,
      username_key: input.username?.key ?? null,
      password_hash: input.passwordHash,
      created_at: now,
      verified_at: input.verified ? now : null,
      superuser_at: input.superuser ? now : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Whether an account other than `exceptId` has the name. */
export async function isUsernameTaken(db: Store, name: Username, exceptId?: string): Promise<boolean> {
  const holder = await db
    .selectFrom('accounts')
    .select('id')
    .where('username_key', '=', name.key)
    .executeTakeFirst()
  return holder !== undefined && holder.id !== exceptId
}

/**
 * Holds an address or a name for the rest of the transaction; false where an account has it. PostgreSQL lets an INSERT
 * give way to a unique key, but no UPDATE: so a row that stands in for the account decides, and is gone again at once.
 */
export async function holdUnique(
  tx: Store,
  key: { email: string } | { username_key: string },
): Promise<boolean> {
  const id = randomUUID()
  const held = await tx
    .insertInto('accounts')
    .values({ id, email: id, password_hash: noPassword, created_at: 0, ...key })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (held) await tx.deleteFrom('accounts').where('id', '=', id).execute()
  return held !== undefined
}

/** Undefined where the name is somebody else's; `undefined` as name takes it away. In a transaction of its own where it is given none. */
export async function setUsername(
  tx: Store,
  account: Account,
  name: Username | undefined,
): Promise<Account | undefined> {
  if (!tx.isTransaction) return tx.transaction().execute((own) => setUsername(own, account, name))
  const isOwn = name === undefined || name.key === account.username_key
  if (!isOwn && !(await holdUnique(tx, { username_key: name.key }))) return undefined
  return tx
    .updateTable('accounts')
    .set({ username: name?.username ?? null, username_key: name?.key ?? null })
    .where('id', '=', account.id)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Holds the account for the rest of the transaction; undefined where it is gone. Whoever takes an account and what hangs on
 * it takes the account first: two who took them in different orders would be a deadlock on PostgreSQL.
 */
export async function holdAccount(tx: Store, id: string): Promise<Account | undefined> {
  return tx
    .updateTable('accounts')
    .set((eb) => ({ password_hash: eb.ref('password_hash') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** The same for who has the address, and for the account with this id, in one order everywhere. Nobody's costs a statement too. */
export async function holdAccountsOf(tx: Store, email: string, id?: string): Promise<Account[]> {
  const found = await tx
    .selectFrom('accounts')
    .select('id')
    .where((eb) => eb.or([eb('email', '=', email), eb('id', '=', id ?? '')]))
    .orderBy('id')
    .execute()
  const held: Account[] = []
  for (const { id: each } of found.length > 0 ? found : [{ id: '' }]) {
    const kept = await holdAccount(tx, each)
    if (kept) held.push(kept)
  }
  return held
}

/**
 * Holds the account for the rest of the transaction; false where its password or standing is not what was checked. A
 * check may have waited seconds for a hashing thread, and a reset or disabling that finished meanwhile must win.
 */
export async function holdUnchanged(tx: Store, { id, password_hash }: Account): Promise<boolean> {
  const held = await tx
    .updateTable('accounts')
    .set((eb) => ({ password_hash: eb.ref('password_hash') }))
    .where('id', '=', id)
    .where('password_hash', '=', password_hash)
    .where('disabled_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return held !== undefined
}

/** Replaces the hash; with `from`, only if it is still that one, so a renewal never undoes a change. */
export async function setPasswordHash(
  db: Store,
  id: string,
  passwordHash: string,
  from?: string,
): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ password_hash: passwordHash })
    .where('id', '=', id)
    .$if(from !== undefined, (query) => query.where('password_hash', '=', from ?? ''))
    .execute()
}
