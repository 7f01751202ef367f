import { paths, type Registration } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Reply } from '../client.ts'
import type { Context } from '../context.ts'
import { isRegistration, readBody } from '../http/answers.ts'
import { invitationOf, readGiven } from '../login/invitation.ts'
import { withNewPassword } from '../login/new-password.ts'
import { redeemByHand, tellWhereCodeIs } from '../login/one-time-code.ts'
import { addPending } from '../login/registrations.ts'
import { signIn } from '../login/sign-in.ts'
import { chooseStorage } from '../storage/storage.ts'
import { askEmail, emailQuestion } from '../terminal/ask.ts'

export interface RegisterOptions {
  email?: string
  username?: string
  /** The code of an invitation. */
  invite?: string
  passwordStdin?: boolean
  /** False with --no-verify. */
  verify: boolean
}

const passwordQuestion = 'Password for the new account'

/** Registers an account; on a terminal it goes on to the code and to the first login. */
export async function register(context: Context, options: RegisterOptions): Promise<void> {
  const { terminal } = context
  requireGiven(context, options)
  await context.meetServer()
  const email = await askEmail(context, options.email)
  // `auth join` may have brought an invitation; one that is given goes first.
  const invite = options.invite ?? context.target.profile?.invite
  const given = await readGiven(invite, options.passwordStdin === true)
  const withInvitation = invitationOf(context, given.invite)
  const attempt = (password: string) =>
    withInvitation((invite) => ask(context, { email, password, username: options.username, invite }))
  const { password, result } = await withNewPassword(context, given.password, passwordQuestion, attempt)
  remember(context, result.registration)
  tellWhereCodeIs(context, result.reply, result.registration.email)
  const goOn = options.verify && terminal.interactive && !terminal.json
  if (goOn) return finish(context, result.registration.email, password)
  terminal.answer(
    message('Registered {email}; the address is not verified yet.', { email: result.registration.email }),
    result.registration,
  )
  terminal.tell(
    message('Next: `{command}`', { command: `auth verify --email ${result.registration.email} --code CODE` }),
  )
}

/** What nobody can be asked for is missed before the server is: one that is down took it for a trouble of its own. */
function requireGiven({ terminal }: Context, { email, passwordStdin }: RegisterOptions): void {
  if (email === undefined) terminal.requireInput(emailQuestion, '--email')
  if (!passwordStdin) terminal.requireInput(passwordQuestion, '--password-stdin')
}

/** The server has it by now, so a full disk here must not look like a failed registration. */
function remember({ terminal, folder, target }: Context, registration: Registration): void {
  try {
    addPending(folder, target.server, registration)
  } catch (error) {
    const why = (error as Error).message
    terminal.warn(message('The registration could not be noted here, but it stands: {why}', { why }))
  }
}

interface NewAccount {
  email: string
  password: string
  username: string | undefined
  invite: string | undefined
}

async function ask(
  context: Context,
  { email, password, username, invite }: NewAccount,
): Promise<{ reply: Reply; registration: Registration }> {
  const client = await context.client()
  const json = {
    email,
    password,
    ...(username !== undefined && { username }),
    ...(invite !== undefined && { invite }),
  }
  const reply = await client.send({ method: 'POST', path: paths.register, json })
  return { reply, registration: readBody(client, reply, isRegistration) }
}

async function finish(context: Context, email: string, password: string): Promise<void> {
  const { terminal } = context
  const account = await redeemByHand(context, email)
  terminal.answer(message('Verified {email}.', { email: account.email }), account)
  if (!(await terminal.confirm('Log in now?', '`auth login`', true))) return
  try {
    const storage = await chooseStorage(undefined, context.env, terminal)
    await signIn(context, { username: account.email, password, storage })
  } catch (error) {
    terminal.tell('The account is made; only the login is missing.')
    throw error
  }
  const { server } = context.target
  terminal.answer(message('Logged in to {server} as {email}.', { server, email: account.email }), account)
}
