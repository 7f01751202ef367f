import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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

describe('a token that nobody here has seen, by the head of one that was', () => {
  const head = Buffer.from('{"alg":"ES256","kid":"k1"}').toString('base64url')
  const jwt = (claims: string) => `${head}.${Buffer.from(claims).toString('base64url')}.${'s1G-_'.repeat(12)}`
  const [known, former] = [jwt('{"jti":"2"}'), jwt('{"jti":"1","x":"longer"}')]
  const inBase64 = Buffer.from(`u:${known}`).toString('base64')

  const masked = (text: string, size = text.length || 1) => {
    const mask = new TokenMask(() => [known])
    const parts: Buffer[] = []
    for (let at = 0; at < text.length; at += size)
      parts.push(mask.push(Buffer.from(text.slice(at, at + size))))
    return Buffer.concat([...parts, mask.end()]).toString()
  }

  test.each([1, 7, 76, 10_000])('is hidden, in pieces of %i bytes too', (size) => {
    expect(masked(`a ${former} b`, size)).toBe('a *** b')
    expect(masked(`${former}\n${known}\n${former}`, size)).toBe('***\n***\n***')
    expect(masked(`${former}. Then "${former}", and ${former}`, size)).toBe('***. Then "***", and ***')
    expect(masked(`t=${former}&u=1`, size)).toBe('t=***&u=1')
  })

  test('what only begins like one is shown', () => {
    for (const text of [
      `${head}`,
      `${head}.`,
      `${head}.abc`,
      `${head}.abc. d`,
      `${head}..abc`,
      `${head}. a.b`,
    ])
      expect(masked(`${text}\n`, 5)).toBe(`${text}\n`)
    expect(masked(`${head}.abc`)).toBe(`${head}.abc`)
  })

  test('what never ends is not kept for ever', () => {
    const mask = new TokenMask(() => [known])
    const endless = Buffer.from(`${head}.${'x'.repeat(10_000)}`)
    expect(mask.push(endless).toString()).toBe(endless.toString())
  })

  test('Base64 is hidden where base64(1) broke it', () => {
    for (const [end, size] of [
      ['\n', 1000],
      ['\r\n', 1000],
      ['\n', 1],
      ['\r\n', 1],
    ] as const) {
      const wrapped = (inBase64.match(/.{1,76}/g) ?? []).join(end)
      expect(masked(`before${end}${wrapped}${end}after${end}`, size)).toMatch(
        new RegExp(`^before${end}.{2,4}\\*{3}.{0,4}${end}after${end}$`),
      )
    }
  })

  test('known and unknown ones, however they follow each other and are cut, leave nothing of them', () => {
    const piece = fc.constantFrom(known, former, inBase64, '.', ' ', '\n', 'e', head, `${head}.`, 'x')
    const cuts = fc.array(fc.nat(1_000), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), cuts, fc.boolean(), (pieces, places, glimpses) => {
        const text = Buffer.from(pieces.join(''))
        const mask = new TokenMask(() => [known])
        const ends = [...new Set([...places, text.length])].sort((a, b) => a - b)
        const shown = ends.flatMap((end, index) => [
          mask.push(text.subarray(ends[index - 1] ?? 0, end)),
          ...(glimpses ? [mask.glimpse()] : []),
        ])
        const seen = Buffer.concat([...shown, mask.end()]).toString()
        const claims = [known, former].map((token) => token.split('.')[1] ?? '')
        for (const secret of [...claims, inBase64.slice(4, -4)]) expect(seen).not.toContain(secret)
        if (!/eyJ/.test(text.toString()) && !text.includes(inBase64)) expect(seen).toBe(text.toString())
      }),
      { numRuns: 2_000 },
    )
  })
})
