import type { Store } from '../../../db/connect.ts'
import { type Account, findAccountByLogin, setPasswordHash } from './account.ts'
import { normalizeEmail } from './email-address.ts'
import type { Hasher } from './hasher.ts'
import { findPendingPasswords } from './registration.ts'

export type CredentialCheck =
  | { outcome: 'right'; account: Account }
  | { outcome: 'wrong' }
  /** The password is right, the account or registration waits for its code. */
  | { outcome: 'unverified' }
  | { outcome: 'disabled' }

/**
 * Checks a login (address or user name) and a password. Known and unknown logins cost the same hashes; what a right
 * password would find out is told to nobody else.
 */
export async function checkCredentials(
  db: Store,
  hasher: Hasher,
  input: { login: string; password: string; requireVerified: boolean; now: number },
): Promise<CredentialCheck> {
  const account = await findAccountByLogin(db, input.login)
  const isRight = account
    ? await hasher.verify(input.password, account.password_hash)
    : await hasher.verifyNothing(input.password)
  if (!account || !isRight) return checkPending(db, hasher, input)
  if (account.disabled_at !== null) return { outcome: 'disabled' }
  if (account.verified_at === null && input.requireVerified) return { outcome: 'unverified' }
  await renewHash(db, hasher, account, input.password)
  return { outcome: 'right', account }
}

/**
 * A registration that waits for its code is no account, but its owner deserves a better word than "wrong". Looked for
 * beside an account too: where accounts are hidden, a taken address has to answer like a free one.
 */
async function checkPending(
  db: Store,
  hasher: Hasher,
  input: { login: string; password: string; now: number },
): Promise<CredentialCheck> {
  const email = normalizeEmail(input.login)
  const hashes = email ? await findPendingPasswords(db, email, input.now) : []
  for (const hash of hashes) {
    if (await hasher.verify(input.password, hash)) return { outcome: 'unverified' }
  }
  return { outcome: 'wrong' }
}

/** Hashes made elsewhere or at another cost become ours at the first right password. */
async function renewHash(db: Store, hasher: Hasher, account: Account, password: string): Promise<void> {
  if (!hasher.needsRehash(account.password_hash)) return
  await setPasswordHash(db, account.id, await hasher.hash(password), account.password_hash)
}
