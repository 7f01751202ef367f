import { expect, test } from 'vitest'
import { insertAccount } from '../../../src/server/accounts/account.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

/** Of the tools' own tests; see foreign-hash.test.ts. */
const imported = [
  [
    'argon2id',
    'password',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  ],
  [
    'scrypt',
    'test',
    '$scrypt$ln=8,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA',
  ],
  ['PBKDF2', 'password', '$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI'],
  ['bcrypt $2y$', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
] as const

const email = 'ann@example.com'

async function open(app: TestApp, passwordHash: string): Promise<void> {
  await insertAccount(
    app.deps.db,
    { email, username: undefined, passwordHash, verified: true },
    app.clock.now,
  )
}

async function login(app: TestApp, password: string): Promise<number> {
  return (await app.request('POST', '/auth/login', { form: { username: email, password } })).status
}

async function storedHash(app: TestApp): Promise<string> {
  const { password_hash } = await app.deps.db
    .selectFrom('accounts')
    .select('password_hash')
    .executeTakeFirstOrThrow()
  return password_hash
}

forEachStore((_kind, openStore) => {
  test.each(imported)(
    'a login with an imported %s hash works and makes it ours',
    async (_name, password, hash) => {
      const app = await startTestApp(openStore)
      await open(app, hash)
      expect(await login(app, `${password}x`)).toBe(401)
      expect(await storedHash(app)).toBe(hash)
      expect(await login(app, password)).toBe(200)
      expect(await storedHash(app)).toMatch(/^\$2b\$04\$/)
      expect(await login(app, password)).toBe(200)
      expect(await login(app, `${password}x`)).toBe(401)
    },
  )

  test('a password that bcrypt would cut keeps its imported hash, and its owner gets in (pocketbase#5899)', async () => {
    const app = await startTestApp(openStore)
    // hashlib.pbkdf2_hmac('sha256', b'p' * 100, b'seasalt', 1000) of Python 3.11
    const hash = 'pbkdf2_sha256$1000$seasalt$4yelSw3ma0aX0RZCg7tgElz7pIUfn8miYuWA67+sum8='
    await open(app, hash)
    for (let time = 0; time < 2; time++) {
      expect(await login(app, 'p'.repeat(100))).toBe(200)
      expect(await storedHash(app)).toBe(hash)
    }
    expect(await login(app, 'p'.repeat(72))).toBe(401)
  })
})
