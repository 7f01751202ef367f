import { BlockList } from 'node:net'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { createApp } from '../../../src/server/app.ts'
import { rateLimits } from '../../../src/server/rate-limit.ts'
import { problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const ann = 'ann@example.com'

/** The samples of `/metrics` by their names and labels. */
async function scrape(app: TestApp): Promise<Record<string, number>> {
  const text = await (await app.request('GET', '/metrics')).text()
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  )
}

/** What was counted between two scrapes of the same kind. */
function growth(before: Record<string, number>, after: Record<string, number>, family: string) {
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => name.startsWith(family) && value !== (before[name] ?? 0))
      .map(([name, value]) => [name.slice(family.length), value - (before[name] ?? 0)]),
  )
}

const missing = problemAnswer(
  401,
  'missing_token',
  'Send an access token as "Authorization: Bearer <token>".',
)

describe('who may read /metrics (contract §2: loopback or bearer)', () => {
  let app: TestApp
  let token: string
  beforeAll(async () => {
    const trustedProxies = new BlockList()
    trustedProxies.addAddress('127.0.0.1')
    app = await startTestApp(openSqlite, { trustedProxies })
    token = (await app.signIn(ann)).access_token
  })
  const ask = (from: string, headers: Record<string, string> = {}) =>
    readAnswer(app.request('GET', '/metrics', { from, headers }))

  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('%s without a token', async (from) => {
    const { status, headers, body } = await ask(from)
    expect([status, headers]).toEqual([
      200,
      { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    ])
    expect(body).toMatch(
      /^# HELP latchkey_build_info What runs; always 1\.\n# TYPE latchkey_build_info gauge\n/,
    )
  })

  test.each(['192.0.2.7', '2001:db8::1', '::ffff:192.0.2.7', ''])('%j not', async (from) => {
    expect(await ask(from)).toEqual(missing)
  })

  test.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-for', '192.0.2.7'],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
  ])('what a proxy on this machine passes on is not this machine (%s: %s)', async (name, value) => {
    expect(await ask('127.0.0.1', { [name]: value })).toEqual(missing)
  })

  test.each([
    ['evil.example', 401],
    ['localhost.evil.example', 401],
    ['auth.example.com', 401],
    ['127.0.0.1:8420', 200],
    ['[::1]:8420', 200],
    ['localhost', 200],
  ])(
    'a page in a browser here once read it by a name that it made lead to loopback (DNS rebinding): %s',
    async (host, status) => {
      const answer = await app.request('GET', `http://${host}/metrics`, { from: '127.0.0.1' })
      expect(answer.status).toBe(status)
    },
  )

  test('a superuser with the scope admin, from anywhere, and nobody else', async () => {
    const authorization = `Bearer ${token}`
    expect((await ask('192.0.2.7', { authorization })).body).toMatchObject({ code: 'forbidden' })
    await app.deps.db.updateTable('accounts').set({ superuser_at: 1 }).execute()
    expect((await ask('192.0.2.7', { authorization })).status).toBe(200)
    const make = (scopes: string[]) =>
      app.request('POST', '/auth/tokens', { bearer: token, json: { name: scopes.join(), scopes } })
    const value = async (scopes: string[]) => ((await (await make(scopes)).json()) as { token: string }).token
    const withScope = async (scopes: string[]) =>
      (await ask('192.0.2.7', { authorization: `Bearer ${await value(scopes)}` })).status
    expect([await withScope(['admin']), await withScope(['profile'])]).toEqual([200, 403])
  })
})

describe('what is counted', () => {
  test('requests by the pattern of their route, never by path or query', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token: bearer } = await app.signIn(ann)
    const before = await scrape(app)
    const id = '3f6f0a51-0000-4000-8000-000000000001'
    await app.request('DELETE', `/auth/sessions/${id}?token=hush`, { bearer })
    await app.request('GET', '/auth/me', { bearer })
    await app.request('GET', '/auth/me')
    await app.request('GET', `/hidden/${id}`)
    await app.request('PUT', '/auth/me', { bearer })
    const after = await scrape(app)
    expect(growth(before, after, 'latchkey_http_requests_total')).toEqual({
      '{method="DELETE",route="/auth/sessions/:id",status="4xx"}': 1,
      '{method="GET",route="/auth/me",status="2xx"}': 1,
      '{method="GET",route="/auth/me",status="4xx"}': 1,
      '{method="GET",route="none",status="4xx"}': 1,
      '{method="PUT",route="none",status="4xx"}': 1,
      '{method="GET",route="/metrics",status="2xx"}': 1,
    })
    expect(growth(before, after, 'latchkey_http_request_duration_seconds_count')).toMatchObject({
      '{method="GET",route="/auth/me"}': 2,
    })
    expect(Object.keys(after).join()).not.toMatch(/hidden|hush|3f6f0a51/)
  })

  test('logins, refreshes and refusals, each by what became of it', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const before = await scrape(app)
    const { refresh_token: first } = await app.signIn(ann)
    const login = (username: string, password: string) =>
      app.request('POST', '/auth/login', { form: { username, password } })
    await login(ann, 'wrong horse battery')
    await login('nobody@example.com', 'wrong horse battery')
    const refresh = async (bearer: string) =>
      (await (await app.request('GET', '/auth/update_token', { bearer })).json()) as { refresh_token: string }
    const { refresh_token: second } = await refresh(first)
    await refresh(first)
    await refresh(second)
    await refresh(first)
    await refresh(second)
    for (let count = 0; count <= rateLimits.loginPair.burst; count += 1) await login('bob@example.com', 'x')
    const after = await scrape(app)
    expect(growth(before, after, 'latchkey_logins_total')).toEqual({
      '{outcome="right"}': 1,
      '{outcome="wrong"}': 12,
    })
    expect(growth(before, after, 'latchkey_refreshes_total')).toEqual({
      '{outcome="rotated"}': 2,
      '{outcome="replayed"}': 1,
      '{outcome="reused"}': 1,
      '{outcome="ended"}': 1,
    })
    expect(growth(before, after, 'latchkey_rate_limit_refusals_total')).toEqual({
      '{limit="login.pair"}': 1,
    })
  })

  forEachStore((_kind, openStore) => {
    test('sessions that stand and letters, read from the store every ten seconds at most', async () => {
      const app = await startTestApp(openStore)
      await app.signIn(ann)
      const first = await scrape(app)
      expect(first).toMatchObject({
        latchkey_sessions: 1,
        'latchkey_outbox_letters{state="waiting"}': 1,
        'latchkey_outbox_letters{state="failed"}': 0,
        latchkey_hash_jobs_running: 0,
        latchkey_hash_jobs_waiting: 0,
        latchkey_store_errors_total: 0,
      })
      await app.request('POST', '/auth/login', { form: { username: ann, password: testPassword } })
      expect((await scrape(app)).latchkey_sessions).toBe(1)
      app.clock.now += 60_000
      expect((await scrape(app)).latchkey_sessions).toBe(2)
    })
  })

  test('a store that fails, and /metrics is answered all the same', async () => {
    const app = await startTestApp(openSqlite)
    const db = await connectStore('sqlite:/nonexistent/authd.db')
    onTestFinished(() => db.destroy())
    const broken = createApp({ ...app.deps, db })
    const peer = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
    const request: TestApp['request'] = async (method, path) => broken.request(path, { method }, peer)
    const refused = { headers: { authorization: `Bearer ${(await app.signIn(ann)).access_token}` } }
    expect((await broken.request('/auth/me', refused, peer)).status).toBe(503)
    const { latchkey_store_errors_total: failures, latchkey_sessions: sessions } = await scrape({
      ...app,
      request,
    })
    expect([failures, sessions]).toEqual([1, undefined])
  })
})
