import type { Language } from '../../protocol/messages.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { endSessionsOf } from '../grants/session.ts'
import { passwordChangedLetter } from '../mail/letters/password-changed.ts'
import { passwordResetLetter } from '../mail/letters/password-reset.ts'
import { enqueueLetter } from '../mail/outbox.ts'
import { findAccountByEmail, setPasswordHash } from './account.ts'
import { type CodeCheck, issueCode, spendCode } from './one-time-code.ts'

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
  await enqueueLetter(tx, secret, { to: email, letter, expiresAt: now + lifetime, discard: !account }, now)
  return account?.id
}

/**
 * Sets a new password by code: ends every session, discards what else was waiting for the address, tells the owner.
 * The code came by mail, so the address counts as verified from here on.
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
): Promise<CodeCheck['outcome']> {
  const { email, code, language, address } = input
  return db.transaction().execute(async (tx) => {
    const check = await spendCode(tx, secret, { purpose: 'password reset', subject: email, code }, now)
    const account = await findAccountByEmail(tx, email)
    if (check.outcome === 'wrong' || !account) {
      const failed = {
        event: 'code.failed',
        subject: account?.id,
        address,
        reason: 'password reset',
      } as const
      await recordAudit(tx, failed, now)
      return 'wrong'
    }
    await setPasswordHash(tx, account.id, input.passwordHash)
    await tx
      .updateTable('accounts')
      .set({ verified_at: account.verified_at ?? now })
      .where('id', '=', account.id)
      .execute()
    await tx.deleteFrom('registrations').where('email', '=', email).execute()
    const ended = await endSessionsOf(tx, account.id, { reason: 'password reset', by: { address } }, now)
    const letter = passwordChangedLetter({ email, server: config.issuer }, language)
    await enqueueLetter(tx, secret, { to: email, letter }, now)
    await recordAudit(tx, { event: 'password.reset', subject: account.id, address, detail: { ended } }, now)
    return 'right'
  })
}
