import { type Language, message } from '../../../protocol/messages.ts'
import type { Letter } from '../letter.ts'
import { type CodeLetterInput, composeLetter, describeSpan, hostOf } from './layout.ts'

/** The code that finishes a registration. */
export function registrationLetter(input: CodeLetterInput, language: Language): Letter {
  const { code, lifetime, server } = input
  const parts = {
    subject: message('Your registration code for {host}', { host: hostOf(server) }),
    before: [message('This code finishes your registration at {server}:', { server })],
    code,
    after: [
      message('It is good for {span} and works once.', { span: describeSpan(lifetime) }),
      message(
        'If you did not register there, ignore this letter. Without the code nobody can open an account with your address.',
      ),
    ],
  }
  return composeLetter(parts, input, language)
}
