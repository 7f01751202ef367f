import { describe, expect, test } from 'vitest'
import { emptyAnswer, problemAnswer, readAnswer } from '../support/answers.ts'
import { startTestApp, testPassword, testStart } from '../support/app.ts'
import { auditOf, noted } from '../support/audit.ts'
import { addPerson, logIn } from '../support/oauth.ts'
import { forEachStore, type OpenStore } from '../support/stores.ts'

const second = 1_000
const minute = 60 * second

describe('a session whose time is up is over for everybody', () => {
  /** Ann, whose phone was not used for too long. */
  async function start(openStore: OpenStore) {
    const app = await startTestApp(openStore, { refreshTokenTtl: 100 * second, sessionTtl: 200 * second })
    const root = await addPerson(app, { superuser: true })
    const phone = await addPerson(app, { label: 'phone' })
    app.clock.now = testStart + 60 * second
    const laptop = await logIn(app, phone, { label: 'laptop' })
    app.clock.now = testStart + 99 * second
    const { access_token: admin } = await logIn(app, root)
    app.clock.now = testStart + 100 * second
    const ask = (method: string, path: string, bearer: string) =>
      readAnswer(app.request(method, path, { bearer }))
    const why = async () => (await ask('GET', '/auth/session', phone.refresh_token)).body
    return { app, phone, laptop, admin, ask, why }
  }
  const expired = {
    active: false,
    reason: 'expired',
    detail: 'The session was not used until 2026-03-01 12:01:40Z.',
  }

  forEachStore((_kind, openStore) => {
    test('its owner and a superuser are told that it has ended already, and nothing is noted', async () => {
      const { app, phone, laptop, admin, ask, why } = await start(openStore)
      expect(await ask('DELETE', `/auth/sessions/${phone.sessionId}`, laptop.access_token)).toEqual(
        problemAnswer(404, 'not_found', 'You have no such session, or it has ended already.'),
      )
      expect(await ask('DELETE', `/admin/users/${phone.id}/sessions/${phone.sessionId}`, admin)).toEqual(
        problemAnswer(404, 'not_found', 'This account has no such session, or it has ended already.'),
      )
      expect(await auditOf(app.deps.db)).toEqual([])
      expect(await why()).toMatchObject(expired)
    })

    test('it is not among those that are noted as ended with others', async () => {
      const { app, phone, laptop, admin, ask, why } = await start(openStore)
      expect(await ask('DELETE', '/auth/sessions?others=true', laptop.access_token)).toEqual(emptyAnswer(204))
      expect(await ask('DELETE', `/admin/users/${phone.id}/sessions`, admin)).toEqual(emptyAnswer(204))
      expect((await auditOf(app.deps.db)).map(({ event, detail }) => [event, detail])).toEqual([
        ['sessions.ended', { ended: 1 }],
      ])
      expect(await why()).toMatchObject(expired)
    })

    test('a new password shuts it out of a node whose clock is behind', async () => {
      const { app, phone } = await start(openStore)
      const { email } = phone
      await app.request('POST', '/auth/password/forgot', { json: { email } })
      const json = { email, code: await app.readCode(email), new_password: testPassword }
      expect((await app.request('POST', '/auth/password/reset', { json })).status).toBe(204)
      const told = { subject: phone.id, address: '127.0.0.1' }
      expect(await auditOf(app.deps.db)).toContainEqual(
        noted('password.reset', { ...told, detail: { ended: 1 } }),
      )
      app.clock.now -= second
      const answer = await app.request('GET', '/auth/update_token', { bearer: phone.refresh_token })
      expect(answer.status).toBe(401)
    })

    test('no access token outlives it, not even one of a repeated refresh', async () => {
      const app = await startTestApp(openStore, {
        accessTokenTtl: 100 * second,
        refreshTokenTtl: 100 * second,
      })
      const { refresh_token: bearer } = await addPerson(app)
      const refresh = async () =>
        (await (await app.request('GET', '/auth/update_token', { bearer })).json()) as {
          access_token: string
          expires_in: number
        }
      await refresh()
      app.clock.now += minute
      const { access_token, expires_in } = await refresh()
      expect(expires_in).toBe(40)
      const me = async () => (await app.request('GET', '/auth/me', { bearer: access_token })).status
      app.clock.now += 40 * second - 1
      expect(await me()).toBe(200)
      app.clock.now += 1
      expect(await me()).toBe(401)
    })
  })
})
