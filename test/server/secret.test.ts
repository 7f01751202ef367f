import { createCipheriv, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSecret, type SecretPurpose } from '../../src/server/secret.ts'

const first = Buffer.alloc(32, 1)
const second = Buffer.alloc(32, 2)
const third = Buffer.alloc(32, 3)

/** RFC 5869 by hand: without salt (32 zero bytes), one block of output. */
function hkdf(secret: Buffer, info: string): Buffer {
  const pseudoRandomKey = createHmac('sha256', Buffer.alloc(32)).update(secret).digest()
  return createHmac('sha256', pseudoRandomKey)
    .update(Buffer.concat([Buffer.from(info), Buffer.of(1)]))
    .digest()
}

const purposes: SecretPurpose[] = ['refresh token', 'one-time code', 'outbox letter', 'signing key']

describe('digests', () => {
  test.each(purposes)('are HMAC-SHA-256 under a key of its own for %j (RFC 5869, RFC 2104)', (purpose) => {
    const key = hkdf(first, `latchkey ${purpose}`)
    const wanted = createHmac('sha256', key).update('message').digest('base64url')
    expect(createSecret([first]).digest(purpose, 'message')).toBe(wanted)
  })

  test('the keys are derived as the first test case of RFC 5869 says they must be', () => {
    // A.1's first block, by the same hand as above: shows that the reference itself is right.
    const prk = createHmac('sha256', Buffer.from('000102030405060708090a0b0c', 'hex'))
      .update(Buffer.alloc(22, 0x0b))
      .digest()
    expect(prk.toString('hex')).toBe('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5')
    const block = createHmac('sha256', prk).update(Buffer.from('f0f1f2f3f4f5f6f7f8f901', 'hex')).digest()
    expect(block.toString('hex')).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf')
  })

  test('are made under the newest key and recognised under any', () => {
    const old = createSecret([second]).digest('one-time code', 'm')
    const ring = createSecret([first, second])
    expect(ring.digest('one-time code', 'm')).toBe(createSecret([first]).digest('one-time code', 'm'))
    expect(ring.matches('one-time code', 'm', old)).toBe(true)
    expect(createSecret([first, third]).matches('one-time code', 'm', old)).toBe(false)
  })

  test('match nothing else: another message, another purpose, a cut, empty or longer digest', () => {
    const secret = createSecret([first])
    const digest = secret.digest('one-time code', 'm')
    expect(secret.matches('one-time code', 'm', digest)).toBe(true)
    expect(secret.matches('one-time code', 'n', digest)).toBe(false)
    expect(secret.matches('refresh token', 'm', digest)).toBe(false)
    for (const other of ['', digest.slice(0, -1), `${digest}AAAA`, digest.slice(0, 20), '!', '가']) {
      expect([other, secret.matches('one-time code', 'm', other)]).toEqual([other, false])
    }
  })
})

describe('sealing', () => {
  test.each(['', 'text', '코드 ABC234\n', 'x'.repeat(100_000)])('gives back what was sealed', (text) => {
    const secret = createSecret([first])
    expect(secret.open('outbox letter', secret.seal('outbox letter', text))).toBe(text)
  })

  test('is AES-256-GCM under the derived key, bound to the purpose: made by hand it opens', () => {
    const nonce = Buffer.alloc(12, 9)
    const cipher = createCipheriv('aes-256-gcm', hkdf(first, 'latchkey signing key'), nonce)
    cipher.setAAD(Buffer.from('signing key'))
    const body = Buffer.concat([cipher.update('hello'), cipher.final(), cipher.getAuthTag()])
    const sealed = `v1.${nonce.toString('base64url')}.${body.toString('base64url')}`
    expect(createSecret([first]).open('signing key', sealed)).toBe('hello')
  })

  test('never gives the same text twice, nor shows what is inside', () => {
    const secret = createSecret([first])
    const sealed = Array.from({ length: 100 }, () => secret.seal('outbox letter', 'the same'))
    expect(new Set(sealed).size).toBe(100)
    expect(sealed.join()).not.toContain('same')
    expect(sealed[0]).toMatch(/^v1\.[\w-]{16}\.[\w-]+$/)
  })

  test('is done under the newest key; every key in the list opens (better-auth#7738)', () => {
    const old = createSecret([third]).seal('signing key', 'old')
    const ring = createSecret([first, second, third])
    expect(ring.open('signing key', old)).toBe('old')
    expect(createSecret([first]).open('signing key', ring.seal('signing key', 'new'))).toBe('new')
    expect(createSecret([second, third]).open('signing key', ring.seal('signing key', 'new'))).toBeUndefined()
  })

  test('one flipped bit anywhere, and it does not open', () => {
    const secret = createSecret([first])
    const [version, nonce = '', body = ''] = secret.seal('signing key', 'text').split('.')
    for (const [part, rebuild] of [
      [nonce, (changed: string) => `${version}.${changed}.${body}`],
      [body, (changed: string) => `${version}.${nonce}.${changed}`],
    ] as const) {
      const bytes = Buffer.from(part, 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(secret.open('signing key', rebuild(changed.toString('base64url')))).toBeUndefined()
      }
    }
  })

  test('what is cut, foreign or of another purpose does not open', () => {
    const secret = createSecret([first])
    const sealed = secret.seal('signing key', 'text')
    const [, nonce, body = ''] = sealed.split('.')
    const others = [
      '',
      'v1',
      'v1..',
      `v1.${nonce}.`,
      `v1..${body}`,
      `v2.${nonce}.${body}`,
      sealed.slice(0, -8),
    ]
    for (const other of [...others, `v1.AA.${body}`, `v1.${nonce}.AAAA`, 'text']) {
      expect([other, secret.open('signing key', other)]).toEqual([other, undefined])
    }
    expect(secret.open('outbox letter', sealed)).toBeUndefined()
    expect(createSecret([second]).open('signing key', sealed)).toBeUndefined()
  })

  test('an empty list of keys is refused', () => {
    expect(() => createSecret([])).toThrow('at least one secret key is needed')
  })
})
