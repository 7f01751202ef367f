import { type Message, message } from '../../protocol/messages.ts'
import type { Hasher } from './hashing/hasher.ts'
import { longestPassword } from './hashing/stored-hash.ts'

export interface PasswordRules {
  /** Characters (code points). */
  minLength: number
  email: string
  username: string | undefined
  hasher: Pick<Hasher, 'rate'>
}

/** `detail` is one sentence: what is wrong and what to do. It never quotes the password. */
export type PasswordCheck =
  | { ok: true }
  | { ok: false; code: 'weak_password' | 'password_too_long'; detail: Message }

/**
 * The form that is checked, hashed and verified: other spaces become plain ones and letters are composed, so that the
 * same password typed on another system is the same (RFC 8265 §4.2.2).
 */
export function normalizePassword(password: string): string {
  if (password.length > 1_024) return password // too long in any form, and composing is quadratic in the worst case
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC')
}

/**
 * Judges a new password: long enough, short enough for bcrypt, not the owner's own name, not a common one. There are no
 * rules about kinds of characters (NIST SP 800-63B §5.1.1.2).
 */
export async function checkPassword(password: string, rules: PasswordRules): Promise<PasswordCheck> {
  const text = normalizePassword(password)
  const bytes = Buffer.byteLength(text)
  if (bytes > longestPassword)
    return { ok: false, code: 'password_too_long', detail: tooLongDetail(text, bytes) }
  const fault = findFault(text, rules)
  if (fault) return { ok: false, code: 'weak_password', detail: fault }
  const hints = [...ownWords(rules).map(({ word }) => word), 'latchkey', 'authd']
  const { guessable } = await rules.hasher.rate(text, hints)
  if (!guessable) return { ok: true }
  const detail = message(
    'This password is a common one or easily guessed; take several unrelated words or a generated one.',
  )
  return { ok: false, code: 'weak_password', detail }
}

/** Cutting it silently would let everything pass that begins alike (pocketbase#5899). */
function tooLongDetail(text: string, bytes: number): Message {
  const count = [...text].length
  const size =
    count === bytes
      ? message('{bytes} bytes', { bytes })
      : message('{bytes} bytes ({count} characters, some of 2 to 4 bytes)', { bytes, count })
  return message('The password has {size}, and at most {most} bytes can be used; take a shorter one.', {
    size,
    most: longestPassword,
  })
}

function findFault(text: string, rules: PasswordRules): Message | undefined {
  const length = [...text].length
  if (/[\p{Cc}\p{Cs}]/u.test(text)) {
    return message('The password has a control character in it, such as a tab or line break; leave it out.')
  }
  if (length < rules.minLength) {
    return tooShortDetail(length, rules.minLength)
  }
  const folded = fold(text)
  const own = ownWords(rules).find(({ word }) => folded.includes(word))
  return own && message('The password contains {what}; take one without it.', { what: own.called })
}

function tooShortDetail(length: number, least: number): Message {
  if (length === 0) return message('The password is empty; use at least {least} characters.', { least })
  if (length === 1)
    return message('The password has 1 character; use at least {least} characters.', { least })
  return message('The password has {length} characters; use at least {least} characters.', { length, least })
}

/** What anybody knows of the owner. Shorter words are left out: they turn up in good passwords by chance. */
function ownWords({ email, username }: PasswordRules): Array<{ word: string; called: Message }> {
  const localPart = email.slice(0, email.lastIndexOf('@'))
  return [
    { word: fold(email), called: message('your e-mail address') },
    { word: fold(localPart), called: message('the first part of your e-mail address') },
    { word: fold(username ?? ''), called: message('your user name') },
  ].filter(({ word }) => [...word].length >= 4)
}

function fold(text: string): string {
  return normalizePassword(text).toLowerCase()
}
