import { describe, expect, it } from 'vitest'
import {
  hashPassword,
  verifyNothing,
  verifyPassword,
} from '../../../../src/server/accounts/hashing/password-hash.ts'
import { parseStoredHash } from '../../../../src/server/accounts/hashing/stored-hash.ts'

const cost = 4

/** Published with OpenBSD's, Openwall's and the Python bcrypt package's own tests; runs of C and X are their salts. */
const vectors: ReadonlyArray<[password: string, hash: string]> = [
  ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy'],
  ['Kk4DQuMMfZL9o', '$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm'],
  ['9IeRXmnGxMYbs', '$2b$04$pQ7gRO7e6wx/936oXhNjrOUNOHL1D0h1N2IDbJZYs.1ppzSof6SPy'],
  ['U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
]

describe('stored hashes', () => {
  it.each(vectors)('known answer: %j made %s', async (password, hash) => {
    expect(await verifyPassword(password, hash, cost)).toBe(true)
    expect(await verifyPassword(`${password}x`, hash, cost)).toBe(false)
  })

  it('a new hash carries its algorithm and cost and has a salt of its own', async () => {
    const hashes = [hashPassword('tulip-ladder-canyon', cost), hashPassword('tulip-ladder-canyon', cost)]
    expect(hashes[0]).toMatch(/^\$2b\$04\$[./A-Za-z0-9]{53}$/)
    expect(hashes[0]).not.toBe(hashes[1])
    for (const hash of hashes) expect(await verifyPassword('tulip-ladder-canyon', hash, cost)).toBe(true)
  })

  it.each([
    ['empty', ''],
    ['an unknown algorithm', '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJu'],
    ['the broken $2x$ of old crypt_blowfish', '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['a cost that would take days', '$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['a cost below the least', '$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['cut short', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe'],
    ['the password itself', 'U*U'],
  ])('a stored hash that is %s verifies nothing', async (_, hash) => {
    expect(parseStoredHash(hash)).toBeUndefined()
    expect(await verifyPassword('U*U', hash, cost)).toBe(false)
  })

  it('an unknown account is a no', () => {
    expect(verifyNothing('tulip-ladder-canyon', cost)).toBe(false)
  })
})

describe("bcrypt's 72 bytes (pocketbase#5899)", () => {
  it('72 bytes are hashed and verified whole', async () => {
    const hash = hashPassword('p'.repeat(72), cost)
    expect(await verifyPassword('p'.repeat(72), hash, cost)).toBe(true)
    expect(await verifyPassword(`${'p'.repeat(71)}q`, hash, cost)).toBe(false)
  })

  it('73 bytes are not the first 72, and are never hashed', async () => {
    const hash = hashPassword('p'.repeat(72), cost)
    expect(await verifyPassword('p'.repeat(73), hash, cost)).toBe(false)
    expect(await verifyPassword('p'.repeat(65_536), hash, cost)).toBe(false)
    expect(() => hashPassword('p'.repeat(73), cost)).toThrow(RangeError)
  })

  it('bytes count, not characters: 24 × 한 is 72, 25 × 한 is more', async () => {
    const hash = hashPassword('한'.repeat(24), cost)
    expect(await verifyPassword('한'.repeat(24), hash, cost)).toBe(true)
    expect(await verifyPassword('한'.repeat(25), hash, cost)).toBe(false)
    expect(() => hashPassword('한'.repeat(25), cost)).toThrow(RangeError)
  })
})
