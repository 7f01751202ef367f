import { paths, type Registration } from '../../protocol/endpoints.ts'
import { readRegistration } from '../answers.ts'
import { askEmail, piped } from '../ask.ts'
import type { Reply } from '../client.ts'
import type { Context } from '../context.ts'
import { withNewPassword } from '../new-password.ts'
import { redeemByHand, tellWhereCodeIs } from '../one-time-code.ts'
import { addPending } from '../registrations.ts'
import { signIn } from '../sign-in.ts'
import { chooseStorage } from '../storage.ts'

export interface RegisterOptions {
  email?: string
  username?: string
  passwordStdin?: boolean
  /** False with --no-verify. */
  verify: boolean
}

/** Registers an account; on a terminal it goes on to the code and to the first login. */
export async function register(context: Context, options: RegisterOptions): Promise<void> {
  const { terminal } = context
  await context.meetServer()
  const email = await askEmail(context, options.email)
  const [given] = options.passwordStdin ? await piped(['the password'], '--password-stdin') : []
  const attempt = (password: string) => ask(context, { email, password, username: options.username })
  const { password, result } = await withNewPassword(context, given, 'Password for the new account', attempt)
  remember(context, result.registration)
  tellWhereCodeIs(context, result.reply, result.registration.email)
  const goOn = options.verify && terminal.interactive && !terminal.json
  if (goOn) return finish(context, result.registration.email, password)
  terminal.answer(
    `Registered ${result.registration.email}; the address is not verified yet.`,
    result.registration,
  )
  terminal.tell(`Next: auth verify --email ${result.registration.email} --code CODE`)
}

/** The server has it by now, so a full disk here must not look like a failed registration. */
function remember({ terminal, folder, target }: Context, registration: Registration): void {
  try {
    addPending(folder, target.server, registration)
  } catch (error) {
    terminal.warn(`The registration could not be noted here, but it stands: ${(error as Error).message}`)
  }
}

interface NewAccount {
  email: string
  password: string
  username: string | undefined
}

async function ask(
  context: Context,
  { email, password, username }: NewAccount,
): Promise<{ reply: Reply; registration: Registration }> {
  const client = await context.client()
  const json = { email, password, ...(username !== undefined && { username }) }
  const reply = await client.send({ method: 'POST', path: paths.register, json })
  return { reply, registration: readRegistration(client, reply) }
}

async function finish(context: Context, email: string, password: string): Promise<void> {
  const { terminal } = context
  const account = await redeemByHand(context, email)
  terminal.answer(`Verified ${account.email}.`, account)
  if (!(await terminal.confirm('Log in now?', '`auth login`', true))) return
  const storage = await chooseStorage(undefined, context.env, terminal)
  await signIn(context, { username: account.email, password, storage })
  terminal.answer(`Logged in to ${context.target.server} as ${account.email}.`, account)
}
