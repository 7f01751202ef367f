import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { oauthPaths } from '../../src/protocol/oauth.ts'
import { disableAccount } from '../../src/server/accounts/administration.ts'
import { prune } from '../../src/server/housekeeping.ts'
import { rateLimits } from '../../src/server/rate-limit.ts'
import { noStore, problemAnswer, readAnswer } from '../support/answers.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { auditOf, noted } from '../support/audit.ts'
import {
  addClient,
  addPerson,
  cli,
  decideDevice,
  logIn,
  oauthError,
  pollDevice,
  post,
  startDevice,
} from '../support/oauth.ts'
import { forEachStore, openSqlite } from '../support/stores.ts'

const second = 1_000
const pending = oauthError(400, 'authorization_pending', 'Nobody has said yes or no yet.')
const slowDown = oauthError(400, 'slow_down', 'Polled too soon; wait five seconds longer from now on.')
const unknown = oauthError(400, 'invalid_grant', 'The device code is unknown, or was used already.')
const expired = oauthError(400, 'expired_token', 'The device code has expired; start again.')
const denied = oauthError(400, 'access_denied', 'The login was denied.')
const nothingWaits = problemAnswer(
  404,
  'not_found',
  'No login waits under this code; it may be mistyped, decided or expired.',
)

function look(app: TestApp, bearer: string, user_code: string, from = '127.0.0.1') {
  const query = new URLSearchParams({ user_code })
  return readAnswer(app.request('GET', `/auth/device?${query}`, { bearer, from }))
}

describe('device authorization (RFC 8628)', () => {
  forEachStore((_kind, openStore) => {
    test('the whole answer (§3.2): codes, addresses and times', async () => {
      const app = await startTestApp(openStore)
      const answer = await post(app, oauthPaths.deviceAuthorization, { ...cli, scope: 'openid email' })
      expect(answer).toEqual({
        status: 200,
        headers: { 'content-type': 'application/json', ...noStore },
        body: {
          device_code: expect.stringMatching(/^[\w-]{43}$/),
          user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
          verification_uri: `${app.deps.config.issuer}/device`,
          verification_uri_complete: expect.any(String),
          expires_in: 600,
          interval: 5,
        },
      })
      const { user_code, verification_uri, verification_uri_complete } = answer.body as Record<string, string>
      expect(verification_uri_complete).toBe(`${verification_uri}?user_code=${user_code}`)
    })

    test('the store keeps no code, only digests', async () => {
      const app = await startTestApp(openStore)
      const { device_code, user_code } = await startDevice(app)
      const rows = JSON.stringify(await app.deps.db.selectFrom('device_logins').selectAll().execute())
      for (const code of [device_code, user_code, user_code.replace('-', '')]) {
        expect(rows).not.toContain(code)
      }
    })

    test('who is asked sees who asks; the code may be typed in any case, with or without dashes', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const client = await addClient(app, { name: 'Printer' })
      const { user_code } = await startDevice(
        app,
        { ...client, scope: 'email' },
        { headers: { 'latchkey-device': 'lab-printer' }, from: '192.168.1.7' },
      )
      const letters = user_code.replace('-', '')
      const typed = [user_code, letters, letters.toLowerCase(), ` ${letters.split('').join('-')} `]
      for (const code of typed) {
        expect([code, await look(app, access_token, code)]).toEqual([
          code,
          {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: {
              user_code,
              client_id: client.client_id,
              client_name: 'Printer',
              label: 'lab-printer',
              address: '192.168.1.7',
              scopes: ['email'],
              created_at: '2026-03-01T12:00:00.000Z',
              expires_at: '2026-03-01T12:10:00.000Z',
            },
          },
        ])
      }
      expect(await look(app, access_token, letters.slice(1))).toEqual(nothingWaits)
    })

    test('an approved login answers tokens once, for a session with its own label and address', async () => {
      const app = await startTestApp(openStore)
      const { access_token, id } = await addPerson(app)
      const { device_code, user_code } = await startDevice(
        app,
        { ...cli, scope: 'openid account' },
        { headers: { 'latchkey-device': 'mango' }, from: '192.168.1.7' },
      )
      expect(await pollDevice(app, device_code)).toEqual(pending)
      expect(await decideDevice(app, access_token, user_code)).toBe(204)
      expect(await pollDevice(app, device_code)).toEqual({
        status: 200,
        headers: { 'content-type': 'application/json', ...noStore },
        body: {
          access_token: expect.any(String),
          token_type: 'Bearer',
          expires_in: 900,
          scope: 'openid account',
          refresh_token: expect.stringMatching(/^v1\.[0-9a-f-]{36}\.0\./),
          id_token: expect.any(String),
        },
      })
      expect(await pollDevice(app, device_code)).toEqual(unknown)
      const session = await app.deps.db
        .selectFrom('sessions')
        .select(['id', 'account_id', 'client_id', 'label', 'address', 'scope'])
        .where('client_id', '=', cli.client_id)
        .execute()
      expect(session).toEqual([
        {
          id: expect.any(String),
          account_id: id,
          ...cli,
          label: 'mango',
          address: '192.168.1.7',
          scope: 'openid account',
        },
      ])
      const asked = { request: expect.any(String), device: 'mango' }
      const [here, there] = [{ address: '127.0.0.1' }, { address: '192.168.1.7' }]
      const owner = { actor: id, subject: id }
      expect(await auditOf(app.deps.db)).toEqual([
        noted('device.requested', { ...cli, ...there, detail: asked }),
        noted('device.approved', {
          ...owner,
          ...cli,
          ...here,
          detail: { ...asked, deviceAddress: there.address },
        }),
        noted('login', {
          ...owner,
          ...cli,
          ...there,
          detail: { session: session[0]?.id, device: 'mango', by: 'device code' },
        }),
      ])
    })

    test('50 parallel polls of an approved login get one token answer', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const { device_code, user_code } = await startDevice(app)
      await decideDevice(app, access_token, user_code)
      const answers = await Promise.all(Array.from({ length: 50 }, () => pollDevice(app, device_code)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ status }) => status !== 200)).toEqual(Array(49).fill(unknown))
      const sessions = await app.deps.db
        .selectFrom('sessions')
        .select('id')
        .where('client_id', '=', cli.client_id)
      expect(await sessions.execute()).toHaveLength(1)
    })

    test('a poll before its time makes the interval grow by five seconds, for good (§3.5)', async () => {
      const app = await startTestApp(openStore)
      const { device_code } = await startDevice(app)
      const steps: [seconds: number, answer: typeof pending][] = [
        [0, pending],
        [4.999, slowDown], // 5 s was asked for; 10 from here on
        [9.999, slowDown], // 15
        [15, pending],
        [14.999, slowDown], // 20
        [20, pending],
        [20, pending],
      ]
      for (const [seconds, answer] of steps) {
        app.clock.now += seconds * second
        expect([seconds, await pollDevice(app, device_code)]).toEqual([seconds, answer])
      }
    })

    test('an approval is answered at once, whatever the interval', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const { device_code, user_code } = await startDevice(app)
      await pollDevice(app, device_code)
      await decideDevice(app, access_token, user_code)
      expect((await pollDevice(app, device_code)).status).toBe(200)
    })

    test('denied: access_denied, and stays so', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const { device_code, user_code } = await startDevice(app)
      expect(await decideDevice(app, access_token, user_code, false)).toBe(204)
      expect(await decideDevice(app, access_token, user_code, true)).toBe(404)
      expect(await pollDevice(app, device_code)).toEqual(denied)
      expect(await pollDevice(app, device_code)).toEqual(denied)
      expect((await auditOf(app.deps.db)).map(({ event, reason }) => [event, reason])).toEqual([
        ['device.requested', null],
        ['device.denied', null],
        ['user-code.failed', 'unknown code'],
      ])
    })

    test('ten minutes later: expired_token, for an approved one too, and an hour later it is forgotten', async () => {
      const app = await startTestApp(openStore)
      const person = await addPerson(app)
      const waiting = await startDevice(app)
      const approved = await startDevice(app)
      await decideDevice(app, person.access_token, approved.user_code)
      app.clock.now += 600 * second
      expect(await pollDevice(app, waiting.device_code)).toEqual(expired)
      expect(await pollDevice(app, approved.device_code)).toEqual(expired)
      expect(await decideDevice(app, person.access_token, waiting.user_code)).toBe(404)
      app.clock.now += 3_600 * second
      await prune(app.deps.db, app.clock.now)
      expect(await pollDevice(app, waiting.device_code)).toEqual(unknown)
    })

    test('of two approvals at once one is heard; the second person is told that nothing waits', async () => {
      const app = await startTestApp(openStore)
      const [ann, bob] = [await addPerson(app), await addPerson(app)]
      const { device_code, user_code } = await startDevice(app)
      const statuses = await Promise.all([
        decideDevice(app, ann.access_token, user_code),
        decideDevice(app, bob.access_token, user_code),
      ])
      expect(statuses.sort()).toEqual([204, 404])
      expect(await look(app, ann.access_token, user_code)).toEqual(nothingWaits)
      expect((await pollDevice(app, device_code)).status).toBe(200)
    })

    test('another client that polls is told nothing and uses nothing up', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const thief = await addClient(app)
      const { device_code, user_code } = await startDevice(app)
      await decideDevice(app, access_token, user_code)
      expect(await pollDevice(app, device_code, { ...thief })).toEqual(unknown)
      expect((await pollDevice(app, device_code)).status).toBe(200)
    })

    test('what was approved and not yet fetched ends with the sessions: disabled, reset, others ended', async () => {
      const app = await startTestApp(openStore)
      const { deps, clock } = app
      const ends: [string, (id: string, bearer: string) => Promise<unknown>][] = [
        ['disabled', (id) => disableAccount(deps.db, id, {}, clock.now)],
        ['others', (_id, bearer) => app.request('DELETE', '/auth/sessions?others=true', { bearer })],
      ]
      for (const [name, end] of ends) {
        const { id, access_token } = await addPerson(app)
        const { device_code, user_code } = await startDevice(app)
        await decideDevice(app, access_token, user_code)
        await end(id, access_token)
        expect([name, await pollDevice(app, device_code)]).toEqual([name, denied])
      }
    })

    test('a client that may not refresh gets no refresh token', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const client = await addClient(app, { grants: ['urn:ietf:params:oauth:grant-type:device_code'] })
      const { device_code, user_code } = await startDevice(app, { ...client, scope: 'email' })
      await decideDevice(app, access_token, user_code)
      const { body } = await pollDevice(app, device_code, { ...client })
      expect(Object.keys(body as object).sort()).toEqual([
        'access_token',
        'expires_in',
        'scope',
        'token_type',
      ])
    })

    test('a deleted account takes its approval along', async () => {
      const app = await startTestApp(openStore)
      const { id, access_token } = await addPerson(app)
      const { device_code, user_code } = await startDevice(app)
      await decideDevice(app, access_token, user_code)
      await app.deps.db.deleteFrom('accounts').where('id', '=', id).execute()
      expect(await pollDevice(app, device_code)).toEqual(unknown)
    })
  })

  test('wishes: no more scope than the client has, and only clients that are registered for it', async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app, { scope: 'email' })
    expect(await post(app, oauthPaths.deviceAuthorization, { ...client, scope: 'email account' })).toEqual(
      oauthError(400, 'invalid_scope', 'The scope is unknown, or more than this client has.'),
    )
    const refreshOnly = await addClient(app, { grants: ['refresh_token'] })
    expect(await post(app, oauthPaths.deviceAuthorization, { ...refreshOnly })).toEqual(
      oauthError(400, 'unauthorized_client', 'This client is not registered for this grant.'),
    )
  })
})

describe('saying yes', () => {
  test('takes a login: a personal access token will not do', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token } = await addPerson(app)
    const made = await app.request('POST', '/auth/tokens', { bearer: access_token, json: { name: 'ci' } })
    const { token } = (await made.json()) as { token: string }
    const { user_code, device_code } = await startDevice(app)
    expect(await decideDevice(app, token, user_code)).toBe(403)
    expect((await look(app, token, user_code)).status).toBe(403)
    expect(await pollDevice(app, device_code)).toEqual(pending)
  })

  test('nobody gives away more scope than their own login has', async () => {
    const app = await startTestApp(openSqlite)
    const person = await addPerson(app, { superuser: true })
    const small = await logIn(app, person, { scope: 'account' })
    const { user_code, device_code } = await startDevice(app, { ...cli, scope: 'account admin' })
    const answer = await readAnswer(
      app.request('POST', '/auth/device', { bearer: small.access_token, json: { user_code, approve: true } }),
    )
    expect(answer).toEqual(
      problemAnswer(
        403,
        'insufficient_scope',
        'That login asks for more than this one has; approve it from a full login.',
        { 'www-authenticate': 'Bearer realm="latchkey", error="insufficient_scope"' },
      ),
    )
    expect(await pollDevice(app, device_code)).toEqual(pending)
    expect(await decideDevice(app, person.access_token, user_code)).toBe(204)
  })

  test('guesses are limited per account, wherever they come from (§5.1); a right code costs nothing', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const { access_token } = await addPerson(app)
    const { user_code } = await startDevice(app)
    const { burst } = rateLimits.userCodeAccount
    for (let tries = 0; tries < burst; tries++) {
      expect(await look(app, access_token, 'BBBB-BBBB', `10.0.0.${tries}`)).toEqual(nothingWaits)
      if (tries < burst - 1) expect((await look(app, access_token, user_code)).status).toBe(200)
    }
    expect(await look(app, access_token, user_code, '10.0.1.1')).toEqual(
      problemAnswer(429, 'too_many_requests', 'Too many tries; try again in 30 s.', { 'retry-after': '30' }),
    )
  })

  test('guesses are limited per address, whoever makes them', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const { burst } = rateLimits.userCodeAddress
    let person = await addPerson(app)
    for (let tries = 0; tries < burst; tries++) {
      if (tries % 10 === 0) person = await addPerson(app, { email: `${randomUUID()}@example.com` })
      expect(await look(app, person.access_token, 'BBBB-BBBB')).toEqual(nothingWaits)
    }
    const fresh = await addPerson(app)
    expect((await look(app, fresh.access_token, 'BBBB-BBBB')).status).toBe(429)
    expect((await look(app, fresh.access_token, 'BBBB-BBBB', '10.0.0.1')).status).toBe(404)
  })
})
