import type { Store } from '../../../db/connect.ts'
import { type Account, findAccountByLogin, setPasswordHash } from './account.ts'
import { normalizeEmail } from './email-address.ts'
import type { Hasher } from './hashing/hasher.ts'
import { fitsOwnHash } from './hashing/stored-hash.ts'
import { findNewestClaim } from './registration.ts'

/** `accountId` is for the audit log alone: the answer to a wrong password must not depend on it. */
export type CredentialCheck =
  | { outcome: 'right'; account: Account }
  /** `accountId` is undefined where neither an account nor a registration is there. */
  | { outcome: 'wrong'; accountId: string | undefined }
  /** The password is right, the account or registration waits for its code. */
  | { outcome: 'unverified'; accountId: string }
  | { outcome: 'disabled'; accountId: string }

/**
 * Checks a login (address or user name) and a password. A right one costs one hash; every wrong one two, whether or not
 * an account or a registration is there. What a right password would find out is told to nobody else.
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
  if (!account || !isRight) return checkPending(db, hasher, input, account)
  const accountId = account.id
  if (account.disabled_at !== null) return { outcome: 'disabled', accountId }
  if (account.verified_at === null && input.requireVerified) return { outcome: 'unverified', accountId }
  return { outcome: 'right', account: await renewHash(db, hasher, account, input.password) }
}

/**
 * A registration that waits for its code is no account, but its owner deserves a better word than "wrong". One hash,
 * whether or not anything waits, and also beside an account: time must tell neither.
 */
async function checkPending(
  db: Store,
  hasher: Hasher,
  input: { login: string; password: string; now: number },
  account: Account | undefined,
): Promise<CredentialCheck> {
  const email = normalizeEmail(input.login)
  const claim = email === undefined ? undefined : await findNewestClaim(db, email, input.now)
  const isRight = claim
    ? await hasher.verify(input.password, claim.password_hash)
    : await hasher.verifyNothing(input.password)
  if (claim && isRight) return { outcome: 'unverified', accountId: claim.account_id }
  return { outcome: 'wrong', accountId: account?.id ?? claim?.account_id }
}

/**
 * Hashes made elsewhere or at another cost become ours at the first right password; but for a password that bcrypt would
 * cut, whose imported hash stays. Returns the account as it is then.
 */
async function renewHash(db: Store, hasher: Hasher, account: Account, password: string): Promise<Account> {
  if (!hasher.needsRehash(account.password_hash) || !fitsOwnHash(password)) return account
  const password_hash = await hasher.hash(password)
  await setPasswordHash(db, account.id, password_hash, account.password_hash)
  return { ...account, password_hash }
}
