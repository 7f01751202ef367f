import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { oauthErrorPaths } from '../../../src/protocol/oauth.ts'
import { type RateLimit, rateLimits } from '../../../src/server/rate-limit.ts'
import { fetchDocument, operationsOf } from '../../support/api-document.ts'
import { type RequestOptions, startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { addPerson, cli, type Person } from '../../support/oauth.ts'
import { addMember, openPageClient } from '../../support/page-client.ts'
import { openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const address = '127.0.0.1'
const code = 'AAAAAA'

/** Every counter of these subjects is as full as it can be. */
async function fillCounters(app: TestApp, subjects: readonly string[]): Promise<void> {
  const rows = Object.values<RateLimit>(rateLimits).flatMap(
    ({ name, burst, interval, longest = interval }) => {
      const arrives_at = app.clock.now + (burst - 1) * interval + longest
      const pairs = name.endsWith('.pair') ? subjects.map((each) => `${each} ${address}`) : subjects
      return pairs.map((subject) => ({ name, subject, arrives_at, forgotten_at: arrives_at }))
    },
  )
  await app.deps.db.deleteFrom('rate_limits').execute()
  await app.deps.db.insertInto('rate_limits').values(rows).execute()
}

/** A request of each route that counts tries, good but for the tries before it. */
function requestsOf(person: Person, memberId: string): Record<string, RequestOptions & { path?: string }> {
  const json = (body: object) => ({ bearer: person.access_token, json: body })
  return {
    'POST /auth/register': json({ email: 'new@example.com', password: testPassword }),
    'POST /auth/signup': json({ email: 'new@example.com', password: testPassword }),
    'POST /auth/register/verification_code': json({ email, verification_code: code }),
    'POST /auth/register/resend': json({ email }),
    'POST /auth/login': json({ email, password: testPassword }),
    'PATCH /auth/me': json({ username: 'Ann' }),
    'DELETE /auth/me': json({ password: testPassword }),
    'POST /auth/password': json({ current_password: testPassword, new_password: `${testPassword}!` }),
    'POST /auth/password/forgot': json({ email }),
    'POST /auth/password/reset': json({ email, code, new_password: `${testPassword}!` }),
    'POST /auth/email': json({ email: 'new@example.com', password: testPassword }),
    'POST /auth/email/confirm': json({ code }),
    'DELETE /auth/sessions': { ...json({}), path: '/auth/sessions?others=true' },
    'DELETE /auth/sessions/{id}': { ...json({}), path: `/auth/sessions/${randomUUID()}` },
    'POST /auth/tokens': json({ name: 'ci', scopes: ['account'] }),
    'DELETE /auth/tokens/{id}': { ...json({}), path: `/auth/tokens/${randomUUID()}` },
    'GET /auth/device': { bearer: person.access_token, path: '/auth/device?user_code=BBBB-BBBB' },
    'POST /auth/device': json({ user_code: 'BBBB-BBBB', approve: true }),
    'POST /admin/users/{id}/password-reset': { ...json({}), path: `/admin/users/${memberId}/password-reset` },
    'POST /oauth2/token': { form: { grant_type: 'client_credentials', client_id: 'x', client_secret: 'x' } },
    'POST /oauth2/introspect': { form: { token: 'x', client_id: 'x', client_secret: 'x' } },
    'POST /oauth2/revoke': { form: { token: 'x', client_id: 'x', client_secret: 'x' } },
    'POST /oauth2/device_authorization': { form: cli },
  }
}

async function start() {
  const app = await startTestApp(openSqlite, { rateLimits: true })
  const person = await addPerson(app, { superuser: true })
  const memberId = await addMember(app, email)
  return { app, person, memberId }
}

test('every route that is described with 429 answers it, with Retry-After (RFC 6585 §4)', async () => {
  const { app, person, memberId } = await start()
  const requests = requestsOf(person, memberId)
  const described = [...operationsOf(await fetchDocument(app))].filter(([, { responses }]) => responses[429])
  expect(described.map(([name]) => name).sort()).toEqual(Object.keys(requests).sort())
  await fillCounters(app, [address, person.id, person.email, memberId, email, 'new@example.com'])
  for (const [name, { path, ...options }] of Object.entries(requests)) {
    const [method = '', template = ''] = name.split(' ')
    const answer = await app.request(method, path ?? template, options)
    const { status, headers } = answer
    expect([name, status, Number(headers.get('retry-after')) > 0]).toEqual([name, 429, true])
    const body = (await answer.json()) as { code?: string; error?: string }
    const isOAuth = oauthErrorPaths.includes(template)
    expect(isOAuth ? body.error : body.code).toBe(isOAuth ? 'temporarily_unavailable' : 'too_many_requests')
  }
})

test('and so does every page that takes what can be guessed', async () => {
  const { app, memberId } = await start()
  const browser = openPageClient(app)
  await browser.logIn(email)
  const guest = openPageClient(app)
  await fillCounters(app, [address, memberId, email, 'new@example.com'])
  const password = testPassword
  const pages: [client: typeof browser, page: string, action: string, form: Record<string, string>][] = [
    [guest, '/login', '/login', { login: email, password }],
    [guest, '/register', '/register', { email: 'new@example.com', new_password: password }],
    [guest, '/verify', '/verify', { email, code }],
    [guest, '/verify', '/verify', { email, action: 'resend' }],
    [guest, '/forgot', '/forgot', { email }],
    [guest, '/forgot/code', '/forgot/code', { email, code, new_password: 'six brisk otters juggle plums' }],
    [browser, '/account', '/account/password', { password, new_password: 'six brisk otters juggle plums' }],
    [browser, '/account', '/account/email', { email: 'new@example.com', password }],
    [browser, '/account', '/account/email/confirm', { code }],
    [browser, '/account', '/account/delete', { password }],
    [browser, '/device', '/device', { user_code: 'BBBB-BBBB' }],
  ]
  for (const [client, page, action, form] of pages) {
    await client.get(page)
    const { status, headers, said } = await client.post(action, form)
    expect([action, status, Number(headers.get('retry-after')) > 0]).toEqual([action, 429, true])
    expect([action, said.join(' ')]).toEqual([
      action,
      expect.stringMatching(/Too many tries; try again in \d+ s\./),
    ])
  }
})
