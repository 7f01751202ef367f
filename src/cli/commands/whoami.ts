import { paths } from '../../protocol/endpoints.ts'
import type { Context } from '../context.ts'
import { isAccount, readBody } from '../http/answers.ts'
import { warnOfVariable } from '../profile/note.ts'
import { environmentToken, protectedCall } from '../session.ts'

/** Prints the address of the account, as the server knows it, alone on its line. */
export async function whoami(context: Context): Promise<void> {
  const { terminal, target } = context
  const reply = await protectedCall(context, { method: 'GET', path: paths.me })
  const account = readBody(await context.client(), reply, isAccount)
  terminal.answer(account.email, account)
  if (environmentToken(context.env) !== undefined) terminal.warn('This is the account of AUTH_TOKEN.')
  if (target.overrides) warnOfVariable(context)
}
