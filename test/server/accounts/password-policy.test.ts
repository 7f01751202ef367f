import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { say } from '../../../src/protocol/messages.ts'
import { createHasher } from '../../../src/server/accounts/hashing/hasher.ts'
import {
  checkPassword,
  normalizePassword,
  type PasswordRules,
} from '../../../src/server/accounts/password-policy.ts'

const workerFile = fileURLToPath(new URL('../../../dist/hash-worker.js', import.meta.url))
const hasher = createHasher({ cost: 4, workerFile, threads: 1, maxQueue: 200 })
afterAll(() => hasher.close())

const rules = { minLength: 12, email: 'ann@example.com', username: undefined, hasher }
async function check(password: string, change: Partial<PasswordRules> = {}) {
  const result = await checkPassword(password, { ...rules, ...change })
  return result.ok ? result : { ...result, detail: say(result.detail, undefined) }
}

const weak = (detail: string) => ({ ok: false, code: 'weak_password', detail })
const commonDetail =
  'This password is a common one or easily guessed; take several unrelated words or a generated one.'

describe('the length of a password', () => {
  it.each([
    [0, 'The password is empty; use at least 12 characters.'],
    [1, 'The password has 1 character; use at least 12 characters.'],
    [11, 'The password has 11 characters; use at least 12 characters.'],
  ])('%i characters are too few', async (length, detail) => {
    expect(await check('xK9#mPq2vL8!'.slice(0, length))).toEqual(weak(detail))
  })

  it.each([12, 72])('%i bytes are taken', async (length) => {
    expect(await check('xK9#mPq2vL8!tulip-ladder-canyon-'.repeat(3).slice(0, length))).toEqual({ ok: true })
  })

  it('73 bytes are refused, never cut (pocketbase#5899)', async () => {
    expect(await check('xK9#mPq2vL8!tulip-ladder-canyon-'.repeat(3).slice(0, 73))).toEqual({
      ok: false,
      code: 'password_too_long',
      detail: 'The password has 73 bytes, and at most 72 bytes can be used; take a shorter one.',
    })
  })

  it('characters are code points and bytes are UTF-8: 24 Hangul syllables fit, 25 do not', async () => {
    const syllables = '가나다라마바사아자차카타파하거너더러머버서어저처커'
    expect(await check([...syllables].slice(0, 24).join(''))).toEqual({ ok: true })
    expect(await check(syllables)).toEqual({
      ok: false,
      code: 'password_too_long',
      detail:
        'The password has 75 bytes (25 characters, some of 2 to 4 bytes), and at most 72 bytes can be used; take a shorter one.',
    })
    expect(await check('🦊🐙🌵🎻🧊🛶🪁🧭🥝🦉🪴')).toEqual(
      weak('The password has 11 characters; use at least 12 characters.'),
    )
  })
})

describe('the form of a password (RFC 8265 §4.2.2)', () => {
  it('composed and decomposed letters and all kinds of spaces are the same password', () => {
    const composed = 'Zürich im Winter'
    expect(normalizePassword(composed.normalize('NFD'))).toBe(composed)
    expect(normalizePassword('Zürich\u00a0im\u3000Winter')).toBe(composed)
    expect(normalizePassword('Case And ﬁ Stay')).toBe('Case And ﬁ Stay')
  })

  it('a decomposed password is measured in its composed form', async () => {
    expect(await check('각'.repeat(3).normalize('NFD'))).toEqual(
      weak('The password has 3 characters; use at least 12 characters.'),
    )
  })

  it.each(['\n', '\t', '\0', '\u007f', '\u009b', '\ud800'])('%j is refused', async (letter) => {
    expect(await check(`tulip-ladder${letter}canyon`)).toEqual(
      weak('The password has a control character in it, such as a tab or line break; leave it out.'),
    )
  })
})

describe("the owner's names in a password", () => {
  const owner = { email: 'rosalind@example.com', username: 'Frânklin' }

  it.each([
    ['xK9-ROSALIND-vL8', 'the first part of your e-mail address'],
    ['rosalind@example.com', 'your e-mail address'],
    ['xK9-frÂnklin-vL8', 'your user name'],
    ['xK9-frÂnklin-vL8'.normalize('NFD'), 'your user name'],
  ])('%s contains %s', async (password, called) => {
    expect(await check(password, owner)).toEqual(
      weak(`The password contains ${called}; take one without it.`),
    )
  })

  it('names under 4 characters turn up by chance and are let through', async () => {
    expect(await check('planned-by-boats', { email: 'ann@example.com', username: 'boa' })).toEqual({
      ok: true,
    })
  })
})

describe('common and guessable passwords (NIST SP 800-63B §5.1.1.2)', () => {
  it.each([
    ...['password1234', 'passwordpassword', 'qwertyuiop12', '123456789012', 'aaaaaaaaaaaa', 'iloveyou1234'],
    ...['Password1234!', 'P@ssw0rd1234', 'qwertyuiopas', '1qaz2wsx3edc', '1q2w3e4r5t6y', 'abcdefghijkl'],
    ...['abc123abc123', 'letmeinletmein', 'adminadmin123', 'welcome12345', 'monkeymonkey', '000000000000'],
    ...['asdfghjkl123', 'zxcvbnm12345', 'football1234', 'baseball2020', 'superman1234', 'sunshine1234'],
    ...['trustno11234', 'dragon123456', 'password!!!!', 'qazwsxedcrfv', '121212121212', '123123123123'],
    ...[
      'administrator',
      'changemechangeme',
      'PASSWORD12345',
      'drowssap1234',
      'passw0rdpassw0rd',
      '987654321098',
    ],
    ...['112233445566', 'masterpassword', 'qwerty123456', '123456789qwe', 'latchkeylatchkey', 'abcdefgh1234'],
  ])('%s is refused', async (password) => {
    expect(await check(password)).toEqual(weak(commonDetail))
  })

  it.each([
    ...['correct horse battery staple', 'correct-horse-battery', 'a-long-password-1', 'Sup3rSecret!pass'],
    ...[
      's3cret-passw0rd-x',
      'TestPassword123!',
      'correcthorsebatterystaple',
      'CorrectHorse9!',
      'StrongPassw0rd!',
    ],
    ...['my-secret-password', 'tulip-ladder-canyon', 'blue.whale.sings', 'a-new-password-2', 'ValidPass123!'],
    ...[
      'another-password-3',
      'long-enough-password',
      'very-secret-pass-1',
      's3cure-P4ssword!',
      'SecurePass123!',
    ],
    ...['old-password-123', 'new-password-456', 'Str0ngP@ssword!', 'MyPassword2024!', 'TestPass1234!'],
    ...[
      'GoodPassword99',
      'kitchen-window-42',
      'Xk9#mPq2vL8!',
      '비밀번호는길어야합니다요',
      'mein-langes-passwort',
    ],
    ...[
      'mellon-friend-enter',
      'tr0ub4dor&3xyz',
      'wrong-password-1',
      'wrong-horse-battery',
      'password-of-alice',
    ],
    ...[
      'girok-test-pass1',
      'ilovecoffee-and-tea',
      'staple-battery-9',
      'Zürich-im-Winter',
      'passwort-von-heute',
    ],
    ...[
      'this is my password',
      'the quick brown fox',
      'averylongpassword',
      'a-good-password',
      'alice-password-1',
    ],
  ])('%s is taken: there are no rules about kinds of characters', async (password) => {
    expect(await check(password)).toEqual({ ok: true })
  })
})
