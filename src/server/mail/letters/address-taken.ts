import { type Language, message } from '../../../protocol/messages.ts'
import type { Letter } from '../letter.ts'
import { composeLetter, hostOf, type LetterInput } from './layout.ts'

/** To the owner of an address that somebody wanted for another account, where accounts are hidden from strangers. */
export function addressTakenLetter(input: LetterInput, language: Language): Letter {
  const { email, server } = input
  const parts = {
    subject: message('You already have an account at {host}', { host: hostOf(server) }),
    before: [
      message(
        'Somebody, perhaps you, wanted to use {email} for a new account or as a new address at {server}. It belongs to your account there, so nothing was changed.',
        { email, server },
      ),
    ],
    after: [
      message('If it was you: log in with "auth login", or set a new password with "auth password reset".'),
      message('If it was not you, there is nothing to do. Your account and your password are as they were.'),
    ],
  }
  return composeLetter(parts, input, language)
}
