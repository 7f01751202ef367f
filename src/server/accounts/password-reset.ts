import type { Language } from '../../protocol/messages.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { endSessionsOf } from '../grants/ending.ts'
import { passwordChangedLetter } from '../mail/letters/password-changed.ts'
import { passwordResetLetter } from '../mail/letters/password-reset.ts'
import { enqueueLetter } from '../mail/outbox.ts'
import { findAccountByEmail, holdAccountsOf, setPasswordHash } from './account.ts'
import { proveAddress } from './address-proof.ts'
import { issueCode, spendCode } from './one-time-code.ts'

type ResetDeps = Pick<Deps, 'db' | 'secret' | 'config'>

/**
 * Starts a reset. The code hangs on the address, whether or not an account has it: known and unknown addresses write the
 * same rows, and only the letter of an unknown one is never sent (keycloak#48888).
 */
export async function startPasswordReset(
  deps: ResetDeps,
  input: { email: string; language: Language; address: string | undefined },
  now: number,
): Promise<void> {
  const { address, ...letter } = input
  await deps.db.transaction().execute(async (tx) => {
    const lifetime = deps.config.verificationCodeTtl
    const subject = await sendResetCode({ ...deps, db: tx }, { ...letter, lifetime }, now)
    await recordAudit(tx, { event: 'password.reset-requested', subject, address }, now)
  })
}

/** Code and letter, in the caller's transaction. `lifetime` in ms. Returns the account's id; undefined for nobody's. */
export async function sendResetCode(
  { db: tx, secret, config }: ResetDeps,
  { email, language, lifetime }: { email: string; language: Language; lifetime: number },
  now: number,
): Promise<string | undefined> {
  const account = await findAccountByEmail(tx, email)
  const code = await issueCode(tx, secret, { purpose: 'password reset', subject: email, lifetime }, now)
  const letter = passwordResetLetter({ email, server: config.issuer, code, lifetime }, language)
  const about = { to: email, accountId: account?.id, expiresAt: now + lifetime, discard: !account }
  await enqueueLetter(tx, secret, { ...about, letter }, now)
  return account?.id
}

/**
 * Sets a new password by code: ends every session, discards what else was waiting for the address, tells the owner.
 * The code came by mail, so the address counts as verified from here on.
 * Returns the account's id; undefined for a wrong code.
 */
export async function finishPasswordReset(
  { db, secret, config }: ResetDeps,
  input: {
    email: string
    code: string
    passwordHash: string
    language: Language
    address: string | undefined
  },
  now: number,
): Promise<string | undefined> {
  const { email, code, language, address } = input
  return db.transaction().execute(async (tx) => {
    const [account] = await holdAccountsOf(tx, email)
    const check = await spendCode(tx, secret, { purpose: 'password reset', subject: email, code }, now)
    if (check.outcome === 'wrong' || !account) {
      const failed = {
        event: 'code.failed',
        subject: account?.id,
        address,
        reason: 'password reset',
      } as const
      await recordAudit(tx, failed, now)
      return undefined
    }
    await setPasswordHash(tx, account.id, input.passwordHash)
    const { invited } = await proveAddress(tx, account, email, now)
    await tx.deleteFrom('registrations').where('email', '=', email).execute()
    const ended = await endSessionsOf(tx, account.id, { reason: 'password reset', by: { address } }, now)
    const letter = passwordChangedLetter({ email, server: config.issuer }, language)
    await enqueueLetter(tx, secret, { to: email, accountId: account.id, letter }, now)
    const entry = { subject: account.id, address }
    await recordAudit(tx, { event: 'password.reset', ...entry, detail: { ended } }, now)
    if (invited) await recordAudit(tx, { ...invited, ...entry }, now)
    return account.id
  })
}
