import { describe, expect, test } from 'vitest'
import { recognizeDevice, rememberDevice } from '../../../src/server/accounts/known-device.ts'
import { createSecret } from '../../../src/server/secret.ts'

const [oldKey, newKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const secret = createSecret([newKey])

describe('what a known device keeps', () => {
  test('is recognized for its own accounts and no other', () => {
    const first = rememberDevice(secret, undefined, 'ann')
    const both = rememberDevice(secret, first, 'bob')
    const device = first.split('.')[1]
    expect(recognizeDevice(secret, both, 'ann')).toBe(device)
    expect(recognizeDevice(secret, both, 'bob')).toBe(device)
    expect(recognizeDevice(secret, first, 'bob')).toBeUndefined()
    expect(recognizeDevice(secret, both, 'eve')).toBeUndefined()
    expect(recognizeDevice(secret, both, undefined)).toBeUndefined()
  })

  test('two devices differ; the same one stays the same at each login', () => {
    const one = rememberDevice(secret, undefined, 'ann')
    expect(rememberDevice(secret, undefined, 'ann')).not.toBe(one)
    expect(rememberDevice(secret, one, 'ann')).toBe(one)
    const both = rememberDevice(secret, one, 'bob')
    expect(rememberDevice(secret, both, 'bob')).toBe(both)
  })

  test('is bound to its device: a MAC of one proves nothing on another', () => {
    const one = rememberDevice(secret, undefined, 'ann')
    const other = rememberDevice(secret, undefined, 'bob')
    const mixed = `${other}.${one.split('.')[2]}`
    expect(recognizeDevice(secret, mixed, 'bob')).toBeDefined()
    expect(recognizeDevice(secret, mixed, 'ann')).toBeUndefined()
  })

  test('remembers the newest eight accounts', () => {
    const accounts = Array.from({ length: 9 }, (_, index) => `account ${index}`)
    const token =
      accounts.reduce<string | undefined>((kept, each) => rememberDevice(secret, kept, each), undefined) ?? ''
    expect(accounts.map((each) => recognizeDevice(secret, token, each) !== undefined)).toEqual([
      false,
      ...Array(8).fill(true),
    ])
  })

  test('stays good when the secret key changes, and is renewed under the new one (better-auth#7738)', () => {
    const before = rememberDevice(createSecret([oldKey]), undefined, 'ann')
    const both = createSecret([newKey, oldKey])
    expect(recognizeDevice(both, before, 'ann')).toBeDefined()
    const after = rememberDevice(both, before, 'ann')
    expect(recognizeDevice(secret, before, 'ann')).toBeUndefined()
    expect(recognizeDevice(secret, after, 'ann')).toBe(before.split('.')[1])
  })

  test.each([
    '',
    'new',
    'd1',
    'd1..',
    `d1.${'a'.repeat(22)}`,
    `d2.${'a'.repeat(22)}.${'b'.repeat(43)}`,
    '\0',
    'x'.repeat(100_000),
  ])('nothing is read out of %j, and a new one takes its place', (token) => {
    expect(recognizeDevice(secret, token, 'ann')).toBeUndefined()
    expect(rememberDevice(secret, token, 'ann')).toMatch(/^d1\.[\w-]{22}\.[\w-]{43}$/)
  })
})
