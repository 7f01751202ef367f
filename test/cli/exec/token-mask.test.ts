import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenMask } from '../../../src/cli/exec/token-mask.ts'

const token = 'eyJhbGciOiJFUzI1NiJ9.c2VjcmV0IHNlY3JldA'

test('a token is hidden however the output is cut, and whatever was shown of its beginning in between', () => {
  const piece = fc.constantFrom(token, 'e', 'eyJ', 'eyJhbGciOiJFUzI1NiJ9', ' ', '\n', 'x')
  const cuts = fc.array(fc.nat(200), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), cuts, fc.boolean(), (pieces, places, glimpses) => {
      const text = Buffer.from(pieces.join(''))
      const mask = new TokenMask(() => [token])
      const shown: Buffer[] = []
      const ends = [...new Set([...places, text.length])].sort((a, b) => a - b)
      ends.forEach((end, index) => {
        shown.push(mask.push(text.subarray(ends[index - 1] ?? 0, end)))
        if (glimpses) shown.push(mask.glimpse())
      })
      shown.push(mask.end())
      const seen = Buffer.concat(shown).toString()
      expect(seen).not.toContain(token)
      // What a glimpse gave away stands before the stars: eight characters at most.
      const given = glimpses ? '(?:e|ey|eyJ|eyJh|eyJhb|eyJhbG|eyJhbGc|eyJhbGci)?' : ''
      const around = text
        .toString()
        .split(token)
        .map((part) => part.replaceAll('.', '\\.'))
      expect(seen).toMatch(new RegExp(`^${around.join(`${given}\\*{3}`)}$`))
    }),
    { numRuns: 500 },
  )
})

test('every form of it is hidden: in a URL, and in Base64 at each of its three offsets', () => {
  const odd = 'tok/en+with=signs~and.more-of_them'
  const mask = new TokenMask(() => [odd])
  const forms = ['', 'u', 'us', 'use'].map((before) => Buffer.from(`${before}:${odd}`).toString('base64'))
  const text = [encodeURIComponent(odd), ...forms].join('\n')
  const lines = Buffer.concat([mask.push(Buffer.from(text)), mask.end()])
    .toString()
    .split('\n')
  expect(lines.every((line) => /^.{0,8}\*\*\*.{0,4}$/.test(line))).toBe(true)
})
