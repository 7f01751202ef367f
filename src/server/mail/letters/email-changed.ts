import { type Language, message } from '../../../protocol/messages.ts'
import type { Letter } from '../letter.ts'
import { composeLetter, hostOf, type LetterInput } from './layout.ts'

interface EmailChangedInput extends LetterInput {
  newEmail: string
}

/** To the old address: the account has another one now. */
export function emailChangedLetter(input: EmailChangedInput, language: Language): Letter {
  const { email, newEmail, server } = input
  const parts = {
    subject: message('The address of your account at {host} has changed', { host: hostOf(server) }),
    before: [
      message(
        'The address of your account at {server} is no longer {email}. It is now {newEmail}, and letters and codes go there.',
        { server, email, newEmail: masked(newEmail) },
      ),
    ],
    after: [
      message('If you changed it, all is well.'),
      message(
        'If it was not you, somebody knows your password. Tell whoever runs this server at once: they can give the account back to you.',
      ),
    ],
  }
  return composeLetter(parts, input, language)
}

/** The owner recognises it; a stranger who reads the old mailbox does not learn it. */
function masked(email: string): string {
  const [first = ''] = email
  return `${first}…${email.slice(email.lastIndexOf('@'))}`
}
