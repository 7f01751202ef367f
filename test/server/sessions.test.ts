import { describe, expect, inject, test } from 'vitest'
import type { Page, SessionEntry, SessionState } from '../../src/protocol/endpoints.ts'
import { disableAccount } from '../../src/server/accounts/administration.ts'
import { deleteAccount } from '../../src/server/accounts/removal.ts'
import { emptyAnswer, jsonAnswer, problemAnswer, readAnswer } from '../support/answers.ts'
import { startTestApp, type TestApp, testPassword, testStart } from '../support/app.ts'
import { auditOf, noted } from '../support/audit.ts'
import { addClient, addPerson, logIn, type Person } from '../support/oauth.ts'
import { forEachStore, openPostgres, openSqlite } from '../support/stores.ts'

const second = 1_000
const minute = 60 * second
const notFound = problemAnswer(404, 'not_found', 'You have no such session, or it has ended already.')
const ended = problemAnswer(401, 'session_ended', 'The session of this token has ended; log in again.')

async function list(app: TestApp, bearer: string, query = ''): Promise<Page<SessionEntry>> {
  const answer = await readAnswer(app.request('GET', `/auth/sessions${query}`, { bearer }))
  expect(answer.status).toBe(200)
  return answer.body as Page<SessionEntry>
}

function end(app: TestApp, bearer: string, id: string) {
  return readAnswer(app.request('DELETE', `/auth/sessions/${id}`, { bearer }))
}

function validate(app: TestApp, bearer: string) {
  return readAnswer(app.request('GET', '/auth/validate-access-token', { bearer }))
}

/** How many more logins of the same person, a second apart. */
async function logInOften(app: TestApp, person: Person, count: number): Promise<Person[]> {
  const people: Person[] = []
  for (let index = 0; index < count; index++) {
    app.clock.now += second
    people.push(await logIn(app, person, { label: `device ${index}` }))
  }
  return people
}

describe('a list of sessions', () => {
  forEachStore((_kind, openStore) => {
    test('shows each with all that its owner may know, the newest first', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app, { label: 'mango' })
      app.clock.now += 59 * second // a use within the minute is not noted
      const newer = await logIn(app, ann, { clientId: 'latchkey-cli' })
      const stranger = await addPerson(app)
      const answer = await readAnswer(app.request('GET', '/auth/sessions', { bearer: ann.access_token }))
      const later = '2026-03-01T12:00:59.000Z'
      const month = { expires_at: '2026-03-31T12:00:59.000Z' }
      expect(answer).toEqual(
        jsonAnswer(200, {
          items: [
            {
              id: newer.sessionId,
              current: false,
              client_id: 'latchkey-cli',
              label: null,
              address: '127.0.0.1',
              created_at: later,
              last_used_at: later,
              ...month,
            },
            {
              id: ann.sessionId,
              current: true,
              client_id: 'latchkey-api',
              label: 'mango',
              address: '127.0.0.1',
              created_at: '2026-03-01T12:00:00.000Z',
              last_used_at: '2026-03-01T12:00:00.000Z',
              expires_at: '2026-03-31T12:00:00.000Z',
            },
          ],
          next_cursor: null,
        }),
      )
      expect((await list(app, stranger.access_token)).items.map(({ id }) => id)).toEqual([stranger.sessionId])
    })

    test('comes in pages that miss and repeat nothing while sessions are added and ended', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app)
      await logInOften(app, ann, 4)
      // Two at the same moment: their order is that of their ids.
      await logIn(app, ann)
      await logIn(app, ann)
      const all = (await list(app, ann.access_token)).items.map(({ id }) => id)
      expect(all).toHaveLength(7)
      const seen: string[] = []
      let query = '?limit=2'
      for (;;) {
        const page = await list(app, ann.access_token, query)
        seen.push(...page.items.map(({ id }) => id))
        if (page.next_cursor === null) break
        query = `?limit=2&cursor=${page.next_cursor}`
        await logInOften(app, ann, 1)
        await end(app, ann.access_token, seen.at(-1) ?? '')
      }
      expect(seen).toEqual(all)
    })

    test('leaves out what has ended, gone idle or grown too old', async () => {
      const app = await startTestApp(openStore, { refreshTokenTtl: 100 * second, sessionTtl: 150 * second })
      const old = await addPerson(app)
      const [gone, idle] = await logInOften(app, old, 2)
      await end(app, old.access_token, gone?.sessionId ?? '')
      app.clock.now = testStart + 60 * second
      const current = await logIn(app, old)
      const ids = async () => (await list(app, current.access_token)).items.map(({ id }) => id)
      expect(await ids()).toEqual([current.sessionId, idle?.sessionId, old.sessionId])
      app.clock.now = testStart + 100 * second
      expect(await ids()).toEqual([current.sessionId, idle?.sessionId])
      app.clock.now = testStart + 102 * second
      expect(await ids()).toEqual([current.sessionId])
    })

    test('refuses a cursor that no list gave', async () => {
      const app = await startTestApp(openStore)
      const { access_token: bearer } = await addPerson(app)
      for (const cursor of ['x', '1.', '1.%00', "1.'--", '9999999999999999.a']) {
        const answer = await readAnswer(app.request('GET', `/auth/sessions?cursor=${cursor}`, { bearer }))
        expect([cursor, answer]).toEqual([
          cursor,
          problemAnswer(422, 'invalid_request', 'The cursor is not one that a list gave.'),
        ])
      }
    })
  })
})

describe('ending sessions', () => {
  forEachStore((_kind, openStore) => {
    test('one: at once, also for a token that was checked a moment before', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app)
      const [other] = await logInOften(app, ann, 1)
      const token = other?.access_token ?? ''
      expect((await validate(app, token)).status).toBe(200)
      expect(await end(app, ann.access_token, other?.sessionId ?? '')).toEqual(emptyAnswer(204))
      expect(await validate(app, token)).toEqual(ended)
      expect(await end(app, ann.access_token, other?.sessionId ?? '')).toEqual(notFound)
      const refresh = await app.request('GET', '/auth/update_token', { bearer: other?.refresh_token ?? '' })
      expect(refresh.status).toBe(401)
      const owner = { actor: ann.id, subject: ann.id, address: '127.0.0.1' }
      expect(await auditOf(app.deps.db)).toEqual([
        noted('session.ended', { ...owner, detail: { session: other?.sessionId } }),
      ])
    })

    test("somebody else's, an unknown one and nonsense are not found, and nothing ends", async () => {
      const app = await startTestApp(openStore)
      const [ann, bob] = [await addPerson(app), await addPerson(app)]
      expect(await end(app, ann.access_token, bob.sessionId)).toEqual(notFound)
      expect(await end(app, ann.access_token, crypto.randomUUID())).toEqual(notFound)
      for (const id of ['%00', 'a%27', 'x'.repeat(65)]) {
        expect([id, (await end(app, ann.access_token, id)).status]).toEqual([id, 422])
      }
      expect((await validate(app, bob.access_token)).status).toBe(200)
    })

    test('the others: all but the one that asks', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app)
      const bob = await addPerson(app)
      const others = await logInOften(app, ann, 3)
      const bearer = ann.access_token
      const refused = await app.request('DELETE', '/auth/sessions', { bearer })
      expect(refused.status).toBe(422)
      const answer = await readAnswer(app.request('DELETE', '/auth/sessions?others=true', { bearer }))
      expect(answer).toEqual(emptyAnswer(204))
      for (const { access_token } of others) expect(await validate(app, access_token)).toEqual(ended)
      for (const { access_token } of [ann, bob]) expect((await validate(app, access_token)).status).toBe(200)
    })
  })
})

describe('the time of last use', () => {
  async function lastUse(app: TestApp): Promise<number | undefined> {
    const row = await app.deps.db.selectFrom('sessions').select('last_used_at').executeTakeFirst()
    return row && row.last_used_at - testStart
  }

  forEachStore((_kind, openStore) => {
    test('is written at most once a minute', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const steps = [
        [minute - 1, 0],
        [minute, minute],
        [minute + 1, minute],
        [2 * minute - 1, minute],
        [2 * minute, 2 * minute],
      ] as const
      for (const [at, written] of steps) {
        app.clock.now = testStart + at
        expect((await validate(app, access_token)).status).toBe(200)
        // The write is not awaited by the answer, so one that should not be could still be under way.
        await new Promise((resolve) => setTimeout(resolve, 20))
        await expect.poll(() => lastUse(app), { message: `after ${at} ms` }).toBe(written)
      }
    })
  })

  test.skipIf(inject('postgresUrl') === undefined)(
    'is not waited for: a request is answered while another process holds the row',
    async () => {
      const app = await startTestApp(openPostgres)
      const { access_token } = await addPerson(app)
      app.clock.now += minute
      await app.deps.db.transaction().execute(async (tx) => {
        await tx.updateTable('sessions').set({ label: 'held' }).execute()
        expect((await validate(app, access_token)).status).toBe(200)
      })
      await expect.poll(() => lastUse(app)).toBe(minute)
    },
  )
})

describe('GET /auth/session says when and why a session ended, to who holds its refresh token', () => {
  async function state(app: TestApp, bearer: string): Promise<SessionState> {
    const answer = await readAnswer(app.request('GET', '/auth/session', { bearer }))
    expect(answer.status).toBe(200)
    return answer.body as SessionState
  }

  type End = (app: TestApp, ann: Person, mango: Person) => Promise<unknown>
  const reset = async (app: TestApp, { email }: Person) => {
    await app.request('POST', '/auth/password/forgot', { json: { email } })
    const json = { email, code: await app.readCode(email), new_password: testPassword }
    const answer = await app.request('POST', '/auth/password/reset', { json, from: '10.0.0.9' })
    expect(answer.status).toBe(204)
  }
  const changePassword = async (app: TestApp, { id }: Person, mango: Person) => {
    const password_hash = await app.deps.hasher.hash('old horse battery')
    await app.deps.db.updateTable('accounts').set({ password_hash }).where('id', '=', id).execute()
    const json = { current_password: 'old horse battery', new_password: testPassword }
    const bearer = mango.access_token
    const answer = await app.request('POST', '/auth/password?sessions=end', {
      bearer,
      json,
      from: '10.0.0.9',
    })
    expect(answer.status).toBe(204)
  }
  const reuse = async (app: TestApp, { refresh_token: bearer }: Person) => {
    await app.request('GET', '/auth/update_token', { bearer })
    app.clock.now += minute + 1
    await app.request('GET', '/auth/update_token', { bearer, from: '192.168.1.7' })
    app.clock.now = testStart
  }
  const at = 'at 2026-03-01 12:00:00Z.'
  const ends: [reason: string, detail: string, end: End][] = [
    [
      'logout',
      `The session was logged out on mandarin (10.0.0.9) ${at}`,
      (app, ann) => app.request('POST', '/auth/logout', { bearer: ann.access_token, from: '10.0.0.9' }),
    ],
    [
      'revoked',
      `The session was ended by you from mango (10.0.0.9) ${at}`,
      (app, ann, mango) =>
        app.request('DELETE', `/auth/sessions/${ann.sessionId}`, {
          bearer: mango.access_token,
          from: '10.0.0.9',
        }),
    ],
    [
      'revoked',
      `The session was ended by you from mango (127.0.0.1) ${at}`,
      (app, _ann, mango) =>
        app.request('DELETE', '/auth/sessions?others=true', { bearer: mango.access_token }),
    ],
    [
      'reused',
      'The session was ended for safety, because an old refresh token was used from 192.168.1.7 at 2026-03-01 12:01:00Z.',
      reuse,
    ],
    [
      'password changed',
      `The session was ended with the change of the password on 10.0.0.9 ${at}`,
      changePassword,
    ],
    ['password reset', `The session was ended with the reset of the password from 10.0.0.9 ${at}`, reset],
    [
      'disabled',
      `The session was ended because the account was disabled ${at}`,
      (app, ann) => disableAccount(app.deps.db, ann.id, {}, app.clock.now),
    ],
    [
      'expired',
      'The session was not used until 2026-03-31 12:00:00Z.',
      async (app) => {
        app.clock.now += 30 * 24 * 60 * minute
      },
    ],
  ]

  test.each(ends)('%s: %s', async (reason, detail, endIt) => {
    const app = await startTestApp(openSqlite)
    const ann = await addPerson(app, { label: 'mandarin' })
    const mango = await logIn(app, ann, { label: 'mango' })
    const about = { id: ann.sessionId, client_id: 'latchkey-api', label: 'mandarin' }
    const standing = { ...about, active: true, reason: null, detail: null }
    expect(await state(app, ann.refresh_token)).toEqual(standing)
    expect((await validate(app, ann.access_token)).status).toBe(200)
    await endIt(app, ann, mango)
    expect((await validate(app, ann.access_token)).status, 'at once, though it was good before').toBe(401)
    expect(await state(app, ann.refresh_token)).toEqual({ ...about, active: false, reason, detail })
    const refreshed = await readAnswer(
      app.request('GET', '/auth/update_token', { bearer: ann.refresh_token }),
    )
    expect(refreshed).toEqual(problemAnswer(401, 'session_ended', `${detail.slice(0, -1)}; log in again.`))
  })

  test('client removed: …because its program is not registered any more', async () => {
    const app = await startTestApp(openSqlite)
    const root = await addPerson(app, { superuser: true })
    const { client_id } = await addClient(app)
    const ann = await addPerson(app, { clientId: client_id })
    const bearer = root.access_token
    expect((await app.request('DELETE', `/admin/clients/${client_id}`, { bearer })).status).toBe(204)
    expect(await state(app, ann.refresh_token)).toMatchObject({
      active: false,
      reason: 'client removed',
      detail: `The session was ended because its program is not registered any more ${at}`,
    })
    expect(await validate(app, ann.access_token)).toEqual(ended)
  })

  test('the absolute end is told apart from the idle one', async () => {
    const app = await startTestApp(openSqlite, { refreshTokenTtl: 60 * second, sessionTtl: 60 * second })
    const { refresh_token } = await addPerson(app)
    app.clock.now += 60 * second
    expect((await state(app, refresh_token)).detail).toBe(
      'The session reached the longest life of a session at 2026-03-01 12:01:00Z.',
    )
  })

  test('with the account deleted nothing is left to tell: 401', async () => {
    const app = await startTestApp(openSqlite)
    const ann = await addPerson(app)
    const account = await app.deps.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
    expect((await validate(app, ann.access_token)).status).toBe(200)
    await deleteAccount(app.deps.db, account, {}, app.clock.now)
    expect(await validate(app, ann.access_token)).toEqual(ended)
    const answer = await readAnswer(app.request('GET', '/auth/session', { bearer: ann.refresh_token }))
    expect(answer).toEqual(
      problemAnswer(401, 'invalid_token', 'This is no token of a session of this server.'),
    )
  })

  test('it changes nothing, and an access token may ask too', async () => {
    const app = await startTestApp(openSqlite)
    const ann = await addPerson(app)
    expect((await state(app, ann.access_token)).active).toBe(true)
    await state(app, ann.refresh_token)
    const row = await app.deps.db.selectFrom('sessions').select(['generation', 'ended_at']).execute()
    expect(row).toEqual([{ generation: 0, ended_at: null }])
  })
})
