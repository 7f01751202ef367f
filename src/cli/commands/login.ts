import type { Account } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { isCode } from '../client.ts'
import type { StorageKind } from '../config.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { redeemByHand } from '../login/one-time-code.ts'
import { keepLogin, type SignIn, signIn } from '../login/sign-in.ts'
import { environmentToken } from '../session.ts'
import { chooseStorage, type StorageChoice } from '../storage/storage.ts'
import { askEmail, askPassword, askUsername, piped, usernameQuestion } from '../terminal/ask.ts'

export interface LoginOptions {
  email?: string
  passwordStdin?: boolean
  storage?: StorageKind
  device?: boolean
  web?: boolean
}

/** Logs in by a password, or by the yes of another device. The keychain is tried before anybody is asked for anything. */
export async function login(context: Context, options: LoginOptions): Promise<void> {
  const { terminal, target } = context
  const elsewhere = options.device || options.web
  if (elsewhere) refuseGiven(options)
  else requireGiven(context, options)
  // Even before the question whether to trust an unknown server: whoever answers some should not find it was for nothing.
  const storage = await chooseStorage(options.storage, context.env, terminal)
  await context.meetServer()
  const { email } = await (elsewhere ? byDevice : byPassword)(context, options, storage)
  terminal.answer(message('Logged in to {server} as {email}.', { server: target.server, email }), {
    server: target.server,
    profile: target.name,
    account: email,
    storage,
  })
  if (environmentToken(context.env) !== undefined)
    terminal.warn('AUTH_TOKEN is set and is used instead of this login until you unset it.')
}

/** What nobody can be asked for is missed at once, and not after the seconds that a hung keychain takes. */
function requireGiven({ terminal }: Context, { email, passwordStdin }: LoginOptions): void {
  if (email === undefined) terminal.requireInput(usernameQuestion, '--email')
  if (!passwordStdin) terminal.requireInput('Password', '--password-stdin')
}

function refuseGiven({ email, passwordStdin, web }: LoginOptions): void {
  if (email === undefined && !passwordStdin) return
  const flag = web ? '--web' : '--device'
  throw usageError(
    message('{flag} takes no address and no password: whoever says yes decides the account.', { flag }),
    message('Use {flag} alone.', { flag }),
  )
}

async function byPassword(context: Context, options: LoginOptions, storage: StorageChoice): Promise<Account> {
  const username = await askUsername(context, options.email)
  const [given] = options.passwordStdin ? await piped(['the password'], '--password-stdin') : []
  const password = given ?? (await askPassword(context))
  return withVerification(context, { username, password, storage })
}

async function byDevice(context: Context, options: LoginOptions, storage: StorageChoice): Promise<Account> {
  const { logInElsewhere } = await import('../login/device-login.ts')
  const grant = await logInElsewhere(context, { web: options.web === true })
  return keepLogin(context, grant, storage)
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
