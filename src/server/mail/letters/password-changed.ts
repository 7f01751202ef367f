import { type Language, message } from '../../../protocol/messages.ts'
import type { Letter } from '../letter.ts'
import { composeLetter, hostOf, type LetterInput } from './layout.ts'

/** To the owner: the password is another one now. */
export function passwordChangedLetter(input: LetterInput, language: Language): Letter {
  const { email, server } = input
  const parts = {
    subject: message('Your password for {host} has changed', { host: hostOf(server) }),
    before: [
      message('The password of your account {email} at {server} has just been changed.', { email, server }),
    ],
    after: [
      message('If you changed it, all is well.'),
      message(
        'If it was not you, set a new one now with "auth password reset". That also ends every session, wherever it is open.',
      ),
    ],
  }
  return composeLetter(parts, input, language)
}
