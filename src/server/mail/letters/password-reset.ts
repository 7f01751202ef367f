import { type Language, message } from '../../../protocol/messages.ts'
import type { Letter } from '../letter.ts'
import { type CodeLetterInput, composeLetter, describeSpan, hostOf } from './layout.ts'

/** The code that sets a new password. */
export function passwordResetLetter(input: CodeLetterInput, language: Language): Letter {
  const { code, lifetime, server } = input
  const parts = {
    subject: message('Your password reset code for {host}', { host: hostOf(server) }),
    before: [message('With this code you set a new password for your account at {server}:', { server })],
    code,
    after: [
      message('It is good for {span} and works once. Afterwards every device has to log in again.', {
        span: describeSpan(lifetime),
      }),
      message(
        'If you did not ask for it, ignore this letter: your password stays as it is. Give the code to nobody; we never ask for it.',
      ),
    ],
  }
  return composeLetter(parts, input, language)
}
