import type { Deps } from '../deps.ts'
import { addressTakenLetter } from '../mail/letters/address-taken.ts'
import type { Language } from '../mail/letters/language.ts'
import { registrationLetter } from '../mail/letters/registration.ts'
import { enqueueLetter } from '../mail/outbox.ts'
import { type Account, findAccountByEmail, insertAccount, isUsernameTaken } from './account.ts'
import { issueCode } from './one-time-code.ts'
import {
  findClaim,
  findClaims,
  insertRegistration,
  issueRegistrationCode,
  type Registration,
} from './registration.ts'
import type { Username } from './username.ts'

type RegisterDeps = Pick<Deps, 'db' | 'secret' | 'config'>

export type RegisterOutcome =
  | { outcome: 'registered'; registration: Registration }
  | { outcome: 'email_taken' }
  | { outcome: 'username_taken' }

/** Claim, code and letter in one transaction: all of it is kept, or nothing. */
export async function register(
  { db, secret, config }: RegisterDeps,
  input: { email: string; username: Username | undefined; passwordHash: string; language: Language },
  now: number,
): Promise<RegisterOutcome> {
  return db.transaction().execute(async (tx) => {
    const holder = await findAccountByEmail(tx, input.email)
    const isTaken = holder !== undefined && holder.verified_at !== null
    if (isTaken && !config.hideAccounts) return { outcome: 'email_taken' }
    // An account that never proved this very address gives way to who does, and its name with it.
    const givesWay = isTaken ? undefined : holder?.id
    if (input.username && (await isUsernameTaken(tx, input.username, givesWay)))
      return { outcome: 'username_taken' }

    const { email, passwordHash, language } = input
    const claim = { email, username: input.username?.username, passwordHash, language }
    const registration = await insertRegistration(tx, claim, now)
    const lifetime = config.verificationCodeTtl
    const code = await issueRegistrationCode(tx, secret, registration.id, lifetime, now)
    // Where accounts are hidden, the owner of a taken address is told by letter; the code is told to nobody.
    const letter = isTaken
      ? addressTakenLetter({ email, server: config.issuer }, language)
      : registrationLetter({ email, server: config.issuer, code, lifetime }, language)
    await enqueueLetter(tx, secret, { to: email, letter, expiresAt: now + lifetime }, now)
    if (!config.requireVerifiedEmail && !holder) await openUnverified(tx, registration, input.username, now)
    return { outcome: 'registered', registration }
  })
}

/** Where nobody has to prove the address, the account is there at once; its code can still be redeemed. */
async function openUnverified(
  tx: Deps['db'],
  registration: Registration,
  username: Username | undefined,
  now: number,
): Promise<void> {
  const { account_id: id, email, password_hash: passwordHash } = registration
  await insertAccount(tx, { id, email, username, passwordHash, verified: false }, now)
}

/**
 * A new code for a registration that waits, or for an account without a verified address. Does the same work for an
 * address that nobody claims, so that nothing can be read off the answer or its time.
 */
export async function resendCode(
  { db, secret, config }: RegisterDeps,
  input: { email: string; registrationId: string | undefined; language: Language },
  now: number,
): Promise<void> {
  const { email, language } = input
  const lifetime = config.verificationCodeTtl
  await db.transaction().execute(async (tx) => {
    const holder = await findAccountByEmail(tx, email)
    const claim = await findResendable(tx, holder, input, now)
    const code = claim
      ? await issueRegistrationCode(tx, secret, claim.id, lifetime, now)
      : await issueCode(tx, secret, { purpose: 'registration', subject: `nobody ${email}`, lifetime }, now)
    // A claim on a taken address waits only where accounts are hidden: its code would open nothing.
    const letter =
      claim && holder && holder.verified_at !== null
        ? addressTakenLetter({ email, server: config.issuer }, language)
        : registrationLetter({ email, server: config.issuer, code, lifetime }, language)
    await enqueueLetter(tx, secret, { to: email, letter, expiresAt: now + lifetime, discard: !claim }, now)
  })
}

/**
 * The claim that is named, or the only one there is. Of several none: the newest may be a stranger's, and its code would
 * open the account with the stranger's password.
 */
async function findResendable(
  tx: Deps['db'],
  holder: Account | undefined,
  input: { email: string; registrationId: string | undefined; language: Language },
  now: number,
): Promise<Registration | undefined> {
  if (input.registrationId !== undefined) return findClaim(tx, input.email, input.registrationId, now)
  const claims = await findClaims(tx, input.email, now)
  if (claims.length > 0) return claims.length === 1 ? claims[0] : undefined
  return holder && holder.verified_at === null
    ? claimForUnverified(tx, holder, input.language, now)
    : undefined
}

async function claimForUnverified(
  tx: Deps['db'],
  account: Account,
  language: Language,
  now: number,
): Promise<Registration> {
  const claim = {
    email: account.email,
    username: account.username ?? undefined,
    passwordHash: account.password_hash,
    language,
    accountId: account.id,
  }
  return insertRegistration(tx, claim, now)
}
