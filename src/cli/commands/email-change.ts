import { type Account, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { changeConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { isAccount, readBody } from '../http/answers.ts'
import { codeFromFlag, tellWhereCodeIs, untilRight } from '../login/one-time-code.ts'
import { protectedCall, requireBearer } from '../session.ts'
import { askEmail, askPassword, piped } from '../terminal/ask.ts'

export interface EmailChangeOptions {
  email?: string
  code?: string
  passwordStdin?: boolean
}

/** Changes the address of the account: a code goes to the new one, and --code brings it back. */
export async function changeEmail(context: Context, options: EmailChangeOptions): Promise<void> {
  const { terminal } = context
  requireBearer(context)
  if (options.code !== undefined) {
    if (options.email !== undefined || options.passwordStdin)
      throw usageError(
        '--code finishes a change; --email and --password-stdin begin one.',
        'Do one after the other.',
      )
    return done(context, await confirm(context, await codeFromFlag(options.code)))
  }
  const email = await askEmail(context, options.email)
  const [given] = options.passwordStdin ? await piped(['the password'], '--password-stdin') : []
  const password = given ?? (await askPassword(context, 'Current password'))
  const begin = () => begun(context, email, password)
  await begin()
  if (!terminal.interactive || terminal.json) {
    terminal.answer(
      message('Asked for a code for {email}; the address is the old one until then.', { email }),
      {
        email,
        sent: true,
      },
    )
    return terminal.tell(message('Next: `{command}`', { command: 'auth email change --code CODE' }))
  }
  const resume = 'auth email change --code CODE'
  const attempt = (code: string) => confirm(context, code)
  await done(context, await untilRight(context, email, { attempt, again: begin, resume }))
}

async function begun(context: Context, email: string, password: string): Promise<void> {
  const reply = await protectedCall(context, { method: 'POST', path: paths.email, json: { email, password } })
  tellWhereCodeIs(context, reply, email)
}

async function confirm(context: Context, code: string): Promise<Account> {
  const reply = await protectedCall(context, { method: 'POST', path: paths.confirmEmail, json: { code } })
  return readBody(await context.client(), reply, isAccount)
}

async function done(context: Context, account: Account): Promise<void> {
  const { server } = context.target
  await changeConfig(context.folder, (config) => {
    const entries = Object.entries(config.profiles).map(([name, profile]) => {
      const same = profile.server === server && profile.account_id === account.id
      return [name, same ? { ...profile, account: account.email } : profile]
    })
    return { ...config, profiles: Object.fromEntries(entries) }
  })
  context.terminal.answer(message('The address is now {email}.', { email: account.email }), account)
}
