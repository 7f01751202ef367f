import { isCode } from '../client.ts'
import type { Context } from '../context.ts'
import { piped } from '../terminal/ask.ts'

export interface Given {
  invite: string | undefined
  password: string | undefined
}

/** From a pipe come, in this order: the invitation's code if it is `-`, the password if --password-stdin says so. */
export async function readGiven(invite: string | undefined, fromPipe: boolean): Promise<Given> {
  const names = [...(invite === '-' ? ['the code'] : []), ...(fromPipe ? ['the password'] : [])]
  const lines = names.length === 0 ? [] : await piped(names, fromPipe ? '--password-stdin' : '--invite -')
  return { invite: (invite === '-' ? lines.shift() : invite)?.trim(), password: lines.shift() }
}

/**
 * Tries a registration with the invitation that was given. Without a flag, who sits at a terminal is asked for the code
 * where the server wants one, and again where it was mistyped; the next try, with another password, has it already.
 */
export function invitationOf(
  context: Context,
  given: string | undefined,
): <T>(attempt: (invite: string | undefined) => Promise<T>) => Promise<T> {
  const { terminal } = context
  const canAsk = terminal.interactive && given === undefined
  let invite = given
  return async (attempt) => {
    for (;;) {
      try {
        return await attempt(invite)
      } catch (error) {
        if (!canAsk || !isCode(error, 'invite_required', 'invalid_invite')) throw error
        terminal.tell(error.said)
      }
      const message = 'Code of your invitation'
      invite = (await terminal.ask({ message, kind: 'text', check: filled }, '--invite')).trim()
    }
  }
}

function filled(answer: string): string | undefined {
  return answer.trim() === '' ? 'Type the code, or press Ctrl-C to leave.' : undefined
}
