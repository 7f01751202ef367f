import { describe, expect, test } from 'vitest'
import { addressTakenLetter } from '../../../src/server/mail/letters/address-taken.ts'
import { emailChangeLetter } from '../../../src/server/mail/letters/email-change.ts'
import { emailChangedLetter } from '../../../src/server/mail/letters/email-changed.ts'
import { invitationLetter } from '../../../src/server/mail/letters/invitation.ts'
import { passwordChangedLetter } from '../../../src/server/mail/letters/password-changed.ts'
import { passwordResetLetter } from '../../../src/server/mail/letters/password-reset.ts'
import { registrationLetter } from '../../../src/server/mail/letters/registration.ts'

const code = 'K7M2XQ'
const lifetime = 10 * 60_000
const server = 'https://auth.example.com'
const email = 'kim@example.org'
const languages = ['en', 'ko'] as const

const codeLetters = { registrationLetter, passwordResetLetter, emailChangeLetter }
const expiresAt = Date.parse('2026-03-08T12:00:00Z')
const notices = { addressTakenLetter, passwordChangedLetter, emailChangedLetter }

describe.each(languages)('in %s', (language) => {
  describe.each(Object.entries(codeLetters))('%s', (_name, write) => {
    const letter = write({ email, server, code, lifetime }, language)

    test('has its code alone on one line of the text', () => {
      expect(letter.text.split('\n').filter((line) => line.includes(code))).toEqual([code])
    })

    test('says for how long the code is good, from which server and to whom', () => {
      expect(letter.text).toContain(language === 'ko' ? '10분' : '10 minutes')
      expect(letter.text).toContain(server)
      expect(letter.text).toContain(email)
    })

    test('shows no code in its subject, which lock screens show', () => {
      expect(letter.subject).not.toContain(code)
      expect(letter.subject).toContain('auth.example.com')
    })

    test('has the code as one selectable piece of HTML', () => {
      expect(letter.html).toMatch(/<p style="[^"]*user-select:all[^"]*">K7M2XQ<\/p>/)
    })
  })

  describe.each(Object.entries({ ...codeLetters, ...notices, invitationLetter }))('%s', (_name, write) => {
    const letter = write({ email, server, code, lifetime, expiresAt, newEmail: 'lee@example.net' }, language)

    test('fetches nothing and has no link that acts (supabase/auth#1214)', () => {
      expect(letter.html).not.toMatch(/<(a|img|link|script|form|iframe|style)\b|href=|src=|url\(/i)
    })

    test('is a whole HTML document in its language', () => {
      expect(letter.html).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}">`))
      expect(letter.html).toContain('<meta name="color-scheme" content="light dark">')
      expect(/[가-힣]/.test(letter.html)).toBe(language === 'ko')
    })

    test('escapes hostile values', () => {
      const hostile = {
        email: '"><script>x</script>&@e.org',
        server: "https://e.org/'<b>",
        newEmail: '<i>@e.org',
      }
      const { html } = write({ ...hostile, code: '<u>', lifetime, expiresAt }, language)
      expect(html).not.toMatch(/<(script|b|i|u)>/)
    })

    test('cannot be made to show a forged code line', () => {
      const forged = {
        email: 'x\r\nZZZZZZ\r\n@e.org',
        server: 'https://e.org/\nZZZZZZ\u2028',
        newEmail: 'y@e\nZZZZZZ',
      }
      const { text, subject } = write({ ...forged, code, lifetime, expiresAt }, language)
      expect(text.split(/[\r\n\u2028]+/)).not.toContain('ZZZZZZ')
      expect(subject).not.toMatch(/[\r\n]/)
    })
  })
})

test('the registration letter as it is read', () => {
  expect(registrationLetter({ email, server, code, lifetime }, 'en')).toMatchObject({
    subject: 'Your registration code for auth.example.com',
    text: `Hello,

This code finishes your registration at https://auth.example.com:

K7M2XQ

It is good for 10 minutes and works once.

If you did not register there, ignore this letter. Without the code nobody can open an account with your address.

Sent to kim@example.org by https://auth.example.com. This is an automatic letter; replies are not read.
`,
  })
})

test('the registration letter as it is read in Korean', () => {
  expect(registrationLetter({ email, server, code, lifetime: 3_600_000 }, 'ko')).toMatchObject({
    subject: 'auth.example.com 가입 코드',
    text: `안녕하세요.

https://auth.example.com 가입을 마치려면 아래 코드를 입력해 주세요.

K7M2XQ

이 코드는 1시간 동안 한 번만 쓸 수 있습니다.

가입을 신청하지 않으셨다면 이 메일을 무시하셔도 됩니다. 코드가 없으면 누구도 이 주소로 계정을 만들 수 없습니다.

이 메일은 https://auth.example.com 서버가 kim@example.org 앞으로 자동으로 보냈습니다. 회신은 확인하지 않습니다.
`,
  })
})

test('the invitation letter as it is read', () => {
  const input = { email, server, code: 'K7M3-XQ9A-ACDE-3467', expiresAt }
  expect(invitationLetter(input, 'en')).toMatchObject({
    subject: 'You are invited to auth.example.com',
    text: `Hello,

You can have an account at https://auth.example.com. Register there with kim@example.org, in a browser or by "auth register", and enter this invitation code:

K7M3-XQ9A-ACDE-3467

It is good until 2026-03-08 12:00 UTC, for this address only, and works once.

If you expected no invitation, ignore this letter. Nothing happens without you.

Sent to kim@example.org by https://auth.example.com. This is an automatic letter; replies are not read.
`,
  })
  expect(invitationLetter(input, 'ko')).toMatchObject({
    subject: 'auth.example.com 초대',
    text: expect.stringContaining('\n\nK7M3-XQ9A-ACDE-3467\n\n'),
  })
})

test('the old mailbox does not learn the whole of the new address', () => {
  const letter = emailChangedLetter({ email, server, newEmail: 'lee@example.net' }, 'en')
  expect(letter.text).toContain('l…@example.net')
  expect(letter.text + letter.html).not.toContain('lee@')
})
