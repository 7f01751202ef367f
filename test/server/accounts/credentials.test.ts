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
  const claimed = await insertRegistration(
    app.deps.db,
    { email, username: undefined, passwordHash, language: 'en' },
    app.clock.now,
  )
  app.clock.now += 1
  return claimed
}

describe('credentials', () => {
  forEachStore((_kind, openStore) => {
    test('are right with the account, or wrong and no more', async () => {
      const app = await startTestApp(openStore)
      const account = await open(app)
      expect(await check(app, password)).toEqual({ outcome: 'right', account })
      expect(await check(app, `${password}.`)).toEqual({ outcome: 'wrong', accountId: account?.id })
      const nobodys = { outcome: 'wrong', accountId: undefined }
      expect(await check(app, password, { login: 'bob@example.com' })).toEqual(nobodys)
      expect(await check(app, password, { login: 'no login at all \0' })).toEqual(nobodys)
    })

    test('what stands in the place of a hash is matched by nothing', async () => {
      const app = await startTestApp(openStore)
      const account = await open(app, { passwordHash: noPassword })
      for (const typed of [noPassword, '', password])
        expect(await check(app, typed)).toEqual({ outcome: 'wrong', accountId: account?.id })
    })

    test('an unverified account is told of only to who knows its password, where that is required', async () => {
      const app = await startTestApp(openStore)
      const account = await open(app, { verified: false })
      const accountId = account?.id
      expect(await check(app, password)).toEqual({ outcome: 'unverified', accountId })
      expect(await check(app, 'wrong')).toEqual({ outcome: 'wrong', accountId })
      expect(await check(app, password, { requireVerified: false })).toEqual({ outcome: 'right', account })
    })

    test('disabled comes before unverified', async () => {
      const app = await startTestApp(openStore)
      const accountId = (await open(app, { verified: false }))?.id
      await app.deps.db.updateTable('accounts').set({ disabled_at: 1 }).execute()
      expect(await check(app, password)).toEqual({ outcome: 'disabled', accountId })
      expect(await check(app, 'wrong')).toEqual({ outcome: 'wrong', accountId })
    })

    test('the owner of the newest claim is told to enter the code', async () => {
      const app = await startTestApp(openStore)
      for (const typed of ['first of them', 'second of them', 'third of them']) await claim(app, typed)
      const { account_id: accountId } = await claim(app, 'fourth of them')
      expect(await check(app, 'fourth of them')).toEqual({ outcome: 'unverified', accountId })
      expect(await check(app, 'third of them')).toEqual({ outcome: 'wrong', accountId })
      expect(await check(app, 'none of them')).toEqual({ outcome: 'wrong', accountId })
    })
  })
})
