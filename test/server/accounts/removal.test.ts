import { describe, expect, test } from 'vitest'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { addPerson } from '../../support/oauth.ts'
import { forEachStore } from '../../support/stores.ts'

/** The tables that still hold one of these texts. */
async function tablesWith({ deps: { db } }: TestApp, texts: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const { name } of await db.introspection.getTables()) {
    const rows = JSON.stringify(
      await db
        .selectFrom(name as 'audit')
        .selectAll()
        .execute(),
    )
    if (texts.some((text) => rows.includes(text))) found.push(name)
  }
  return found.sort()
}

describe('deleting an account leaves nothing of its person but its id in the audit log', () => {
  forEachStore((_kind, openStore) => {
    test('also letters to addresses that it had, or nearly had, and the counters of its tries', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      const { access_token: bearer } = await app.signIn('old@example.com')
      const ask = (method: string, path: string, json: object) => app.request(method, path, { bearer, json })
      await ask('PATCH', '/auth/me', { username: 'Öld Ann' })
      await app.request('POST', '/auth/login', { form: { username: 'Öld Ann', password: 'wrong' } })
      await ask('POST', '/auth/email', { email: 'ann@example.com', password })
      await ask('POST', '/auth/email/confirm', { code: await app.readCode('ann@example.com') })
      await ask('POST', '/auth/email', { email: 'wish@example.com', password })
      await ask('POST', '/auth/password/forgot', { email: 'ann@example.com' })
      const { id } = (await (await app.request('GET', '/auth/me', { bearer })).json()) as { id: string }
      const names = ['ann@example.com', 'öld ann']
      expect(await tablesWith(app, [id, ...names])).toEqual(
        expect.arrayContaining(['accounts', 'audit', 'one_time_codes', 'outbox', 'rate_limits']),
      )
      expect((await ask('DELETE', '/auth/me', { password })).status).toBe(204)
      expect(await tablesWith(app, names)).toEqual([])
      expect(await tablesWith(app, [id])).toEqual(['audit'])
      const letters = await app.deps.db.selectFrom('outbox').select('recipient').execute()
      expect(letters).toEqual([])
    })

    test('and an account that gave way leaves its letters and counters no more, but those of the address', async () => {
      const app = await startTestApp(openStore, { requireVerifiedEmail: false, rateLimits: true })
      const register = async (username: string) => {
        const json = { email: 'ann@example.com', password, username }
        const answer = await app.request('POST', '/auth/register', { json })
        return (await answer.json()) as { user_id: string; registration_id: string }
      }
      const squatter = await register('Squatter')
      await app.request('POST', '/auth/login', { form: { username: 'Squatter', password: 'wrong' } })
      app.clock.now += 1
      const { registration_id } = await register('Ann')
      const json = {
        email: 'ann@example.com',
        registration_id,
        verification_code: await app.readCode('ann@example.com'),
      }
      expect((await app.request('POST', '/auth/register/verification_code', { json })).status).toBe(200)
      expect(await tablesWith(app, ['squatter', 'Squatter'])).toEqual([])
      expect(await tablesWith(app, [squatter.user_id])).toEqual(['audit'])
      const bob = await addPerson(app)
      expect(await tablesWith(app, [bob.id])).toEqual(['accounts', 'sessions'])
    })
  })
})
