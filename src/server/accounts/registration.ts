import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import type { Secret } from '../secret.ts'
import { type Account, insertAccount } from './account.ts'
import { issueCode, spendCode } from './one-time-code.ts'
import { normalizeUsername } from './username.ts'

/** A claim on an address: what an account will be made of once its code is redeemed. */
export type Registration = Selectable<Database['registrations']>

/**
 * How long a claim waits and can be sent a new code, in ms. While several wait, clients that send no registration id are
 * refused, so it is no longer than a person needs.
 */
const claimLifetime = 60 * 60 * 1000

export interface NewRegistration {
  email: string
  username: string | undefined
  passwordHash: string
  language: string
  /** Of an account that exists without a verified address. */
  accountId?: string
}

/** Adds a claim beside those that may wait already; replaces nothing. */
export async function insertRegistration(
  db: Store,
  input: NewRegistration,
  now: number,
): Promise<Registration> {
  return db
    .insertInto('registrations')
    .values({
      id: randomUUID(),
      account_id: input.accountId ?? randomUUID(),
      email: input.email,
      username: input.username ?? null,
      password_hash: input.passwordHash,
      language: input.language,
      created_at: now,
      expires_at: now + claimLifetime,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A code for this claim; the one before it is void. `lifetime` in ms. */
export async function issueRegistrationCode(
  db: Store,
  secret: Secret,
  registrationId: string,
  lifetime: number,
  now: number,
): Promise<string> {
  return issueCode(db, secret, { purpose: 'registration', subject: registrationId, lifetime }, now)
}

/** Ids come from outside as any text, even such as no store takes. */
const idShape = /^[0-9a-f-]{36}$/

/** The claim with this id, if it is on this address. */
export async function findClaim(
  db: Store,
  email: string,
  registrationId: string,
  now: number,
): Promise<Registration | undefined> {
  if (!idShape.test(registrationId)) return undefined
  return db
    .selectFrom('registrations')
    .selectAll()
    .where('id', '=', registrationId)
    .where('email', '=', email)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** The claims on an address, newest first; two at most, which is enough to know that it is not one. */
export async function findClaims(db: Store, email: string, now: number): Promise<Registration[]> {
  return db
    .selectFrom('registrations')
    .selectAll()
    .where('email', '=', email)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(2)
    .execute()
}

/** The password hash of the newest claim on an address; undefined where none waits. */
export async function findPendingPassword(
  db: Store,
  email: string,
  now: number,
): Promise<string | undefined> {
  const [newest] = await findClaims(db, email, now)
  return newest?.password_hash
}

export type Redemption =
  | { outcome: 'redeemed'; account: Account }
  /** `attemptsLeft` is undefined where no code is waiting. */
  | { outcome: 'wrong'; attemptsLeft: number | undefined }

/**
 * Turns a claim into an account: the claim's own password, whoever else waits for the same address. The other claims end
 * here. Runs in the caller's transaction.
 */
export async function redeemRegistration(
  tx: Store,
  secret: Secret,
  input: { registrationId: string; email: string; code: string },
  now: number,
): Promise<Redemption> {
  const claim = await findClaim(tx, input.email, input.registrationId, now)
  // A claim of another address must not be touched, not even by who holds its code.
  const subject = claim?.id ?? ''
  const check = await spendCode(tx, secret, { purpose: 'registration', subject, code: input.code }, now)
  if (check.outcome === 'wrong') return check
  await tx.deleteFrom('registrations').where('email', '=', input.email).execute()
  const account = claim && (await openAccount(tx, claim, now))
  return account ? { outcome: 'redeemed', account } : { outcome: 'wrong', attemptsLeft: undefined }
}

/** Undefined where a verified account has the address by now. */
async function openAccount(tx: Store, claim: Registration, now: number): Promise<Account | undefined> {
  const verified = await tx
    .updateTable('accounts')
    .set({ verified_at: now })
    .where('id', '=', claim.account_id)
    .where('email', '=', claim.email)
    .where('verified_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (verified) return verified
  // An account that never proved the address gives way to the one that just did (better-auth#11023).
  // A superuser does not: the last one must not vanish this way.
  await tx
    .deleteFrom('accounts')
    .where('email', '=', claim.email)
    .where('verified_at', 'is', null)
    .where('superuser_at', 'is', null)
    .execute()
  const input = {
    id: claim.account_id,
    email: claim.email,
    passwordHash: claim.password_hash,
    verified: true,
  }
  const username = claim.username === null ? undefined : normalizeUsername(claim.username)
  // Somebody may have taken the name meanwhile; then the account starts without one rather than not at all.
  return (
    (await insertAccount(tx, { ...input, username }, now)) ??
    (await insertAccount(tx, { ...input, username: undefined }, now))
  )
}
