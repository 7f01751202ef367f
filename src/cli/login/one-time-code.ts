import { type Account, mailHeader, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { isCode, type Reply } from '../client.ts'
import type { Context } from '../context.ts'
import { CliError, interrupted } from '../errors.ts'
import { isAccount, readBody } from '../http/answers.ts'
import { piped } from '../terminal/ask.ts'
import { isSame, pendingAt, removePending } from './registrations.ts'

/** Says where the code of an answer is to be found. */
export function tellWhereCodeIs(context: Context, { headers }: Reply, email: string): void {
  const outbox = headers[mailHeader.toLowerCase()] === 'outbox'
  const command = `authd mail show --to ${email}`
  const operator = message('This server sends no mail: its operator reads the code with `{command}`.', {
    command,
  })
  context.terminal.tell(outbox ? operator : message('A code is on its way to {email}.', { email }))
}

/** The value of --code; `-` takes it from standard input. */
export async function codeFromFlag(code: string): Promise<string> {
  if (code !== '-') return code.trim()
  const [line = ''] = await piped(['the code'], '--code -')
  return line.trim()
}

/** Redeems a registration's code. The server judges it; 401 invalid_verification_code says how many tries are left. */
export async function redeem(context: Context, email: string, code: string): Promise<Account> {
  const client = await context.client()
  const json = { email, verification_code: code, ...registrationOf(context, email) }
  const reply = await client.send({ method: 'POST', path: paths.verifyRegistration, json })
  const account = readBody(client, reply, isAccount)
  removePending(context.folder, context.target.server, email)
  return account
}

/** Has the code of a registration sent again; the server says yes to any address. */
export async function resend(context: Context, email: string): Promise<void> {
  const client = await context.client()
  const json = { email, ...registrationOf(context, email) }
  tellWhereCodeIs(context, await client.send({ method: 'POST', path: paths.resendRegistration, json }), email)
}

/** Asks for the code until it is right; an empty answer offers to send it again. */
export async function redeemByHand(context: Context, email: string): Promise<Account> {
  return untilRight(context, email, {
    attempt: (code) => redeem(context, email, code),
    again: () => resend(context, email),
    resume: `auth verify --email ${email}`,
  })
}

export interface CodeQuestion<T> {
  /** What is done with a code; a wrong one is asked for again. */
  attempt: (code: string) => Promise<T>
  /** Has a new code sent. */
  again: () => Promise<void>
  /** The command that goes on from here, for whoever leaves before the code has come. */
  resume: string
}

/** Asks for the code that was mailed to `email` until `attempt` takes it; an empty answer offers `again`. */
export async function untilRight<T>(context: Context, email: string, question: CodeQuestion<T>): Promise<T> {
  for (;;) {
    try {
      const code = await askCode(context, email)
      if (code !== '') return await question.attempt(code)
      if (await context.terminal.confirm('Send the code again?', '--resend', true)) await question.again()
    } catch (error) {
      if (error instanceof CliError && error.code === 'interrupted')
        throw interrupted(message('To go on later: `{command}`', { command: question.resume }))
      if (!isCode(error, 'invalid_verification_code')) throw error
      context.terminal.tell(error.said)
    }
  }
}

async function askCode({ terminal }: Context, email: string): Promise<string> {
  const question = message('Code for {email} (empty to have it sent again)', { email })
  return (await terminal.ask({ message: question, kind: 'text' }, '--code')).trim()
}

function registrationOf(context: Context, email: string): { registration_id?: string } {
  const { server } = context.target
  const pending = pendingAt(context.folder, server).find((each) => isSame(each, server, email))
  return pending === undefined ? {} : { registration_id: pending.registration_id }
}
