import { type Message, message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, usageError } from '../errors.ts'
import { readStdinLines } from '../stdin.ts'

/** A person typing at a terminal would show the secret to everyone behind; only a pipe may carry it. */
export async function piped(names: readonly string[], flag: string): Promise<string[]> {
  if (process.stdin.isTTY === true)
    throw usageError(
      message('{flag} reads from a pipe, but standard input is a terminal.', { flag }),
      message('Leave {flag} out to be asked.', { flag }),
    )
  return readStdinLines(names)
}

export const emailQuestion = 'E-mail address'

/** The address from the flag, or asked for; `fallback` is what Enter alone means. */
export async function askEmail(
  context: Context,
  given: string | undefined,
  fallback?: string,
): Promise<string> {
  if (given !== undefined) return given
  return (
    await context.terminal.ask(
      { message: emailQuestion, kind: 'text', ...(fallback && { fallback }), check: filled },
      '--email',
    )
  ).trim()
}

export const usernameQuestion = 'E-mail address or user name'

/** The address or user name to log in with. */
export async function askUsername(context: Context, given: string | undefined): Promise<string> {
  if (given !== undefined) return given
  const fallback = context.target.profile?.account
  return (
    await context.terminal.ask(
      { message: usernameQuestion, kind: 'text', ...(fallback && { fallback }), check: filled },
      '--email',
    )
  ).trim()
}

/** A password that exists already: typed once, masked. */
export function askPassword(context: Context, question: Message | string = 'Password'): Promise<string> {
  return context.terminal.ask({ message: question, kind: 'password', check: filled }, '--password-stdin')
}

/** A password that is to be: typed twice, until both are the same. */
export async function askNewPassword(context: Context, question = 'New password'): Promise<string> {
  const again = message('{question}, again', { question: message(question) })
  for (;;) {
    const password = await askPassword(context, question)
    if (password === (await askPassword(context, again))) return password
    context.terminal.tell('The two differ; type both again.')
  }
}

/**
 * Goes on where --yes has said so, or a person says it now. Throws a CliError (exit 1) for a no; `undone` says that nothing
 * was done.
 */
export async function requireYes(
  { terminal }: Context,
  yes: boolean | undefined,
  question: Message | string,
  undone: string,
): Promise<void> {
  if (yes || (await terminal.confirm(question, '--yes', false))) return
  throw new CliError(exitCodes.failed, 'not_confirmed', undone)
}

function filled(answer: string): string | undefined {
  return answer.trim() === '' ? 'Type something, or press Ctrl-C to leave.' : undefined
}
