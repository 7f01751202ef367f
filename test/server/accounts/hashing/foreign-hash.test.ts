import { describe, expect, test } from 'vitest'
import { verifyNothing, verifyPassword } from '../../../../src/server/accounts/hashing/password-hash.ts'
import { readStoredHash, withoutDjangoPrefix } from '../../../../src/server/accounts/hashing/stored-hash.ts'

const cost = 4

/** What the real tools publish in their own tests. */
const vectors: ReadonlyArray<[source: string, password: string, hash: string]> = [
  [
    'argon2id, phc-winner-argon2 src/test.c',
    'password',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  ],
  [
    'argon2id of two lanes, phc-winner-argon2 src/test.c',
    'password',
    '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
  ],
  [
    'argon2id, Django tests/auth_tests/test_hashers.py',
    'secret',
    withoutDjangoPrefix('argon2$argon2id$v=19$m=102400,t=2,p=8$Y041dExhNkljRUUy$TMa6A8fPJhCAUXRhJXCXdw'),
  ],
  [
    'scrypt without salt, RFC 7914 §12 in passlib tests/test_handlers_scrypt.py',
    '',
    '$scrypt$ln=4,r=1,p=1$$d9ZXYjhleyA7GcpCwYoEl/FrSETjB0ro39/6P+3iFEI',
  ],
  [
    'scrypt, passlib tests/test_handlers_scrypt.py',
    'test',
    '$scrypt$ln=8,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA',
  ],
  [
    'scrypt of two lanes, passlib tests/test_handlers_scrypt.py',
    'nacl',
    '$scrypt$ln=1,r=4,p=2$yhnD+J+Tci4lZCwFgHCuVQ$fAsEWmxSHuC0cHKMwKVFPzrQukgvK09Sj+NueTSxKds',
  ],
  [
    'scrypt, Django tests/auth_tests/test_hashers.py',
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  [
    'PBKDF2-SHA1, passlib tests/test_handlers_pbkdf2.py',
    'password',
    '$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI',
  ],
  [
    'PBKDF2-SHA256, passlib tests/test_handlers_pbkdf2.py',
    'password',
    '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
  ],
  [
    'PBKDF2-SHA512, passlib tests/test_handlers_pbkdf2.py',
    'password',
    '$pbkdf2-sha512$1212$RHY0Fr3IDMSVO/RSZyb5ow$eNLfBK.eVozomMr.1gYa17k9B7KIK25NOEshvhrSX.esqY3s.FvWZViXz4KoLlQI.BzY/YTNJOiKc5gBYFYGww',
  ],
  [
    'PBKDF2-SHA256, Django tests/auth_tests/test_hashers.py',
    'lètmein',
    'pbkdf2_sha256$390000$seasalt$8xBlGd3jVgvJ+92hWPxi5ww0uuAuAnKgC45eudxro7c=',
  ],
  [
    'PBKDF2-SHA1, Django tests/auth_tests/test_hashers.py',
    'lètmein',
    'pbkdf2_sha1$390000$seasalt2$aDapRanzW8aHTz97v2TcfHzWD+I=',
  ],
]

describe('hashes of other programs', () => {
  test.each(vectors)('known answer: %s', async (_source, password, hash) => {
    expect(await verifyPassword(password, hash, cost)).toBe(true)
    expect(await verifyPassword(`${password}x`, hash, cost)).toBe(false)
  })

  test("what Django writes before a hash that names its algorithm is taken off, and nothing else's", () => {
    const bcrypt = '$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm'
    expect(withoutDjangoPrefix(`bcrypt$${bcrypt}`)).toBe(bcrypt)
    expect(withoutDjangoPrefix(`bcrypt_sha256$${bcrypt}`)).toBe(`bcrypt_sha256$${bcrypt}`)
    expect(withoutDjangoPrefix(bcrypt)).toBe(bcrypt)
    expect(readStoredHash(bcrypt)).toEqual({ algorithm: 'bcrypt', cost: 4 })
  })

  test('passwords over 72 bytes are read whole, up to 4,096 bytes as in passlib', async () => {
    // hashlib.pbkdf2_hmac('sha256', b'p' * 100, b'seasalt', 1000) of Python 3.11
    const hash = 'pbkdf2_sha256$1000$seasalt$4yelSw3ma0aX0RZCg7tgElz7pIUfn8miYuWA67+sum8='
    expect(await verifyPassword('p'.repeat(100), hash, cost)).toBe(true)
    expect(await verifyPassword('p'.repeat(99), hash, cost)).toBe(false)
    expect(await verifyPassword('p'.repeat(4_097), hash, cost)).toBe(false)
  })

  test('a "no" of a cheap foreign hash takes as long as one of an account that does not exist (kratos#832)', async () => {
    const cheap = '$scrypt$ln=1,r=4,p=2$yhnD+J+Tci4lZCwFgHCuVQ$fAsEWmxSHuC0cHKMwKVFPzrQukgvK09Sj+NueTSxKds'
    const [wrong, nobody] = await fastest(
      () => verifyPassword('wrong', cheap, 9),
      async () => verifyNothing('wrong', 9),
    )
    expect(wrong / nobody).toBeGreaterThan(0.5)
    expect(wrong / nobody).toBeLessThan(2)
  })
})

/** Of twenty, in turn, in ms: noise only ever makes a run slower, and twenty in a row are not hit by it. */
async function fastest(...works: (() => Promise<boolean>)[]): Promise<[number, number]> {
  const times = works.map(() => Number.POSITIVE_INFINITY)
  for (let run = 0; run < 20; run++) {
    for (const [index, work] of works.entries()) {
      const begun = performance.now()
      await work()
      times[index] = Math.min(times[index] ?? 0, performance.now() - begun)
    }
  }
  return [times[0] ?? 0, times[1] ?? 0]
}

const salt = 'c29tZXNhbHQ'
const digest = 'nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'

describe('bounds of foreign hashes: verifying one must not be a way to hold up the server', () => {
  test.each([
    [
      `$argon2id$v=19$m=131073,t=1,p=1$${salt}$${digest}`,
      'its memory m in KiB is 131073, and only 8 to 131072 is taken',
    ],
    [
      `$argon2id$v=19$m=131072,t=5,p=1$${salt}$${digest}`,
      'its memory times passes, m × t, is 655360, and only 1 to 524288 is taken',
    ],
    [
      `$argon2id$v=19$m=256,t=65,p=1$${salt}$${digest}`,
      'its number of passes t is 65, and only 1 to 64 is taken',
    ],
    [
      `$argon2id$v=19$m=256,t=0,p=1$${salt}$${digest}`,
      'its number of passes t is 0, and only 1 to 64 is taken',
    ],
    [`$argon2id$v=19$m=256,t=2,p=17$${salt}$${digest}`, 'its parallelism p is 17, and only 1 to 16 is taken'],
    [
      `$argon2id$v=19$m=15,t=2,p=2$${salt}$${digest}`,
      'its memory m in KiB is 15, and only 16 to 131072 is taken',
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1$c29tZQ$${digest}`,
      'the length of its salt in bytes is 4, and only 8 to 64 is taken',
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1$${salt}$nf65EA`,
      'the length of its digest in bytes is 4, and only 16 to 64 is taken',
    ],
    [
      `$argon2id$v=16$m=256,t=2,p=1$${salt}$${digest}`,
      'it is no whole $argon2id$v=19$m=…,t=…,p=…$salt$digest',
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1,keyid=A$${salt}$${digest}`,
      'it is no whole $argon2id$v=19$m=…,t=…,p=…$salt$digest',
    ],
    [`$argon2i$v=19$m=256,t=2,p=1$${salt}$${digest}`, 'of the argon2 kinds only argon2id is taken'],
    [
      `$scrypt$ln=18,r=8,p=1$${salt}$${digest}`,
      'its work N × r × p is 2097152, and only 2 to 1048576 is taken',
    ],
    [
      `$scrypt$ln=15,r=8,p=5$${salt}$${digest}`,
      'its work N × r × p is 1310720, and only 2 to 1048576 is taken',
    ],
    [`$scrypt$ln=0,r=8,p=1$${salt}$${digest}`, 'its cost N is 1, and only 2 to 1048576 is taken'],
    [`scrypt$1000$seasalt$8$1$${digest}`, 'its cost N is 1000, which is no power of two'],
    [
      `scrypt$16384$seasalt$8$${digest}`,
      'it is no whole $scrypt$ln=…,r=…,p=…$salt$digest or scrypt$N$salt$r$p$digest',
    ],
    [
      `pbkdf2_sha256$2000001$seasalt$${digest}`,
      'its number of iterations is 2000001, and only 1 to 2000000 is taken',
    ],
    [
      `pbkdf2_sha1$3000001$seasalt$${'A'.repeat(27)}=`,
      'its number of iterations is 3000001, and only 1 to 3000000 is taken',
    ],
    [
      `$pbkdf2-sha512$1200001$${salt}$${'A'.repeat(86)}`,
      'its number of iterations is 1200001, and only 1 to 1200000 is taken',
    ],
    // Two blocks of SHA-256 are twice the work (RFC 8018 §5.2).
    [
      `$pbkdf2-sha256$1000001$${salt}$${'A'.repeat(86)}`,
      'its number of iterations is 1000001, and only 1 to 1000000 is taken',
    ],
    [`pbkdf2_md5$1000$seasalt$${digest}`, 'it is no whole pbkdf2_sha256$iterations$salt$digest or its like'],
    [
      `pbkdf2_sha256$1000$sea\0salt$${digest}`,
      'it is no whole pbkdf2_sha256$iterations$salt$digest or its like',
    ],
    [
      '$2b$17$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm',
      'its bcrypt cost is 17, and only 4 to 16 is taken',
    ],
    [
      '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
      '$2x$ marks hashes of a broken bcrypt, which treats several passwords as one',
    ],
    [
      'bcrypt_sha256$$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm',
      'bcrypt over SHA-256 is not taken, only plain bcrypt',
    ],
    ['md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3', 'its form is not known'],
    [`pbkdf2_sha256$1$${'s'.repeat(600)}$${digest}`, 'it is longer than 512 characters'],
  ])('%s: %s', (hash, fault) => {
    expect(readStoredHash(hash)).toEqual({ fault })
  })

  test.each([
    `$argon2id$v=19$m=102400,t=2,p=8$${salt}$${digest}`, // Django 5
    `$argon2id$v=19$m=131072,t=4,p=1$${salt}$${digest}`,
    `scrypt$16384$seasalt$8$5$${digest}`, // Django 5
    `$scrypt$ln=17,r=8,p=1$${salt}$${digest}`, // OWASP
    `pbkdf2_sha256$1200000$seasalt$${digest}`, // Django 6
    `pbkdf2_sha256$2000000$seasalt$${digest}`,
  ])('%s is taken: what is in use fits', (hash) => {
    expect(readStoredHash(hash)).not.toHaveProperty('fault')
  })
})
