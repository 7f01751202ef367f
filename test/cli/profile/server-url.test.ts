import { describe, expect, test } from 'vitest'
import { parseServer } from '../../../src/cli/profile/server-url.ts'

describe('a server’s address', () => {
  test.each([
    ['https://Auth.Example.org/', 'https://auth.example.org'],
    ['https://auth.example.org:443', 'https://auth.example.org'],
    ['https://example.org/auth/', 'https://example.org/auth'],
    ['http://127.0.0.1:8420', 'http://127.0.0.1:8420'],
    ['http://127.1:8420', 'http://127.0.0.1:8420'],
    ['http://127.255.0.9', 'http://127.255.0.9'],
    ['http://[::1]:8420', 'http://[::1]:8420'],
    ['http://localhost:8420', 'http://localhost:8420'],
  ])('%s is kept as %s', (text, kept) => {
    expect(parseServer(text, '--server')).toBe(kept)
  })

  test.each([
    'http://auth.example.org',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://10.0.0.1:8420',
    'http://0.0.0.0:8420',
    'http://[::ffff:127.0.0.1]:8420',
  ])('plain http is spoken to loopback only (contract §3): %s', (text) => {
    expect(() => parseServer(text, '--server')).toThrow('would be plain http to another machine')
  })

  test.each(['', 'example.org', 'ftp://example.org', 'https://', 'https://x/?a=1', 'https://x/#a'])(
    '"%s" is refused',
    (text) => {
      expect(() => parseServer(text, 'AUTH_SERVER')).toThrow(/^AUTH_SERVER /)
    },
  )

  test('a password in the address is refused and not repeated', () => {
    expect(() => parseServer('https://ann:secret@example.org', '--server')).toThrow(
      '--server example.org holds a name or a password.',
    )
  })
})
