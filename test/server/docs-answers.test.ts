import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../db/connect.ts'
import { createApp } from '../../src/server/app.ts'
import type { ApiDocument } from '../../src/server/endpoints/api-shapes.ts'
import { exampleOf } from '../../src/server/pages/docs-example.ts'
import { readAnswer } from '../support/answers.ts'
import { fetchDocument, operationsOf } from '../support/api-document.ts'
import { type RequestOptions, startTestApp, type TestApp, testPassword } from '../support/app.ts'
import { findFaults } from '../support/json-schema.ts'
import { addClient, addPerson, basic } from '../support/oauth.ts'
import { openSqlite, type TestStore } from '../support/stores.ts'

const email = 'ann@example.com'

let store: TestStore
let app: TestApp
let document: ApiDocument

beforeAll(async () => {
  store = await openSqlite()
  app = await startTestApp(async () => store)
  document = await fetchDocument(app)
})
afterAll(() => store.close())

interface Asked {
  /** Where the template has a parameter. */
  path?: string
  asked?: Pick<TestApp, 'request'>
}

/** Asks, holds the answer against the description of its operation, and returns its body. */
async function ask(status: number, name: string, options: RequestOptions & Asked = {}) {
  const [method = '', template = ''] = name.split(' ')
  const { asked = app, path = template, ...request } = options
  const answer = await readAnswer(asked.request(method, path, request))
  expect([name, answer.status, answer.body]).toEqual([name, status, answer.body])
  const described = operationsOf(document).get(name)?.responses[status]
  const content = Object.entries(described?.content ?? {})
  const type = answer.headers['content-type']?.split(';')[0]
  expect([name, status, content.map(([media]) => media)]).toEqual([name, status, type ? [type] : []])
  const faults = content.flatMap(([, { schema }]) =>
    findFaults(schema, answer.body, document.components.schemas),
  )
  const told = Object.keys(described?.headers ?? {}).map((header) => header.toLowerCase())
  const sent = Object.keys(answer.headers).filter((header) => noted(status).includes(header))
  expect([name, status, faults, sent.sort()]).toEqual([name, status, [], told.sort()])
  return answer.body as Record<string, string>
}

/** Headers that are described wherever they are sent; every error says that it must not be kept. */
function noted(status: number): string[] {
  const always = [
    'www-authenticate',
    'latchkey-mail',
    'latchkey-known-device',
    'retry-after',
    'x-auth-user',
    'x-auth-email',
    'x-auth-superuser',
  ]
  return status < 300 ? [...always, 'cache-control'] : always
}

describe('what is described is what is answered', () => {
  test('from registering to leaving', async () => {
    const credentials = { email, password: testPassword }
    const { registration_id } = await ask(201, 'POST /auth/register', { json: credentials })
    await ask(422, 'POST /auth/register', { json: { ...credentials, email: 'x' } })
    app.clock.now += 1_000
    await ask(202, 'POST /auth/register/resend', { json: { email } })
    const verification_code = await app.readCode(email)
    const verify = 'POST /auth/register/verification_code'
    await ask(401, verify, { json: { email, verification_code: 'AAAAAA' } })
    await ask(200, verify, { json: { email, verification_code, registration_id } })
    await ask(400, 'POST /auth/register', { json: credentials })
    await ask(200, 'POST /auth/signup', { json: { ...credentials, email: 'bob@example.com' } })
    await ask(401, 'POST /auth/login', { json: { email, password: 'wrong horse battery' } })
    await ask(403, 'POST /auth/login', { json: { ...credentials, email: 'bob@example.com' } })
    await ask(413, 'POST /auth/login', { json: { padding: 'x'.repeat(70_000) } })
    const form = { username: email, password: testPassword }
    const { access_token: bearer = '', refresh_token = '' } = await ask(200, 'POST /auth/login', {
      form,
      headers: { 'latchkey-known-device': 'new' },
    })
    for (const path of ['/auth/me', '/auth/validate-access-token', '/auth/session', '/auth/sessions']) {
      await ask(200, `GET ${path}`, { bearer })
      await ask(401, `GET ${path}`)
    }
    await ask(204, 'GET /auth/forward', { bearer })
    await ask(422, 'GET /auth/sessions', { bearer, path: '/auth/sessions?limit=x' })
    await ask(200, 'GET /auth/update_token', { bearer: refresh_token })
    await ask(200, 'PATCH /auth/me', { bearer, json: { username: 'ann' } })
    const { id, token = '' } = await ask(201, 'POST /auth/tokens', { bearer, json: { name: 'ci' } })
    await ask(200, 'GET /auth/tokens', { bearer })
    await ask(403, 'POST /auth/tokens', { bearer: token, json: { name: 'more' } })
    await ask(204, 'DELETE /auth/tokens/{id}', { bearer, path: `/auth/tokens/${id}` })
    await ask(404, 'DELETE /auth/tokens/{id}', { bearer, path: `/auth/tokens/${id}` })
    await ask(202, 'POST /auth/password/forgot', { json: { email } })
    await ask(202, 'POST /auth/email', { bearer, json: { email: 'new@example.com', password: testPassword } })
    await ask(200, 'POST /auth/email/confirm', {
      bearer,
      json: { code: await app.readCode('new@example.com') },
    })
    await ask(204, 'DELETE /auth/me', { bearer, json: { password: testPassword } })
  })

  test('for administrators', async () => {
    const { access_token: bearer, id } = await addPerson(app, { superuser: true })
    const member = await addPerson(app)
    const one = `/admin/users/${member.id}`
    await ask(200, 'GET /admin/users', { bearer })
    await ask(200, 'GET /admin/audit', { bearer })
    await ask(200, 'GET /admin/users/{id}', { bearer, path: one })
    await ask(200, 'PATCH /admin/users/{id}', { bearer, path: one, json: { username: 'joe' } })
    await ask(409, 'PATCH /admin/users/{id}', {
      bearer,
      path: `/admin/users/${id}`,
      json: { is_superuser: false },
    })
    await ask(200, 'GET /admin/users/{id}/sessions', { bearer, path: `${one}/sessions` })
    await ask(204, 'DELETE /admin/users/{id}/sessions', { bearer, path: `${one}/sessions` })
    await ask(204, 'DELETE /admin/users/{id}', { bearer, path: one })
    await ask(201, 'POST /admin/users', { bearer, json: { email: 'eve@example.com' } })
    await ask(201, 'POST /admin/invites', { bearer, json: { email: 'fay@example.com' } })
    await ask(200, 'GET /admin/invites', { bearer })
    const counted = { arrives_at: app.clock.now + 1, forgotten_at: app.clock.now + 1 }
    await store.db
      .insertInto('rate_limits')
      .values({ name: 'login.pair', subject: `${email} 203.0.113.7`, ...counted })
      .execute()
    await ask(200, 'GET /admin/limits', { bearer })
    const whose = `/admin/limits?who=${encodeURIComponent(email)}`
    await ask(200, 'DELETE /admin/limits', { bearer, path: whose })
    await ask(404, 'DELETE /admin/limits', { bearer, path: whose })
    const json = { name: 'Door', grants: ['client_credentials'] }
    const { client_id } = await ask(201, 'POST /admin/clients', { bearer, json })
    await ask(200, 'GET /admin/clients', { bearer })
    await ask(204, 'DELETE /admin/clients/{id}', { bearer, path: `/admin/clients/${client_id}` })
    await ask(404, 'DELETE /admin/clients/{id}', { bearer, path: `/admin/clients/${client_id}` })
  })

  test('for OAuth clients and machines', async () => {
    const client = await addClient(app)
    const headers = basic(client)
    const person = await addPerson(app)
    const form = { grant_type: 'client_credentials' }
    const { access_token = '' } = await ask(200, 'POST /oauth2/token', { headers, form })
    await ask(400, 'POST /oauth2/token', { headers, form: { grant_type: 'password' } })
    await ask(401, 'POST /oauth2/token', { form: { ...client, ...form, client_secret: 'wrong' } })
    await ask(413, 'POST /oauth2/token', { headers, form: { padding: 'x'.repeat(70_000) } })
    await ask(200, 'POST /oauth2/device_authorization', { headers, form: { scope: 'openid' } })
    for (const token of [access_token, person.access_token, person.refresh_token, 'x']) {
      await ask(200, 'POST /oauth2/introspect', { headers, form: { token } })
    }
    await ask(400, 'POST /oauth2/revoke', { headers, form: { token: access_token } })
    await ask(200, 'POST /oauth2/revoke', { headers, form: { token: 'x' } })
    await ask(200, 'GET /oauth2/userinfo', { bearer: person.access_token })
    const machines = [...operationsOf(document).keys()].filter((name) =>
      /^GET \/(\.well-known|\w+z$|openapi)/.test(name),
    )
    for (const name of machines) await ask(200, name)
    expect(machines.length).toBeGreaterThanOrEqual(6)
  })

  test('of too many tries, and of a store that is gone', async () => {
    const limited = await startTestApp(openSqlite, { rateLimits: true })
    const request = { json: { email } }
    const forgot = 'POST /auth/password/forgot'
    while ((await limited.request('POST', '/auth/password/forgot', request)).status === 202);
    await ask(429, forgot, { ...request, asked: limited })
    const db = await connectStore('sqlite:/nonexistent/authd.db')
    onTestFinished(() => db.destroy())
    const gone = createApp({ ...app.deps, db })
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":"a@example.com"}',
    }
    await ask(503, forgot, { asked: { request: async (_method, path) => gone.request(path, init) } })
  })
})

test('every example is a command that a shell and this server understand', async () => {
  const { access_token, refresh_token } = await addPerson(app, { superuser: true })
  const client = await addClient(app)
  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  )
  const script = routes.map((route) => exampleOf(route, app.deps.config.issuer)).join('\n')
  const calls = runShell(script, {
    ACCESS: access_token,
    REFRESH_TOKEN: refresh_token,
    TOKEN: 'unknown',
    ...shellNames(client),
  })
  expect(calls.length).toBe(routes.length)
  for (const [index, call] of calls.entries()) {
    const { path = '', method = '' } = routes[index] ?? {}
    const { status } = await sendAsCurl(call)
    const understood = path.includes('{id}') ? [400, 405, 413, 422] : [400, 404, 405, 413, 422]
    // Nobody waits under the user code of the example.
    const refused = path === '/auth/device' ? [400, 405, 413, 422] : understood
    expect([method, path, status, refused.includes(status)]).toEqual([method, path, status, false])
  }
})

/** The words of each `curl`, as the shell has read them. */
function runShell(script: string, env: Record<string, string>): string[][] {
  const functions = `auth() { [ "$1" = token ] && echo "$ACCESS"; }
curl() { printf '%s\\037' "$@"; printf '\\036'; }`
  const said = execFileSync('/bin/sh', ['-euc', `${functions}\n${script}`], { env, encoding: 'utf8' })
  return said
    .split('\x1e')
    .slice(0, -1)
    .map((words) => words.split('\x1f').slice(0, -1))
}

function shellNames({ client_id, client_secret }: { client_id: string; client_secret: string }) {
  return { CLIENT_ID: client_id, CLIENT_SECRET: client_secret }
}

function sendAsCurl(words: readonly string[]): Promise<Response> {
  const valuesOf = (option: string) =>
    words.flatMap((word, index) => (words[index - 1] === option ? [word] : []))
  const address = words.find((word) => word.startsWith(app.deps.config.issuer)) ?? ''
  const { pathname, search } = new URL(address)
  const headers = Object.fromEntries(valuesOf('-H').map((line) => line.split(': ')))
  const [user] = valuesOf('-u')
  const form = valuesOf('--data-urlencode')
  const [json] = valuesOf('-d')
  const method = valuesOf('-X')[0] ?? ((json ?? form[0]) ? 'POST' : 'GET')
  if (user) headers.authorization = `Basic ${Buffer.from(user).toString('base64')}`
  const fields = form.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
  const options: RequestOptions = {
    headers,
    ...(form[0] && { form: Object.fromEntries(fields) }),
    ...(json && { body: json }),
  }
  return app.request(method, `${pathname}${search}`, options)
}
