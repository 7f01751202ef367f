import type { Store } from '../../../db/connect.ts'
import type { Language } from '../../protocol/messages.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { addressTakenLetter } from '../mail/letters/address-taken.ts'
import { emailChangeLetter } from '../mail/letters/email-change.ts'
import { emailChangedLetter } from '../mail/letters/email-changed.ts'
import { enqueueLetter } from '../mail/outbox.ts'
import { type Account, findAccountByEmail, holdAccount, holdUnchanged, holdUnique } from './account.ts'
import { type Proof, proveAddress } from './address-proof.ts'
import { issueCode, spendCode } from './one-time-code.ts'
import { removeUnverified } from './removal.ts'

type EmailDeps = Pick<Deps, 'db' | 'secret' | 'config'>

/**
 * Sends a code to the new address. `changed` where the account is not what it was when the password was checked. A taken
 * address is refused, or, where accounts are hidden, its owner gets a notice instead of the code.
 */
export async function startEmailChange(
  { db, secret, config }: EmailDeps,
  input: { account: Account; email: string; language: Language; address: string | undefined },
  now: number,
): Promise<'sent' | 'taken' | 'changed'> {
  const { account, email, language, address } = input
  const entry = { actor: account.id, subject: account.id, address }
  const lifetime = config.verificationCodeTtl
  return db.transaction().execute(async (tx) => {
    if (!(await holdUnchanged(tx, account))) return 'changed'
    const isTaken = await isVerifiedElsewhere(tx, email, account.id)
    if (isTaken && !config.hideAccounts) {
      await recordAudit(tx, { event: 'email.change-failed', ...entry, reason: 'address taken' }, now)
      return 'taken'
    }
    const code = await issueCode(
      tx,
      secret,
      { purpose: 'email change', subject: account.id, email, lifetime },
      now,
    )
    const letter = isTaken
      ? addressTakenLetter({ email, server: config.issuer }, language)
      : emailChangeLetter({ email, server: config.issuer, code, lifetime }, language)
    // The notice is the letter of who has the address, and goes with their account.
    const accountId = isTaken ? undefined : account.id
    await enqueueLetter(tx, secret, { to: email, accountId, letter, expiresAt: now + lifetime }, now)
    await recordAudit(tx, { event: 'email.change-requested', ...entry }, now)
    return 'sent'
  })
}

export type EmailChange =
  | { outcome: 'changed'; account: Account }
  | { outcome: 'wrong'; attemptsLeft: number | undefined }
  /** Somebody verified the address between the letter and the code. */
  | { outcome: 'taken' }

/** Moves the account to the address that the code proves, and tells the old one. */
export async function finishEmailChange(
  { db, secret, config }: EmailDeps,
  input: { account: Account; code: string; language: Language; address: string | undefined },
  now: number,
): Promise<EmailChange> {
  const { id: subject } = input.account
  const entry = { actor: subject, subject, address: input.address }
  return db.transaction().execute(async (tx) => {
    const held = await holdAccount(tx, subject)
    if (!held) return { outcome: 'wrong', attemptsLeft: undefined }
    const { email: oldEmail } = held
    const check = await spendCode(tx, secret, { purpose: 'email change', subject, code: input.code }, now)
    if (check.outcome === 'wrong') {
      await recordAudit(tx, { event: 'code.failed', ...entry, reason: 'email change' }, now)
      return check
    }
    const newEmail = check.email ?? oldEmail
    const gaveWay = await removeUnverified(tx, newEmail, subject)
    const proof = await moveAddress(tx, held, newEmail, now)
    if (!proof) {
      await recordAudit(tx, { event: 'email.change-failed', ...entry, reason: 'address taken' }, now)
      return { outcome: 'taken' }
    }
    const letter = emailChangedLetter({ email: oldEmail, newEmail, server: config.issuer }, input.language)
    await enqueueLetter(tx, secret, { to: oldEmail, accountId: subject, letter }, now)
    await recordAudit(tx, { event: 'email.changed', ...entry }, now)
    if (proof.invited) await recordAudit(tx, { ...proof.invited, ...entry }, now)
    if (gaveWay !== undefined) {
      const { address } = input
      await recordAudit(tx, { event: 'account.gave-way', actor: subject, subject: gaveWay, address }, now)
    }
    return { outcome: 'changed', account: proof.account }
  })
}

async function isVerifiedElsewhere(db: Store, email: string, accountId: string): Promise<boolean> {
  const holder = await findAccountByEmail(db, email)
  return holder !== undefined && holder.verified_at !== null && holder.id !== accountId
}

/** Undefined where another account has the address. */
async function moveAddress(
  tx: Store,
  account: Account,
  email: string,
  now: number,
): Promise<Proof | undefined> {
  // Claims before the address, as who redeems one does: in the other order each would wait for the other.
  await tx
    .updateTable('registrations')
    .set((eb) => ({ email: eb.ref('email') }))
    .where('email', '=', email)
    .execute()
  if (email !== account.email && !(await holdUnique(tx, { email }))) return undefined
  await tx.deleteFrom('registrations').where('email', '=', email).execute()
  return proveAddress(tx, account, email, now)
}
