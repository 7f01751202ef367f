import { describe, expect, test } from 'vitest'
import { noPassword } from '../../../../src/server/accounts/account.ts'
import { type RawAccount, readAccountRow } from '../../../../src/server/accounts/transfer/account-row.ts'

const now = Date.parse('2026-03-01T12:00:00Z')
const email = 'ann@example.com'
const bcrypt = '$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm'

const read = (raw: RawAccount) => readAccountRow(raw, 17, now)

describe('one account of an import', () => {
  test('without anything but its address: no password, no name, not verified, no rights', () => {
    const bare = {
      line: 17,
      email,
      username: undefined,
      passwordHash: noPassword,
      verified: false,
      superuser: false,
      disabled: false,
      createdAt: undefined,
    }
    expect(read({ email: ' Ann@EXAMPLE.com' })).toEqual(bare)
    const nothing = { username: '', password_hash: null, verified: '', superuser: null, created_at: '' }
    expect(read({ email, ...nothing })).toEqual(bare)
    // Django's set_unusable_password()
    expect(read({ email, password_hash: '!WG7fWPZ1nUSVPVC2jYMSJ0Wl0bJWsFnTyDBKc0kH' })).toEqual(bare)
  })

  test('with everything', () => {
    const raw = {
      email,
      username: ' Ann',
      password_hash: bcrypt,
      verified: 'True',
      superuser: true,
      disabled: 't',
    }
    expect(read({ ...raw, created_at: '2024-05-01T12:00:00+09:00' })).toEqual({
      line: 17,
      email,
      username: { username: 'Ann', key: 'ann' },
      passwordHash: bcrypt,
      verified: true,
      superuser: true,
      disabled: true,
      createdAt: Date.parse('2024-05-01T03:00:00Z'),
    })
  })

  test.each([
    ['2024-05-01T12:00:00Z', '2024-05-01T12:00:00.000Z'],
    ['2024-05-01t12:00:00.123456789z', '2024-05-01T12:00:00.123Z'],
    ['2024-05-01 12:00:00.5+00', '2024-05-01T12:00:00.500Z'],
    ['2024-05-01T12:00:00-05:30', '2024-05-01T17:30:00.000Z'],
  ])('takes the time %s (RFC 3339 §5.6, and as PostgreSQL writes it)', (text, time) => {
    expect(read({ email, created_at: text })).toMatchObject({ createdAt: Date.parse(time) })
  })

  const hash = (fault: string) => ['hash_unusable', `the password hash cannot be used: ${fault}`] as const
  test.each<[RawAccount, string, string]>([
    [{}, 'email_missing', 'the address is missing'],
    [{ email: 'ann' }, 'email_malformed', 'the address "ann" is no e-mail address'],
    [{ email: 7 }, 'email_malformed', 'the address 7 is no e-mail address'],
    [{ email: {} }, 'email_malformed', 'the address no text is no e-mail address'],
    [{ email: 'z'.repeat(200) }, 'email_malformed', 'the address (not shown) is no e-mail address'],
    [{ email: 'ann@' }, 'email_malformed', 'the address "ann@" is no e-mail address'],
    [{ email: 'Kim, Bob' }, 'email_malformed', 'the address "Kim, Bob" is no e-mail address'],
    [
      { email: `ann@${'many.'.repeat(20)}` },
      'email_malformed',
      `the address "ann@${'many.'.repeat(20).slice(0, 76)}…" is no e-mail address`,
    ],
    [
      { email, username: 'a@b' },
      'username_malformed',
      `the name "a@b" cannot be used; use letters, digits, spaces and . _ ' - and at most 64 of them`,
    ],
    [{ email, password_hash: 'hunter2' }, ...hash('its form is not known')],
    [
      { email, password_hash: 'bcrypt_sha256$$2b$04$x' },
      ...hash('bcrypt over SHA-256 is not taken, only plain bcrypt'),
    ],
    [{ email, password_hash: 5 }, 'hash_unusable', 'the password hash is no text'],
    [{ email, verified: 'maybe' }, 'flag_malformed', 'verified is "maybe", and neither true nor false'],
    [{ email, superuser: [] }, 'flag_malformed', 'superuser is no text, and neither true nor false'],
    [
      { email, created_at: '2024-02-30T00:00:00Z' },
      'time_malformed',
      'created_at is "2024-02-30T00:00:00Z", and no time such as 2024-05-01T12:00:00Z',
    ],
    [
      { email, created_at: '20240501T120000Z' },
      'time_malformed',
      'created_at is "20240501T120000Z", and no time such as 2024-05-01T12:00:00Z',
    ],
    [
      { email, created_at: 1714564800 },
      'time_malformed',
      'created_at is 1714564800, and no time such as 2024-05-01T12:00:00Z',
    ],
    [
      { email, created_at: '2026-03-01T12:00:01Z' },
      'time_malformed',
      'created_at is "2026-03-01T12:00:01Z", which is yet to come',
    ],
  ])('%j is refused', (raw, code, reason) => {
    expect(read(raw)).toEqual({ line: 17, code, reason })
  })

  test('a hash in the wrong column is never shown', () => {
    const others = [
      '5d2e19393cc5ef67', // MySQL's old PASSWORD()
      'rqXexS6ZhobKA', // crypt(3)
      'W6ph5Mm5Pz8GgiULbPgzG37mj9g=', // SHA-1 in Base64
      '{SSHA}0c0blFTXXNuAMHECS4uxrj3ZieMoWImr', // LDAP
      '_J9..CCCCXBrJUJV154M', // BSDi's crypt
      '0x0100CF465B7B12625EF019E157120D58DD46569AC7BF4118455D', // SQL Server
      'correct/horse!',
    ]
    for (const lost of [bcrypt, '5f4dcc3b5aa765d61d8327deb882cf99', 'sha1$seasalt$cff36ea83f', ...others]) {
      for (const raw of [{ email: lost }, { email, verified: lost }, { email, created_at: lost }]) {
        const told = read(raw)
        expect('reason' in told ? told.reason : '').toContain('(not shown)')
      }
    }
  })
})
