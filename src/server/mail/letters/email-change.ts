import { type Language, message } from '../../../protocol/messages.ts'
import type { Letter } from '../letter.ts'
import { type CodeLetterInput, composeLetter, describeSpan, hostOf } from './layout.ts'

/** To the new address: the code that proves it. */
export function emailChangeLetter(input: CodeLetterInput, language: Language): Letter {
  const { code, lifetime, server, email } = input
  const parts = {
    subject: message('Confirm your new address for {host}', { host: hostOf(server) }),
    before: [message('This code makes {email} the address of your account at {server}:', { email, server })],
    code,
    after: [
      message('It is good for {span} and works once. Until then your old address stays.', {
        span: describeSpan(lifetime),
      }),
      message(
        'If you have no account there or did not ask for this, ignore this letter. Without the code your address is not used.',
      ),
    ],
  }
  return composeLetter(parts, input, language)
}
