import { describe, expect, test } from 'vitest'
import { deviceCodeGrant, oauthPaths } from '../../../src/protocol/oauth.ts'
import {
  testPassword as password,
  type RequestOptions,
  startTestApp,
  type TestApp,
} from '../../support/app.ts'
import { auditOf, type Noted, noted } from '../../support/audit.ts'
import { addClient, addPerson, basic, post } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const from = '203.0.113.7'
const label = 'mango'
const headers = { 'latchkey-device': label }
const here = { address: from }
const device = { detail: { device: label } }

const send = async (app: TestApp, method: string, path: string, options: RequestOptions = {}) =>
  (await app.request(method, path, { from, headers, ...options })).status

/** The entries that something leaves. */
async function left(app: TestApp, work: () => Promise<unknown>): Promise<Noted[]> {
  const before = (await auditOf(app.deps.db)).length
  await work()
  return (await auditOf(app.deps.db)).slice(before)
}

/** Ann, who is logged in, and has a password. */
async function startWithAnn(openStore: Parameters<typeof startTestApp>[0], config = {}) {
  const app = await startTestApp(openStore, config)
  const { access_token: bearer } = await app.signIn(email)
  const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
  return { app, bearer, id, owner: { actor: id, subject: id, ...here } }
}

describe('every attempt is in the audit log, with actor, subject, client, address and reason', () => {
  forEachStore((_kind, openStore) => {
    test('a login that fails: why, and at whose account; nothing of what was typed', async () => {
      const { app, id } = await startWithAnn(openStore)
      const login = (username: string, typed: string) => () =>
        send(app, 'POST', '/auth/login', { form: { username, password: typed } })
      const failed = (reason: string, subject: string | null, told = {}) => [
        noted('login.failed', { subject, client_id: 'latchkey-api', reason, ...here, ...told }),
      ]
      expect(await left(app, login(email, 'typed'))).toEqual(failed('wrong password', id, device))
      expect(await left(app, login('bob@example.com', 'typed'))).toEqual(failed('unknown account', null))
      expect(await left(app, login('no name \0', 'typed'))).toEqual(failed('unknown account', null))
      const set = (values: object) => app.deps.db.updateTable('accounts').set(values).execute()
      await set({ verified_at: null })
      expect(await left(app, login(email, password))).toEqual(failed('unverified', id, device))
      await set({ disabled_at: 1 })
      expect(await left(app, login(email, password))).toEqual(failed('disabled', id, device))
      const json = { email: 'cat@example.com', password }
      const claim = await left(app, () => send(app, 'POST', '/auth/register', { json }))
      const subject = claim[0]?.subject ?? ''
      expect(await left(app, login(json.email, password))).toEqual(failed('unverified', subject, device))
      expect(await left(app, login(json.email, 'typed'))).toEqual(failed('wrong password', subject, device))
      const nothing = { json: { email } }
      expect(await left(app, () => send(app, 'POST', '/auth/login', nothing))).toEqual([])
    })

    test('the current password, wrong at a change of password, of address, and at a withdrawal', async () => {
      const { app, bearer, owner } = await startWithAnn(openStore)
      const failed = noted('password.failed', { ...owner, reason: 'wrong password', ...device })
      const entries = await left(app, async () => {
        const change = { current_password: 'wrong', new_password: 'staple tulip ladder canyon' }
        expect(await send(app, 'POST', '/auth/password', { bearer, json: change })).toBe(403)
        const move = { email: 'new@example.com', password: 'wrong' }
        expect(await send(app, 'POST', '/auth/email', { bearer, json: move })).toBe(403)
        expect(await send(app, 'DELETE', '/auth/me', { bearer, json: { password: 'wrong' } })).toBe(403)
      })
      expect(entries).toEqual([failed, failed, failed])
    })

    test('a code, wrong at a registration, a reset and a change of address; of nobody too', async () => {
      const { app, bearer, id, owner } = await startWithAnn(openStore)
      const other = 'bob@example.com'
      const [claim] = await left(app, () =>
        send(app, 'POST', '/auth/register', { json: { email: other, password } }),
      )
      const verify = (to: string) =>
        send(app, 'POST', '/auth/register/verification_code', {
          json: { email: to, verification_code: '000000' },
        })
      const reset = (to: string) =>
        send(app, 'POST', '/auth/password/reset', {
          json: { email: to, code: '000000', new_password: 'staple tulip ladder canyon' },
        })
      const entries = await left(app, async () => {
        expect([await verify(other), await verify('nobody@example.com')]).toEqual([401, 401])
        expect([await reset(email), await reset('nobody@example.com')]).toEqual([401, 401])
        expect(await send(app, 'POST', '/auth/email/confirm', { bearer, json: { code: '000000' } })).toBe(401)
      })
      const failed = (reason: string, told: object) => noted('code.failed', { ...here, reason, ...told })
      expect(entries).toEqual([
        failed('registration', { subject: claim?.subject }),
        failed('registration', {}),
        failed('password reset', { subject: id }),
        failed('password reset', {}),
        failed('email change', owner),
      ])
    })

    test('a registration that is asked for or refused, and another code for it', async () => {
      const { app } = await startWithAnn(openStore, { requireVerifiedEmail: true })
      await app.deps.db.updateTable('accounts').set({ username: 'Ann', username_key: 'ann' }).execute()
      const register = (json: object) => send(app, 'POST', '/auth/register', { json: { password, ...json } })
      const resend = (to: string) => send(app, 'POST', '/auth/register/resend', { json: { email: to } })
      const bob = 'bob@example.com'
      const entries = await left(app, async () => {
        expect(await register({ email: bob })).toBe(201)
        expect(await register({ email })).toBe(400)
        expect(await register({ email: 'cat@example.com', username: 'ANN' })).toBe(400)
        expect([await resend(bob), await resend('nobody@example.com')]).toEqual([202, 202])
      })
      const claims = app.deps.db.selectFrom('registrations').select('account_id').where('email', '=', bob)
      const { account_id: subject } = await claims.executeTakeFirstOrThrow()
      expect(entries).toEqual([
        noted('registration.requested', { subject, ...here }),
        noted('registration.failed', { reason: 'address taken', ...here }),
        noted('registration.failed', { reason: 'name taken', ...here }),
        noted('code.sent', { subject, ...here }),
        noted('code.sent', here),
      ])
    })

    test('a change of address that is asked for, or refused because the address is taken', async () => {
      const { app, bearer, owner } = await startWithAnn(openStore)
      await addPerson(app, { email: 'bob@example.com' })
      const entries = await left(app, async () => {
        for (const [to, status] of [
          ['new@example.com', 202],
          ['bob@example.com', 400],
        ] as const) {
          const json = { email: to, password }
          expect([to, await send(app, 'POST', '/auth/email', { bearer, json })]).toEqual([to, status])
        }
      })
      expect(entries).toEqual([
        noted('email.change-requested', owner),
        noted('email.change-failed', { ...owner, reason: 'address taken' }),
      ])
    })

    test('a name that is changed or refused; what is so already needs no entry', async () => {
      const { app, bearer, owner } = await startWithAnn(openStore)
      const bob = await addPerson(app)
      await send(app, 'PATCH', '/auth/me', { bearer: bob.access_token, json: { username: 'Bob' } })
      const rename = (username: string | null) =>
        send(app, 'PATCH', '/auth/me', { bearer, json: { username } })
      const entries = await left(app, async () => {
        expect([await rename('Ann'), await rename('Ann'), await rename('bob')]).toEqual([200, 200, 400])
        expect([await rename(null), await rename(null)]).toEqual([200, 200])
      })
      expect(entries).toEqual([
        noted('username.changed', owner),
        noted('username.change-failed', { ...owner, reason: 'name taken', ...device }),
        noted('username.changed', owner),
      ])
    })

    test('a user code that is nobody’s, and a withdrawal of the last superuser', async () => {
      const { app, bearer, owner } = await startWithAnn(openStore)
      await app.deps.db.updateTable('accounts').set({ superuser_at: 1 }).execute()
      const entries = await left(app, async () => {
        const json = { user_code: 'BBBB-BBBB', approve: true }
        expect(await send(app, 'POST', '/auth/device', { bearer, json })).toBe(404)
        expect(await send(app, 'DELETE', '/auth/me', { bearer, json: { password } })).toBe(409)
      })
      expect(entries).toEqual([
        noted('user-code.failed', { ...owner, reason: 'unknown code', ...device }),
        noted('withdrawal.failed', { ...owner, reason: 'last superuser', ...device }),
      ])
    })

    test('a client that fails is named only if it is registered; its own tokens have an entry each', async () => {
      const app = await startTestApp(openStore)
      const client = await addClient(app)
      const form = { grant_type: 'client_credentials' }
      const ask = async (about: { client_id: string; client_secret: string }) =>
        (await post(app, oauthPaths.token, form, { from, headers: basic(about) })).status
      const entries = await left(app, async () => {
        expect(await ask(client)).toBe(200)
        expect(await ask({ ...client, client_secret: 'wrong' })).toBe(401)
        expect(await ask({ client_id: 'typed', client_secret: 'wrong' })).toBe(401)
        const bare = { ...form, client_id: client.client_id }
        expect((await post(app, oauthPaths.token, bare, { from })).status).toBe(401)
      })
      const { client_id } = client
      const failed = (reason: string, told = {}) => noted('client.failed', { ...here, reason, ...told })
      expect(entries).toEqual([
        noted('client.token', { client_id, ...here, detail: { scope: 'openid email profile' } }),
        failed('wrong secret', { client_id }),
        failed('unknown client'),
        failed('wrong secret', { client_id }),
      ])
    })

    test('what the limits refuse is noted once a minute for each limit and address', async () => {
      const { app } = await startWithAnn(openStore, { rateLimits: true })
      const guess = (address: string) =>
        app.request('POST', '/auth/login', { form: { username: email, password: 'wrong' }, from: address })
      for (let times = 0; times < 10; times++) await Promise.all([guess(from), guess('203.0.113.8')])
      const entries = await left(app, async () => {
        for (const address of [from, from, '203.0.113.8', from])
          expect((await guess(address)).status).toBe(429)
        app.clock.now += 29_999
        await guess(from)
      })
      const refused = (address: string) => noted('refused', { reason: 'login.pair', address })
      expect(entries).toEqual([refused(from), refused('203.0.113.8')])
    })
  })

  test('a refresh has no entry, whether it is granted or not; reuse has one', async () => {
    const app = await startTestApp(openSqlite)
    const { refresh_token: bearer } = await app.signIn()
    const entries = await left(app, async () => {
      expect(await send(app, 'GET', '/auth/update_token', { bearer })).toBe(200)
      expect(await send(app, 'GET', '/auth/update_token', { bearer: 'v1.nonsense' })).toBe(401)
      app.clock.now += 3_600_000
      expect(await send(app, 'GET', '/auth/update_token', { bearer })).toBe(401)
    })
    expect(entries.map(({ event }) => event)).toEqual(['session.reused'])
    const codes = { grant_type: deviceCodeGrant, device_code: 'none', client_id: 'latchkey-cli' }
    expect(await left(app, () => post(app, oauthPaths.token, codes))).toEqual([])
  })
})
