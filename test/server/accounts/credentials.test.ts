import { describe, expect, test } from 'vitest'
import { insertAccount, noPassword } from '../../../src/server/accounts/account.ts'
import { checkCredentials } from '../../../src/server/accounts/credentials.ts'
import { insertRegistration } from '../../../src/server/accounts/registration.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

const email = 'ann@example.com'
const password = 'correct horse battery'

const check = (app: TestApp, typed: string, change: { login?: string; requireVerified?: boolean } = {}) =>
  checkCredentials(app.deps.db, app.deps.hasher, {
    login: email,
    password: typed,
    requireVerified: true,
    now: app.clock.now,
    ...change,
  })

async function open(app: TestApp, change: { verified?: boolean; passwordHash?: string } = {}) {
  const passwordHash = await app.deps.hasher.hash(password)
  const input = { email, username: undefined, passwordHash, verified: true, ...change }
  return insertAccount(app.deps.db, input, app.clock.now)
}

async function claim(app: TestApp, typed: string) {
  const passwordHash = await app.deps.hasher.hash(typed)
  await insertRegistration(
    app.deps.db,
    { email, username: undefined, passwordHash, language: 'en' },
    app.clock.now,
  )
  app.clock.now += 1
}

describe('credentials', () => {
  forEachStore((_kind, openStore) => {
    test('are right with the account, or wrong and no more', async () => {
      const app = await startTestApp(openStore)
      const account = await open(app)
      expect(await check(app, password)).toEqual({ outcome: 'right', account })
      expect(await check(app, `${password}.`)).toEqual({ outcome: 'wrong' })
      expect(await check(app, password, { login: 'bob@example.com' })).toEqual({ outcome: 'wrong' })
      expect(await check(app, password, { login: 'no login at all \0' })).toEqual({ outcome: 'wrong' })
    })

    test('what stands in the place of a hash is matched by nothing', async () => {
      const app = await startTestApp(openStore)
      await open(app, { passwordHash: noPassword })
      for (const typed of [noPassword, '', password])
        expect(await check(app, typed)).toEqual({ outcome: 'wrong' })
    })

    test('an unverified account is told of only to who knows its password, where that is required', async () => {
      const app = await startTestApp(openStore)
      const account = await open(app, { verified: false })
      expect(await check(app, password)).toEqual({ outcome: 'unverified' })
      expect(await check(app, 'wrong')).toEqual({ outcome: 'wrong' })
      expect(await check(app, password, { requireVerified: false })).toEqual({ outcome: 'right', account })
    })

    test('disabled comes before unverified', async () => {
      const app = await startTestApp(openStore)
      await open(app, { verified: false })
      await app.deps.db.updateTable('accounts').set({ disabled_at: 1 }).execute()
      expect(await check(app, password)).toEqual({ outcome: 'disabled' })
      expect(await check(app, 'wrong')).toEqual({ outcome: 'wrong' })
    })

    test('the owner of the newest claim is told to enter the code', async () => {
      const app = await startTestApp(openStore)
      for (const typed of ['first of them', 'second of them', 'third of them', 'fourth of them'])
        await claim(app, typed)
      expect(await check(app, 'fourth of them')).toEqual({ outcome: 'unverified' })
      expect(await check(app, 'third of them')).toEqual({ outcome: 'wrong' })
      expect(await check(app, 'none of them')).toEqual({ outcome: 'wrong' })
    })
  })
})
