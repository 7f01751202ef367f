import { randomUUID } from 'node:crypto'
import type { Language } from '../../protocol/messages.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { addressTakenLetter } from '../mail/letters/address-taken.ts'
import { registrationLetter } from '../mail/letters/registration.ts'
import { enqueueLetter } from '../mail/outbox.ts'
import { type Account, findAccountByEmail, insertAccount, isUsernameTaken } from './account.ts'
import { type Invite, spendInvite } from './invite.ts'
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
  /** Its invitation was used or taken back meanwhile; nothing is kept. */
  | { outcome: 'uninvited' }

interface NewRegistrationInput {
  email: string
  username: Username | undefined
  passwordHash: string
  language: Language
  /** As it was found for this address just now. */
  invite: Invite | undefined
  /** Where it came from. */
  address: string | undefined
}

/** Claim, code and letter in one transaction: all of it is kept, or nothing. */
export async function register(
  { db, secret, config }: RegisterDeps,
  input: NewRegistrationInput,
  now: number,
): Promise<RegisterOutcome> {
  const { address } = input
  return db.transaction().execute(async (tx) => {
    const holder = await findAccountByEmail(tx, input.email)
    const isTaken = holder !== undefined && holder.verified_at !== null
    if (isTaken && !config.hideAccounts) return { outcome: 'email_taken' }
    // An account that never proved this very address gives way to who does, and its name with it.
    const givesWay = isTaken ? undefined : holder?.id
    if (input.username && (await isUsernameTaken(tx, input.username, givesWay)))
      return { outcome: 'username_taken' }

    const { email, passwordHash, language, invite } = input
    const accountId = randomUUID()
    const opened =
      config.requireVerifiedEmail || holder ? undefined : await openUnverified(tx, accountId, input, now)
    if (opened === 'uninvited') return { outcome: opened }
    const claim = { email, username: input.username?.username, passwordHash, language, accountId }
    const registration = await insertRegistration(tx, { ...claim, inviteId: invite?.id }, now)
    const lifetime = config.verificationCodeTtl
    const code = await issueRegistrationCode(tx, secret, registration.id, lifetime, now)
    // Where accounts are hidden, the owner of a taken address is told by letter; the code is told to nobody.
    const letter = isTaken
      ? addressTakenLetter({ email, server: config.issuer }, language)
      : registrationLetter({ email, server: config.issuer, code, lifetime }, language)
    const recipient = isTaken ? holder.id : accountId
    const about = { to: email, accountId: recipient, expiresAt: now + lifetime }
    await enqueueLetter(tx, secret, { ...about, letter }, now)
    // The id is that of the claim, even where the address is somebody's: the log must not tie a stranger's try to them.
    await recordAudit(tx, { event: 'registration.requested', subject: accountId, address }, now)
    if (invite && opened) {
      const used = { reason: 'member', detail: { invite: invite.id } }
      await recordAudit(tx, { event: 'invite.used', subject: accountId, address, ...used }, now)
    }
    return { outcome: 'registered', registration }
  })
}

/**
 * Where nobody has to prove the address, the account is there at once and its invitation spent; its code can still be
 * redeemed. An invitation for a superuser gives that role only then: anybody could have typed the address. The account
 * comes before the invitation (see holdAccount). Undefined where somebody was faster with the address or the name.
 */
async function openUnverified(
  tx: Deps['db'],
  id: string,
  { email, username, passwordHash, invite }: NewRegistrationInput,
  now: number,
): Promise<Account | undefined | 'uninvited'> {
  const account = await insertAccount(tx, { id, email, username, passwordHash, verified: false }, now)
  if (!account || !invite || (await spendInvite(tx, invite.id, id, now))) return account
  await tx.deleteFrom('accounts').where('id', '=', id).execute()
  return 'uninvited'
}

/**
 * A new code for a registration that waits, or for an account without a verified address. Does the same work for an
 * address that nobody claims, so that nothing can be read off the answer or its time.
 */
export async function resendCode(
  { db, secret, config }: RegisterDeps,
  input: {
    email: string
    registrationId: string | undefined
    language: Language
    address: string | undefined
  },
  now: number,
): Promise<void> {
  const { email, language, address } = input
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
    const about = { to: email, accountId: claim?.account_id, expiresAt: now + lifetime, discard: !claim }
    await enqueueLetter(tx, secret, { ...about, letter }, now)
    await recordAudit(tx, { event: 'code.sent', subject: claim?.account_id, address }, now)
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
