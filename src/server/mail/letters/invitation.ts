import { type Language, message } from '../../../protocol/messages.ts'
import type { Letter } from '../letter.ts'
import { composeLetter, hostOf, type LetterInput } from './layout.ts'

export interface InvitationInput extends LetterInput {
  code: string
  /** Epoch milliseconds. */
  expiresAt: number
}

/** The code that lets somebody register. */
export function invitationLetter(input: InvitationInput, language: Language): Letter {
  const { code, email, expiresAt, server } = input
  const parts = {
    subject: message('You are invited to {host}', { host: hostOf(server) }),
    before: [
      message(
        'You can have an account at {server}. Register there with {email}, in a browser or by "auth register", and enter this invitation code:',
        { server, email },
      ),
    ],
    code,
    after: [
      message('It is good until {time}, for this address only, and works once.', { time: utc(expiresAt) }),
      message('If you expected no invitation, ignore this letter. Nothing happens without you.'),
    ],
  }
  return composeLetter(parts, input, language)
}

/** To the minute, such as `2026-03-08 12:00 UTC`: a span of days would be read days later. */
function utc(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
