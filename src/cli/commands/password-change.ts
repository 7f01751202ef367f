import { paths } from '../../protocol/endpoints.ts'
import type { Context } from '../context.ts'
import { withNewPassword } from '../login/new-password.ts'
import { protectedCall, requireBearer } from '../session.ts'
import { askPassword, piped } from '../terminal/ask.ts'

export interface PasswordChangeOptions {
  passwordStdin?: boolean
  endSessions?: boolean
}

/** Sets a new password for the account that is logged in; this login stays. */
export async function changePassword(context: Context, options: PasswordChangeOptions): Promise<void> {
  requireBearer(context)
  const names = ['the current password', 'the new password']
  const [old, given] = options.passwordStdin ? await piped(names, '--password-stdin') : []
  const current = old ?? (await askPassword(context, 'Current password'))
  const path = options.endSessions ? `${paths.password}?sessions=end` : paths.password
  await withNewPassword(context, given, 'New password', (password) =>
    protectedCall(context, {
      method: 'POST',
      path,
      json: { current_password: current, new_password: password },
    }),
  )
  const words = options.endSessions
    ? 'The password is changed, and all other sessions have ended.'
    : 'The password is changed.'
  context.terminal.answer(words, {
    changed: true,
    sessions_ended: !!options.endSessions,
  })
}
