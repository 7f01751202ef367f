import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import type { Secret } from '../secret.ts'
import { type Account, holdAccountsOf, insertAccount } from './account.ts'
import { proveAddress } from './address-proof.ts'
import { describeUse, type InviteUse, returnInvite, roleOf, spendInvite } from './invite.ts'
import { issueCode, spendCode } from './one-time-code.ts'
import { removeUnverified } from './removal.ts'
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
  accountId?: string | undefined
  /** Spent when the code is redeemed. */
  inviteId?: string | undefined
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
      invite_id: input.inviteId ?? null,
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
const nobodysId = '00000000-0000-0000-0000-000000000000'

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

/** The newest claim on an address; undefined where none waits. */
export async function findNewestClaim(
  db: Store,
  email: string,
  now: number,
): Promise<Registration | undefined> {
  const [newest] = await findClaims(db, email, now)
  return newest
}

export type Redemption =
  /** `gaveWay` is the id of an account that had the address without proving it. */
  | { outcome: 'redeemed'; account: Account; invited: InviteUse | undefined; gaveWay: string | undefined }
  /** `attemptsLeft` is undefined where no code is waiting; `accountId`, of the claim, is for the audit log. */
  | { outcome: 'wrong'; attemptsLeft: number | undefined; accountId: string | undefined }
  /** The code is right, but its invitation was used or taken back meanwhile; the claim is gone. */
  | { outcome: 'uninvited'; accountId: string }

/**
 * Turns a claim into an account: the claim's own password, whoever else waits for the same address. The other claims end
 * here. Runs in the caller's transaction.
 */
export async function redeemRegistration(
  tx: Store,
  secret: Secret,
  input: { registrationId: string | undefined; email: string; code: string },
  now: number,
): Promise<Redemption> {
  // Where nothing waits, the same is asked: a query less would tell.
  const claim = await findClaim(tx, input.email, input.registrationId ?? nobodysId, now)
  // Held before the code: see holdAccount.
  const held = await holdAccountsOf(tx, input.email, claim?.account_id)
  // A claim of another address must not be touched, not even by who holds its code.
  const subject = claim?.id
  const check = await spendCode(tx, secret, { purpose: 'registration', subject, code: input.code }, now)
  const accountId = claim?.account_id
  if (check.outcome === 'wrong') return { ...check, accountId }
  const opened = held.find(({ id }) => id === accountId)
  // Who was disabled before the code was typed stays out.
  const isOut = opened !== undefined && opened.disabled_at !== null
  if (!claim || isOut) return { outcome: 'wrong', attemptsLeft: undefined, accountId }
  const isWaiting = opened?.verified_at === null && opened.email === claim.email
  return isWaiting ? verifyOpened(tx, claim, opened, now) : openAccount(tx, claim, now)
}

/** The account was opened before its address was proved, at a server that does not ask for that. */
async function verifyOpened(
  tx: Store,
  claim: Registration,
  opened: Account,
  now: number,
): Promise<Redemption> {
  await tx.deleteFrom('registrations').where('email', '=', claim.email).execute()
  const proof = await proveAddress(tx, opened, claim.email, now)
  return { outcome: 'redeemed', ...proof, gaveWay: undefined }
}

async function openAccount(tx: Store, claim: Registration, now: number): Promise<Redemption> {
  const { account_id: accountId, invite_id: inviteId } = claim
  const invite = inviteId ? await spendInvite(tx, inviteId, accountId, now) : undefined
  if (inviteId && !invite) {
    await tx.deleteFrom('registrations').where('id', '=', claim.id).execute()
    return { outcome: 'uninvited', accountId }
  }
  await tx.deleteFrom('registrations').where('email', '=', claim.email).execute()
  const role = invite && roleOf(invite)
  const gaveWay = await removeUnverified(tx, claim.email, accountId)
  const account = await insertClaimed(tx, claim, role === 'superuser', now)
  const invited = invite && describeUse('invite.used', invite)
  if (account) return { outcome: 'redeemed', account, invited, gaveWay }
  if (invite) await returnInvite(tx, invite.id)
  return { outcome: 'wrong', attemptsLeft: undefined, accountId }
}

/** Undefined where a verified account has the address by now. */
async function insertClaimed(
  tx: Store,
  claim: Registration,
  superuser: boolean,
  now: number,
): Promise<Account | undefined> {
  const input = {
    id: claim.account_id,
    email: claim.email,
    passwordHash: claim.password_hash,
    verified: true,
    superuser,
  }
  const username = claim.username === null ? undefined : normalizeUsername(claim.username)
  // Somebody may have taken the name meanwhile; then the account starts without one rather than not at all.
  return (
    (await insertAccount(tx, { ...input, username }, now)) ??
    (await insertAccount(tx, { ...input, username: undefined }, now))
  )
}
