import { describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addPerson } from '../../support/oauth.ts'
import { createHost } from '../../support/processes.ts'
import { forEachStore, type TestStore } from '../../support/stores.ts'

const rounds = 20
const hostRounds = 3

async function activeSuperusers({ deps: { db } }: TestApp): Promise<number> {
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('superuser_at', 'is not', null)
    .where('disabled_at', 'is', null)
    .execute()
  return rows.length
}

const takeAway = [
  ['PATCH', { is_superuser: false }],
  ['PATCH', { is_active: false }],
  ['DELETE', undefined],
] as const

describe('the last active superuser stays, also under two parallel attempts (contract)', () => {
  forEachStore((kind, openStore) => {
    test('two superusers who demote, disable or delete each other at once', async () => {
      const app = await startTestApp(openStore)
      for (let round = 0; round < rounds; round++) {
        await app.deps.db.deleteFrom('accounts').execute()
        const [ann, bob] = [
          await addPerson(app, { superuser: true }),
          await addPerson(app, { superuser: true }),
        ]
        const [method, json] = takeAway[round % takeAway.length] ?? takeAway[0]
        const strike = (by: string, id: string) =>
          app.request(method, `/admin/users/${id}`, { bearer: by, ...(json ? { json } : {}) })
        const answers = await Promise.all([
          strike(ann.access_token, bob.id),
          strike(bob.access_token, ann.id),
        ])
        const statuses = answers.map(({ status }) => status)
        // Who came second is told so, or is no superuser with a session any more.
        expect([method, json, statuses.filter((status) => status < 300)]).toEqual([
          method,
          json,
          [expect.any(Number)],
        ])
        expect([401, 403, 409]).toContain(statuses.find((status) => status >= 300))
        expect(await activeSuperusers(app)).toBe(1)
      }
    })

    test('the API and a command on the host, at once', async () => {
      let store: TestStore | undefined
      const app = await startTestApp(async () => {
        store = await openStore()
        return store
      })
      const host = createHost({ AUTHD_DATABASE_URL: store?.url ?? '' })
      const seen = new Set<number>()
      const people = {
        ann: await addPerson(app, { email: 'ann@example.com', superuser: true }),
        bob: await addPerson(app, { email: 'bob@example.com', superuser: true }),
      }
      const change = async (by: keyof typeof people, is_superuser: boolean) => {
        const options = { bearer: people[by].access_token, json: { is_superuser } }
        return (await app.request('PATCH', `/admin/users/${people.ann.id}`, options)).status
      }
      for (let round = 0; round < hostRounds; round++) {
        await app.deps.db.updateTable('accounts').set({ superuser_at: 1 }).execute()
        const end: { code?: number | null } = {}
        const command = host.authd(['user', 'demote', 'bob@example.com']).then(({ code }) => {
          end.code = code
        })
        // Ann gives it up and gets it back by Bob, over and over, until the command has tried to take it from Bob.
        while (end.code === undefined) {
          const status = await change('ann', false)
          expect([200, 409]).toContain(status)
          if (status === 200) expect(await change('bob', true)).toBe(200)
          expect(await activeSuperusers(app)).toBeGreaterThanOrEqual(1)
          await new Promise(setImmediate)
        }
        await command
        // Done, or refused because Ann was none at that moment.
        expect([kind, await activeSuperusers(app)]).toEqual([kind, end.code === 0 ? 1 : 2])
        seen.add(end.code ?? -1)
      }
      expect([...seen].filter((code) => code !== 0 && code !== 1)).toEqual([])
    })
  })
})
