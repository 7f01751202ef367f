import { ProtocolError } from '../../protocol/errors.ts'
import { type Message, message } from '../../protocol/messages.ts'
import type { Account } from '../accounts/account.ts'
import { normalizeEmail } from '../accounts/email-address.ts'
import { checkPassword, normalizePassword } from '../accounts/password-policy.ts'
import { normalizeUsername, type Username } from '../accounts/username.ts'
import type { Deps } from '../deps.ts'
import { rateLimits } from '../rate-limit.ts'
import { noteAttempt } from './attempts.ts'
import { forgiveTries, limitTries } from './limits.ts'
import type { RequestContext } from './router.ts'

/** Fields that several requests share: each in its stored form, or one error that says what is wrong with it. */

export function requireEmail(text: string): string {
  const email = normalizeEmail(text)
  if (email) return email
  throw new ProtocolError(
    'invalid_email',
    'This is no e-mail address that mail can be sent to, such as ann@example.com.',
  )
}

export function requireUsername(text: string | null | undefined): Username | undefined {
  if (text === null || text === undefined) return undefined
  const username = normalizeUsername(text)
  if (username) return username
  throw new ProtocolError(
    'invalid_username',
    "A user name has 1 to 64 letters, digits, spaces and . _ ' - and begins with a letter or digit.",
  )
}

/** Checks a new password against the policy and hashes it, off the event loop. */
export async function hashNewPassword(
  { config, hasher }: Deps,
  text: string,
  owner: { email: string; username: string | undefined },
): Promise<string> {
  const check = await checkPassword(text, { ...owner, minLength: config.passwordMinLength, hasher })
  if (!check.ok) throw new ProtocolError(check.code, check.detail)
  return hasher.hash(normalizePassword(text))
}

/** A reset or a disabling finished while the password was being checked; it ended the session too. */
export function accountChanged(): ProtocolError {
  return new ProtocolError(
    'session_ended',
    'The account was changed meanwhile; nothing was done, log in again.',
  )
}

/** The answer to a wrong code; `attemptsLeft` is told only to who holds the registration id or the account. */
export function wrongCode(attemptsLeft: number | undefined): ProtocolError {
  return new ProtocolError('invalid_verification_code', wrongCodeDetail(attemptsLeft))
}

function wrongCodeDetail(attemptsLeft: number | undefined): Message {
  if (attemptsLeft === undefined)
    return message('The code is wrong, used or expired; check it or ask for a new one.')
  if (attemptsLeft === 0) return message('The code is wrong and was tried too often; ask for a new one.')
  if (attemptsLeft === 1) return message('The code is wrong; 1 try is left.')
  return message('The code is wrong; {count} tries are left.', { count: attemptsLeft })
}

/** The password typed again before a change that a borrowed terminal must not make; its guesses are counted. */
export async function requireCurrentPassword(
  deps: Deps,
  c: RequestContext,
  account: Account,
  text: string,
): Promise<void> {
  const tries = [[rateLimits.passwordAccount, account.id]] as const
  await limitTries(deps, c, tries)
  const isRight = await deps.hasher.verify(normalizePassword(text), account.password_hash)
  if (!isRight) {
    const owner = { actor: account.id, subject: account.id }
    await noteAttempt(deps, c, { event: 'password.failed', ...owner, reason: 'wrong password' })
    throw new ProtocolError('wrong_password', 'The current password is wrong; nothing was changed.')
  }
  await forgiveTries(deps, c, tries)
}
