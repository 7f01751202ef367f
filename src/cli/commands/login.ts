import type { Account } from '../../protocol/endpoints.ts'
import { askEmail, askPassword, askUsername, piped } from '../ask.ts'
import { isCode } from '../client.ts'
import type { Context } from '../context.ts'
import { redeemByHand } from '../one-time-code.ts'
import { environmentToken } from '../session.ts'
import { type SignIn, signIn } from '../sign-in.ts'
import { chooseStorage } from '../storage.ts'

export interface LoginOptions {
  email?: string
  passwordStdin?: boolean
  storage?: string
}

/** Logs in with address and password. The keychain is tried before the password is asked for. */
export async function login(context: Context, options: LoginOptions): Promise<void> {
  const { terminal, target } = context
  const username = await askUsername(context, options.email)
  if (!options.passwordStdin) terminal.requireInput('Password', '--password-stdin')
  const storage = await chooseStorage(options.storage, context.env, terminal)
  const [given] = options.passwordStdin ? await piped(['the password'], '--password-stdin') : []
  const password = given ?? (await askPassword(context))
  const { email } = await withVerification(context, { username, password, storage })
  terminal.answer(`Logged in to ${target.server} as ${email}.`, {
    server: target.server,
    profile: target.name,
    account: email,
    storage,
  })
  if (environmentToken(context.env) !== undefined)
    terminal.warn('AUTH_TOKEN is set and is used instead of this login until you unset it.')
}

/** Whoever is not verified yet can do it on the spot and need not type the password again. */
async function withVerification(context: Context, input: SignIn): Promise<Account> {
  try {
    return await signIn(context, input)
  } catch (error) {
    if (!isCode(error, 'email_not_verified') || !context.terminal.interactive) throw error
    context.terminal.tell(error.message)
    const email = await askEmail(context, input.username.includes('@') ? input.username : undefined)
    await redeemByHand(context, email)
    return signIn(context, input)
  }
}
