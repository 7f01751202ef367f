import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizeEmail } from '../../../src/server/accounts/email-address.ts'

describe('an address', () => {
  test.each([
    ['ann@example.com', 'ann@example.com'],
    ['  Ann@Example.COM  ', 'ann@example.com'],
    ["o'neil+tag_1.x-y@sub.example.co", "o'neil+tag_1.x-y@sub.example.co"],
    ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
    ['jose\u0301@example.com', 'josé@example.com'],
    ['ann@BÜCHER.example', 'ann@xn--bcher-kva.example'],
    ['ann@bu\u0308cher.example', 'ann@xn--bcher-kva.example'],
    ['ann@XN--BCHER-KVA.example', 'ann@xn--bcher-kva.example'],
    ['ann@ｅｘａｍｐｌｅ.com', 'ann@example.com'],
    ['지민@예시.한국', '지민@xn--vv4b11d.xn--3e0b707e'],
    ['अ@उदाहरण.भारत', 'अ@xn--p1b6ci4b4b3a.xn--h2brj9c'],
    ['1@1.com', '1@1.com'],
    [`${'가'.repeat(21)}@example.com`, `${'가'.repeat(21)}@example.com`],
    [
      `a@${`${'b'.repeat(60)}.`.repeat(4)}${'c'.repeat(8)}`,
      `a@${`${'b'.repeat(60)}.`.repeat(4)}${'c'.repeat(8)}`,
    ],
  ])('%j is stored as %j', (typed, stored) => {
    expect(normalizeEmail(typed)).toBe(stored)
  })

  test.each([
    '',
    ' ',
    '@',
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'ann@.com',
    'ann@example.',
    'ann@example.com.',
    'ann@exa_mple.com',
    'ann@example.123',
    'ann@127.0.0.1',
    'ann@0x7f.1',
    'ann@[::1]',
    'ann@example.com/x',
    'ann@example.com:25',
    'ann@exam%70le.com',
    'ann@-a.com',
    'ann@a-.com',
    'a@b@example.com',
    'a b@example.com',
    'a\u00a0b@example.com',
    '"a b"@example.com',
    'a(comment)@example.com',
    'ann@example.com (Ann)',
    '<ann@example.com>',
    'mailto:ann@example.com',
    'a,b@example.com',
    'a;b@example.com',
    'a:b@example.com',
    'a\\b@example.com',
    'ann@example.com\n',
    '\nann@example.com',
    '\tann@example.com',
    'ann@exam\u00adple.com\r',
    'a\u0000@example.com',
    'a\u200d@example.com',
    'a\u202e@example.com',
    'a\ufeff@example.com',
    '🦊@example.com',
    `${'가'.repeat(22)}@example.com`,
    `a@${`${'b'.repeat(60)}.`.repeat(4)}${'c'.repeat(9)}`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(100_000)}com`,
  ])('%j is none', (typed) => {
    expect(normalizeEmail(typed)).toBeUndefined()
  })

  test('whatever is typed: nothing in what is stored can break a mail header, and it fits SMTP (RFC 5321 §4.5.3.1)', () => {
    const part = fc.string({ unit: 'binary', maxLength: 12 })
    const address = fc
      .tuple(part, fc.constantFrom('@', '＠', ''), part, fc.constantFrom('.com', '.한국', ''))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(address, (typed) => {
        const stored = normalizeEmail(typed)
        if (stored === undefined) return
        expect(stored).toMatch(/^[^\p{C}\p{Z}"(),:;<>@[\\\]]+@[a-z0-9.-]+$/u)
        expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(254)
      }),
      { numRuns: 2_000 },
    )
  })

  // Known and open: lower case is taken after composing, and there are letters that only their lower case composes.
  test('what is stored is stored as it is: normalising twice changes nothing', () => {
    const once = normalizeEmail('J\u030c@example.com') ?? ''
    expect(normalizeEmail(once)).toBe(once)
  })
})
