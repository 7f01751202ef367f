import type { Language } from '../../protocol/messages.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { endSessionsOf } from '../grants/ending.ts'
import { passwordChangedLetter } from '../mail/letters/password-changed.ts'
import { enqueueLetter } from '../mail/outbox.ts'
import { type Account, holdUnchanged, setPasswordHash } from './account.ts'
import { voidCode } from './one-time-code.ts'

/**
 * Sets a new password for its owner, tells them by letter and, if asked, ends the other sessions. False, and nothing
 * changed, where the account is not what it was when the current password was checked.
 */
export async function changePassword(
  { db, secret, config }: Pick<Deps, 'db' | 'secret' | 'config'>,
  input: {
    account: Account
    passwordHash: string
    /** The one that asked; it stays. */
    sessionId: string
    endOthers: boolean
    language: Language
    address: string | undefined
  },
  now: number,
): Promise<boolean> {
  const { id, email } = input.account
  return db.transaction().execute(async (tx) => {
    if (!(await holdUnchanged(tx, input.account))) return false
    await setPasswordHash(tx, id, input.passwordHash)
    // Who changes the password may do so because somebody else reads the mail: a code on its way must not undo it.
    await voidCode(tx, { purpose: 'password reset', subject: email })
    const { address, sessionId: except } = input
    const end = { reason: 'password changed', by: { address }, except } as const
    const ended = input.endOthers ? await endSessionsOf(tx, id, end, now) : 0
    const letter = passwordChangedLetter({ email, server: config.issuer }, input.language)
    await enqueueLetter(tx, secret, { to: email, accountId: id, letter }, now)
    await recordAudit(
      tx,
      { event: 'password.changed', actor: id, subject: id, address, detail: { ended } },
      now,
    )
    return true
  })
}
