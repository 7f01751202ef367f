import type { Account } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { isCode } from '../client.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { redeemByHand } from '../login/one-time-code.ts'
import { keepLogin, type SignIn, signIn } from '../login/sign-in.ts'
import { environmentToken } from '../session.ts'
import { chooseStorage, type StorageChoice } from '../storage/storage.ts'
import { askEmail, askPassword, askUsername, piped } from '../terminal/ask.ts'

export interface LoginOptions {
  email?: string
  passwordStdin?: boolean
  storage?: string
  device?: boolean
  web?: boolean
}

interface LoggedIn {
  account: Account
  storage: StorageChoice
}

/** Logs in by a password, or by the yes of another device. The keychain is tried before anybody is asked for anything. */
export async function login(context: Context, options: LoginOptions): Promise<void> {
  const { terminal, target } = context
  await context.meetServer()
  const elsewhere = options.device || options.web
  const { account, storage } = await (elsewhere ? byDevice(context, options) : byPassword(context, options))
  const { email } = account
  terminal.answer(message('Logged in to {server} as {email}.', { server: target.server, email }), {
    server: target.server,
    profile: target.name,
    account: email,
    storage,
  })
  if (environmentToken(context.env) !== undefined)
    terminal.warn('AUTH_TOKEN is set and is used instead of this login until you unset it.')
}

async function byPassword(context: Context, options: LoginOptions): Promise<LoggedIn> {
  const { terminal } = context
  const username = await askUsername(context, options.email)
  if (!options.passwordStdin) terminal.requireInput('Password', '--password-stdin')
  const storage = await chooseStorage(options.storage, context.env, terminal)
  const [given] = options.passwordStdin ? await piped(['the password'], '--password-stdin') : []
  const password = given ?? (await askPassword(context))
  return { account: await withVerification(context, { username, password, storage }), storage }
}

async function byDevice(context: Context, options: LoginOptions): Promise<LoggedIn> {
  const flag = options.web ? '--web' : '--device'
  if (options.email !== undefined || options.passwordStdin)
    throw usageError(
      message('{flag} takes no address and no password: whoever says yes decides the account.', { flag }),
      message('Use {flag} alone.', { flag }),
    )
  const storage = await chooseStorage(options.storage, context.env, context.terminal)
  const { logInElsewhere } = await import('../login/device-login.ts')
  const grant = await logInElsewhere(context, { web: options.web === true })
  return { account: await keepLogin(context, grant, storage), storage }
}

/** Whoever is not verified yet can do it on the spot and need not type the password again. */
async function withVerification(context: Context, input: SignIn): Promise<Account> {
  try {
    return await signIn(context, input)
  } catch (error) {
    if (!isCode(error, 'email_not_verified') || !context.terminal.interactive) throw error
    context.terminal.tell(error.said)
    const email = await askEmail(context, input.username.includes('@') ? input.username : undefined)
    await redeemByHand(context, email)
    return signIn(context, input)
  }
}
