import { isCode } from '../client.ts'
import type { Context } from '../context.ts'
import { askNewPassword } from '../terminal/ask.ts'

/**
 * Tries a new password: the given one once, or the typed ones until the server's policy takes one. Returns the password
 * that was taken and what the attempt returned.
 */
export async function withNewPassword<T>(
  context: Context,
  given: string | undefined,
  question: string,
  attempt: (password: string) => Promise<T>,
): Promise<{ password: string; result: T }> {
  for (;;) {
    const password = given ?? (await askNewPassword(context, question))
    try {
      return { password, result: await attempt(password) }
    } catch (error) {
      if (given !== undefined || !isCode(error, 'weak_password', 'password_too_long')) throw error
      context.terminal.tell(error.said)
    }
  }
}
