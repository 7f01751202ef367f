import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { codeFromFlag, redeem, redeemByHand, resend } from '../login/one-time-code.ts'
import { pendingAt } from '../login/registrations.ts'
import { askEmail } from '../terminal/ask.ts'

export interface VerifyOptions {
  email?: string
  code?: string
  resend?: boolean
}

/** Redeems the code of a registration, made here or in another terminal. */
export async function verify(context: Context, options: VerifyOptions): Promise<void> {
  const { terminal } = context
  if (options.resend && options.code !== undefined)
    throw usageError(
      '--resend has a new code sent, so the one in --code would be void.',
      'Use one of the two.',
    )
  const email = await whose(context, options.email)
  if (options.resend) await resend(context, email)
  if (options.resend && (!terminal.interactive || terminal.json)) {
    terminal.answer(message('Asked for a new code for {email}.', { email }), { email, sent: true })
    terminal.tell(message('Next: `{command}`', { command: `auth verify --email ${email} --code CODE` }))
    return
  }
  const code = options.code === undefined ? undefined : await codeFromFlag(options.code)
  const account = code === undefined ? await redeemByHand(context, email) : await redeem(context, email, code)
  terminal.answer(message('Verified {email}.', { email: account.email }), account)
  terminal.tell(message('Next: `{command}`', { command: `auth login --email ${account.email}` }))
}

/** The one registration that waits here needs no naming; of several, who cannot be asked means the last. */
async function whose(context: Context, given: string | undefined): Promise<string> {
  const [newest, ...others] = pendingAt(context.folder, context.target.server)
  const isClear = others.length === 0 || !context.terminal.interactive
  if (given === undefined && newest !== undefined && isClear) return newest.email
  return askEmail(context, given, newest?.email)
}
