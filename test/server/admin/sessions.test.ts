import { describe, expect, test } from 'vitest'
import type { Page, SessionEntry } from '../../../src/protocol/endpoints.ts'
import { emptyAnswer, jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addPerson, logIn, type Person } from '../../support/oauth.ts'
import { forEachStore, type OpenStore } from '../../support/stores.ts'

const noSession = problemAnswer(
  404,
  'not_found',
  'This account has no such session, or it has ended already.',
)
const noAccount = problemAnswer(404, 'not_found', 'There is no such account.')

async function start(openStore: OpenStore) {
  const app = await startTestApp(openStore)
  const root = await addPerson(app, { superuser: true })
  const ann = await addPerson(app, { label: 'laptop' })
  const ask = (method: string, id: string, tail = '') =>
    readAnswer(app.request(method, `/admin/users/${id}/sessions${tail}`, { bearer: root.access_token }))
  return { app, root, ann, ask }
}

const status = async (app: TestApp, { access_token: bearer }: Person) =>
  (await app.request('GET', '/auth/me', { bearer })).status

const lastEntry = (app: TestApp) =>
  app.deps.db
    .selectFrom('audit')
    .select(['event', 'actor', 'subject', 'address', 'detail'])
    .orderBy('sequence', 'desc')
    .executeTakeFirst()

describe('/admin/users/:id/sessions', () => {
  forEachStore((_kind, openStore) => {
    test('lists those that stand, newest first, and says which one asks (contract)', async () => {
      const { app, root, ann, ask } = await start(openStore)
      app.clock.now += 1
      const second = await logIn(app, ann, { label: 'phone' })
      const entry = (person: Person, label: string | null, created_at: string): SessionEntry => ({
        id: person.sessionId,
        current: person === root,
        client_id: 'latchkey-api',
        label,
        address: '127.0.0.1',
        created_at,
        last_used_at: created_at,
        expires_at: created_at.replace('-03-01', '-03-31'),
      })
      const [old, fresh] = ['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:00.001Z']
      expect(await ask('GET', ann.id)).toEqual(
        jsonAnswer(200, {
          items: [entry(second, 'phone', fresh), entry(ann, 'laptop', old)],
          next_cursor: null,
        }),
      )
      expect(await ask('GET', root.id)).toEqual(
        jsonAnswer(200, { items: [entry(root, null, old)], next_cursor: null }),
      )
      const first = (await ask('GET', ann.id, '?limit=1')).body as Page<SessionEntry>
      const rest = (await ask('GET', ann.id, `?limit=1&cursor=${first.next_cursor}`))
        .body as Page<SessionEntry>
      expect([...first.items, ...rest.items].map(({ label }) => label)).toEqual(['phone', 'laptop'])
      expect(rest.next_cursor).toBeNull()
    })

    test('one is ended at once and no other; not through another account’s list (contract)', async () => {
      const { app, root, ann, ask } = await start(openStore)
      const second = await logIn(app, ann)
      expect(await ask('DELETE', root.id, `/${ann.sessionId}`)).toEqual(noSession)
      expect(await ask('DELETE', ann.id, `/${ann.sessionId}`)).toEqual(emptyAnswer(204))
      expect(await ask('DELETE', ann.id, `/${ann.sessionId}`)).toEqual(noSession)
      expect([await status(app, ann), await status(app, second)]).toEqual([401, 200])
      expect(await lastEntry(app)).toEqual({
        event: 'session.ended',
        actor: root.id,
        subject: ann.id,
        address: '127.0.0.1',
        detail: JSON.stringify({ session: ann.sessionId }),
      })
      const why = await app.request('GET', '/auth/session', { bearer: ann.refresh_token })
      expect(await why.json()).toMatchObject({ active: false, reason: 'administrator' })
    })

    test('all are ended at once, the account stays (contract)', async () => {
      const { app, root, ann, ask } = await start(openStore)
      const second = await logIn(app, ann)
      expect(await ask('DELETE', ann.id)).toEqual(emptyAnswer(204))
      expect([await status(app, ann), await status(app, second), await status(app, root)]).toEqual([
        401, 401, 200,
      ])
      expect(await lastEntry(app)).toEqual({
        event: 'sessions.ended',
        actor: root.id,
        subject: ann.id,
        address: '127.0.0.1',
        detail: '{"ended":2}',
      })
      expect(await status(app, await logIn(app, ann))).toBe(200)
    })

    test('of an account that is gone are 404', async () => {
      const { ask } = await start(openStore)
      expect(await ask('GET', crypto.randomUUID())).toEqual(noAccount)
      expect(await ask('DELETE', crypto.randomUUID())).toEqual(noAccount)
      expect(await ask('DELETE', crypto.randomUUID(), '/x')).toEqual(noSession)
    })
  })
})
