import { paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { keepKnownDevice, knownDeviceHeaders } from '../login/known-device.ts'
import { withNewPassword } from '../login/new-password.ts'
import { tellWhereCodeIs, untilRight } from '../login/one-time-code.ts'
import { dropCache } from '../session/token-cache.ts'
import { askEmail, piped } from '../terminal/ask.ts'

export interface PasswordResetOptions {
  email?: string
  code?: string
  passwordStdin?: boolean
}

/** Sets a new password by a mailed code: without --code it has one sent, and on a terminal goes on to ask for it. */
export async function resetPassword(context: Context, options: PasswordResetOptions): Promise<void> {
  const { terminal, target } = context
  const email = await askEmail(context, options.email, target.profile?.account)
  if (options.code !== undefined) return finish(context, email, options.code, options.passwordStdin === true)
  await sendCode(context, email)
  if (!terminal.interactive || terminal.json) {
    terminal.answer(message('Asked for a code for {email}.', { email }), { email, sent: true })
    return terminal.tell(
      message('Next: `{command}`', { command: `auth password reset --email ${email} --code CODE` }),
    )
  }
  await untilRight(context, email, {
    attempt: (code) => reset(context, email, code, undefined),
    again: () => sendCode(context, email),
    resume: `auth password reset --email ${email} --code CODE`,
  })
  done(context, email)
}

async function sendCode(context: Context, email: string): Promise<void> {
  const client = await context.client()
  tellWhereCodeIs(
    context,
    await client.send({ method: 'POST', path: paths.forgotPassword, json: { email } }),
    email,
  )
}

/** From a pipe come, in this order: the code if it is `-`, the new password if --password-stdin says so. */
async function finish(context: Context, email: string, flag: string, fromPipe: boolean): Promise<void> {
  const names = [...(flag === '-' ? ['the code'] : []), ...(fromPipe ? ['the new password'] : [])]
  const lines = names.length === 0 ? [] : await piped(names, fromPipe ? '--password-stdin' : '--code -')
  const code = flag === '-' ? lines.shift() : flag
  await reset(context, email, (code ?? '').trim(), lines.shift())
  done(context, email)
}

async function reset(
  context: Context,
  email: string,
  code: string,
  given: string | undefined,
): Promise<void> {
  const client = await context.client()
  const headers = knownDeviceHeaders(context)
  const { result } = await withNewPassword(context, given, 'New password', (password) => {
    const json = { email, code, new_password: password }
    return client.send({ method: 'POST', path: paths.resetPassword, json, headers })
  })
  keepKnownDevice(context, result)
}

/** The server has ended every session of the account, so a cached token of it is dead. */
function done(context: Context, email: string): void {
  for (const { account, credential, server } of Object.values(context.config().profiles))
    if (credential && server === context.target.server && account?.toLowerCase() === email.toLowerCase())
      dropCache(context.folder, credential)
  context.terminal.answer('The password is changed, and all sessions have ended.', { email, changed: true })
  context.terminal.tell(message('Next: `{command}`', { command: `auth login --email ${email}` }))
}
