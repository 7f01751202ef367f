import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pagePaths } from '../../src/protocol/endpoints.ts'
import { createApp } from '../../src/server/app.ts'
import { readCodes } from '../../src/server/endpoints/api-document.ts'
import { apiGroups } from '../../src/server/endpoints/api-groups.ts'
import type { ApiDocument, ApiOperation } from '../../src/server/endpoints/api-shapes.ts'
import { describeApi } from '../../src/server/pages/docs.ts'
import { anchorOf } from '../../src/server/pages/docs-operation.ts'
import { fetchDocument, operationsOf } from '../support/api-document.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { openSqlite, type TestStore } from '../support/stores.ts'

/** Written from the contract by hand: what each operation answers with. `+` stands for 500 and 503, which any may. */
const contract = `
POST /auth/register: 201 400 403 413 422 429 +
POST /auth/register/verification_code: 200 401 403 409 413 422 429 +
POST /auth/register/resend: 202 413 422 429 +
POST /auth/signup: 200 400 403 413 422 429 +
POST /auth/login: 200 401 403 413 422 429 +
GET /auth/update_token: 200 401 +
GET /auth/validate-access-token: 200 401 403 +
GET /auth/me: 200 401 403 +
PATCH /auth/me: 200 400 401 403 413 422 429 +
DELETE /auth/me: 204 401 403 409 413 422 429 +
POST /auth/logout: 204 401 403 413 422 +
POST /auth/password: 204 401 403 413 422 429 +
POST /auth/password/forgot: 202 413 422 429 +
POST /auth/password/reset: 204 401 413 422 429 +
POST /auth/email: 202 400 401 403 413 422 429 +
POST /auth/email/confirm: 200 400 401 403 413 422 429 +
GET /auth/session: 200 401 403 +
GET /auth/sessions: 200 401 403 422 +
DELETE /auth/sessions: 204 401 403 413 422 429 +
DELETE /auth/sessions/{id}: 204 401 403 404 413 422 429 +
GET /auth/tokens: 200 401 403 +
POST /auth/tokens: 201 401 403 413 422 429 +
DELETE /auth/tokens/{id}: 204 401 403 404 413 422 429 +
GET /auth/device: 200 401 403 404 422 429 +
POST /auth/device: 204 401 403 404 413 422 429 +
GET /auth/forward: 204 401 403 422 +
GET /admin/users: 200 401 403 422 +
POST /admin/users: 201 400 401 403 413 422 +
GET /admin/users/{id}: 200 401 403 404 422 +
PATCH /admin/users/{id}: 200 400 401 403 404 409 413 422 +
DELETE /admin/users/{id}: 204 401 403 404 409 413 422 +
GET /admin/users/{id}/sessions: 200 401 403 404 422 +
DELETE /admin/users/{id}/sessions: 204 401 403 404 413 422 +
GET /admin/audit: 200 401 403 422 +
POST /admin/invites: 201 401 403 413 422 +
GET /admin/clients: 200 401 403 422 +
POST /admin/clients: 201 401 403 413 422 +
PATCH /admin/clients/{id}: 200 401 403 404 413 422 +
DELETE /admin/clients/{id}: 204 401 403 404 413 422 +
POST /admin/keys/rotate: 200 401 403 413 422 +
POST /oauth2/token: 200 400 401 413 429 +
POST /oauth2/device_authorization: 200 400 401 413 429 +
POST /oauth2/revoke: 200 400 401 413 429 +
POST /oauth2/introspect: 200 400 401 413 429 +
GET /oauth2/userinfo: 200 401 403 +
POST /oauth2/userinfo: 200 401 403 413 422 +
GET /.well-known/oauth-authorization-server: 200
GET /.well-known/openid-configuration: 200
GET /.well-known/jwks.json: 200
GET /healthz: 200
GET /readyz: 200 +
GET /metrics: 200 401 403 +
GET /openapi.json: 200
`
  .trim()
  .split('\n')
  .map((line) => line.split(': '))
  .map(([name = '', statuses = '']) => [name, statuses.replace('+', '500 503').split(' ')] as const)

let store: TestStore
let app: TestApp
let document: ApiDocument
let operations: Map<string, ApiOperation>

beforeAll(async () => {
  store = await openSqlite()
  app = await startTestApp(async () => store)
  document = await fetchDocument(app)
  operations = operationsOf(document)
})
afterAll(() => store.close())

describe('/openapi.json', () => {
  test('has every route of the server but the pages, and no other', () => {
    const pages = Object.values(pagePaths)
    const isPage = (path: string) => path === '/' || pages.some((page) => `${path}/`.startsWith(`${page}/`))
    const served = createApp(app.deps)
      .routes.filter(({ path }) => !path.includes('*') && !isPage(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect([...operations.keys()].sort()).toEqual([...new Set(served)].sort())
  })

  test.each(contract)('%s answers with %j and nothing else (the contract, §2)', (name, statuses) => {
    expect(Object.keys(operations.get(name)?.responses ?? {})).toEqual(statuses)
  })

  test('each operation has a name of its own, a summary, a group and its path parameters (OpenAPI 3.1)', () => {
    const groups = apiGroups.map(({ name }) => name)
    expect(document.tags.map(({ name }) => name)).toEqual(groups)
    for (const [name, operation] of operations) {
      expect([name, groups]).toEqual([name, expect.arrayContaining(operation.tags ?? [])])
      expect([name, operation.tags?.length, operation.summary]).toEqual([name, 1, expect.stringMatching(/./)])
      const expected = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
      const inPath = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? []
      expect([name, inPath.map((parameter) => parameter.name)]).toEqual([name, expected])
      expect(inPath.every(({ required }) => required)).toBe(true)
    }
    const ids = [...operations.values()].map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('deleteAuthSessionsById')
  })

  test('every reference leads somewhere, and every scheme is declared (OpenAPI 3.1 §4.8)', () => {
    const { schemas, securitySchemes } = document.components
    for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
      expect(schemas).toHaveProperty(name ?? '')
    }
    const used = [...operations.values()].flatMap(({ security = [] }) => security.flatMap(Object.keys))
    expect(new Set(used)).toEqual(new Set(Object.keys(securitySchemes)))
    expect([document.openapi, document.servers]).toEqual(['3.1.0', [{ url: app.deps.config.issuer }]])
  })

  test('every parameter and every field of a body says what it means', () => {
    const fields = [...operations].flatMap(([name, { parameters = [], requestBody }]) => [
      ...parameters.map((parameter) => [name, parameter.name, parameter.description]),
      ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
        Object.entries(schema.properties ?? {}).map(([field, { description }]) => [name, field, description]),
      ),
    ])
    expect(fields.length).toBeGreaterThan(60)
    expect(fields.filter(([, , description]) => !description)).toEqual([])
  })

  test.each([
    [401, 'WWW-Authenticate', 'RFC 9110 §11.6.1'],
    [429, 'Retry-After', 'RFC 6585 §4'],
    [503, 'Retry-After', 'RFC 9110 §15.6.4'],
  ])('a %i comes with %s (%s)', (status, header) => {
    for (const [name, { responses }] of operations) {
      const answer = responses[status]
      if (!answer || name === 'GET /readyz') continue
      expect([name, Object.keys(answer.headers ?? {})]).toEqual([name, [header]])
    }
  })

  test('what takes a bearer token names all that can be wrong with one (RFC 6750 §3.1)', () => {
    const wrong = ['missing_token', 'invalid_token', 'token_expired', 'session_ended']
    for (const [name, { security, responses }] of operations) {
      if (!security?.some((scheme) => 'bearer' in scheme) || name === 'GET /auth/update_token') continue
      const codes = (status: number) => readCodes(responses[status] ?? { description: '' })
      expect([name, codes(401)]).toEqual([name, expect.arrayContaining(wrong)])
      expect([name, codes(403)]).toEqual([name, expect.arrayContaining(['insufficient_scope'])])
      if (name.includes(' /admin/'))
        expect([name, codes(403)]).toEqual([name, expect.arrayContaining(['forbidden'])])
      if (name.endsWith('}')) expect([name, codes(404)]).toEqual([name, ['not_found']])
    }
  })
})

describe('/docs', () => {
  let page: string

  beforeAll(async () => {
    page = await (await app.request('GET', '/docs')).text()
  })

  test('runs no script and loads nothing from elsewhere (CSP Level 3)', async () => {
    const answer = await app.request('GET', '/docs')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(policy).toContain("default-src 'none'; style-src 'self'")
    expect(policy).not.toMatch(/script-src|unsafe|https?:/)
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=/i)
    expect([...page.matchAll(/\b(?:src|href)="(?![#/])([^"]*)"/g)]).toEqual([])
  })

  test('shows every operation where the contents lead, with its fields and every error that it may answer', () => {
    for (const [name, operation] of operations) {
      const [method = '', path = ''] = name.split(' ')
      const id = anchorOf(method.toLowerCase(), path)
      expect(page).toContain(`<a href="#${id}"><b>${method}</b> <code>${path}</code></a>`)
      const shown = sectionOf(page, id)
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(shown).toContain(`<th scope="row">${status}</th>`)
        for (const code of readCodes(answer)) expect(shown).toContain(`<li><code>${code}</code>`)
      }
      for (const { name: parameter } of operation.parameters ?? [])
        expect(shown).toContain(`<code>${parameter}</code>`)
      for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
        for (const field of Object.keys(schema.properties ?? {}))
          expect(shown).toContain(`<code>${field}</code>`)
      }
    }
  })

  test('no two places have the same name, and every link within the page leads to one (HTML §3.2.6)', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target)
    expect(targets.filter((target) => !ids.includes(target))).toEqual([])
  })

  test('shows hostile text as text', () => {
    const hostile = `<script>alert("1")</script>'"><img src=x onerror=alert(1)>\`<b>\``
    const schema = {
      type: 'object',
      properties: { [hostile]: { type: hostile, description: hostile, default: hostile } },
    }
    const operation: ApiOperation = {
      operationId: hostile,
      summary: hostile,
      tags: [hostile],
      parameters: [
        { name: hostile, in: 'query', required: true, description: hostile, schema: { enum: [hostile] } },
      ],
      requestBody: { content: { [hostile]: { schema } } },
      responses: { [hostile]: { description: hostile, content: { [hostile]: { schema } } } },
    }
    const shown = String(
      describeApi({
        ...document,
        info: { title: hostile, version: hostile },
        servers: [{ url: hostile }],
        tags: [{ name: hostile, description: hostile }],
        paths: { [hostile]: { get: operation } },
        components: { ...document.components, schemas: { [hostile]: schema } },
      }),
    )
    expect(shown).toContain('&lt;script&gt;')
    expect(shown).not.toMatch(/<script|<img|<b>`/)
  })
})

/** From its place to the next one. */
function sectionOf(page: string, id: string): string {
  const start = page.indexOf(`<section class="operation" id="${id}"`)
  return start === -1 ? '' : page.slice(start, page.indexOf('</section>', start))
}
