import { paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { signOut } from '../login/sign-out.ts'
import { environmentToken, protectedCall, requireLogin } from '../session.ts'
import { askPassword, piped, requireYes } from '../terminal/ask.ts'

export interface AccountDeleteOptions {
  passwordStdin?: boolean
  yes?: boolean
}

/** Deletes the account that is logged in, at the server and for good, and forgets its login here. */
export async function deleteAccount(context: Context, options: AccountDeleteOptions): Promise<void> {
  const { terminal } = context
  if (environmentToken(context.env) !== undefined)
    throw usageError(
      'AUTH_TOKEN is set; an account is deleted by its stored login only.',
      'Unset AUTH_TOKEN.',
    )
  const { account, profile } = requireLogin(context)
  if (!options.yes) terminal.requireInput('Whether to delete it', '--yes')
  const { server } = context.target
  const question = message('Delete the account {account} at {server} for good?', { account, server })
  await requireYes(context, options.yes, question, 'Nothing was deleted.')
  const [given] = options.passwordStdin ? await piped(['the password'], '--password-stdin') : []
  const password = given ?? (await askPassword(context))
  await protectedCall(context, { method: 'DELETE', path: paths.me, json: { password } })
  const { trouble: kept, remembered } = await signOut(context, profile)
  const trouble = kept ?? remembered
  terminal.answer(
    message('Deleted the account {account} at {server}.', { account, server: profile.server }),
    { deleted: profile.account_id ?? null, email: account },
  )
  if (trouble)
    terminal.warn(
      message('Its secret, of no use any more, could not be removed: {why}', { why: trouble.said }),
    )
}
