import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { paths } from '../../../src/protocol/endpoints.ts'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp } from '../../support/app.ts'
import { oauthError } from '../../support/oauth.ts'
import { openSqlite } from '../../support/stores.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The contract's tables: all that `/openapi.json` describes. */
const table: Record<string, readonly string[]> = {
  '/auth/register': ['POST'],
  '/auth/register/verification_code': ['POST'],
  '/auth/register/resend': ['POST'],
  '/auth/signup': ['POST'],
  '/auth/login': ['POST'],
  '/auth/update_token': ['GET'],
  '/auth/validate-access-token': ['GET'],
  '/auth/me': ['GET', 'PATCH', 'DELETE'],
  '/auth/logout': ['POST'],
  '/auth/password': ['POST'],
  '/auth/password/forgot': ['POST'],
  '/auth/password/reset': ['POST'],
  '/auth/email': ['POST'],
  '/auth/email/confirm': ['POST'],
  '/auth/session': ['GET'],
  '/auth/sessions': ['GET', 'DELETE'],
  '/auth/sessions/{id}': ['DELETE'],
  '/auth/tokens': ['GET', 'POST'],
  '/auth/tokens/{id}': ['DELETE'],
  '/auth/device': ['GET', 'POST'],
  '/auth/forward': ['GET'],
  '/oauth2/userinfo': ['GET', 'POST'],
  '/admin/clients': ['GET', 'POST'],
  '/admin/clients/{id}': ['PATCH', 'DELETE'],
  '/admin/keys/rotate': ['POST'],
  '/.well-known/jwks.json': ['GET'],
  '/.well-known/oauth-authorization-server': ['GET'],
  '/.well-known/openid-configuration': ['GET'],
  '/healthz': ['GET'],
  '/readyz': ['GET'],
  '/openapi.json': ['GET'],
}

/** These answer every error in the words of RFC 6749 §5.2. */
const oauthTable: Record<string, readonly string[]> = {
  '/oauth2/token': ['POST'],
  '/oauth2/device_authorization': ['POST'],
  '/oauth2/revoke': ['POST'],
  '/oauth2/introspect': ['POST'],
}

/** For people, so `/openapi.json` leaves them out. */
const pageTable: Record<string, readonly string[]> = {
  '/device': ['GET', 'POST'],
  '/style.css': ['GET'],
}

function refusal(path: string, taken: readonly string[]) {
  const [detail, headers] = [`This address takes ${taken.join(', ')} only.`, { allow: taken.join(', ') }]
  return Object.hasOwn(oauthTable, path)
    ? oauthError(405, 'invalid_request', detail, headers)
    : problemAnswer(405, 'method_not_allowed', detail, headers)
}

describe('the routes', () => {
  test.each(Object.entries({ ...table, ...oauthTable, ...pageTable }))(
    '%s takes %j; anything else is 405 and says so (RFC 9110 §15.5.6)',
    async (pattern, taken) => {
      const path = pattern.replace('{id}', randomUUID())
      const app = await startTestApp(openSqlite)
      for (const method of methods) {
        const answer = await readAnswer(app.request(method, path))
        if (taken.includes(method)) {
          expect([method, answer.status]).not.toEqual([method, 404])
          expect([method, answer.status]).not.toEqual([method, 405])
        } else {
          expect([method, answer]).toEqual([method, refusal(pattern, taken)])
        }
      }
    },
  )

  test.each([
    '/',
    '/nowhere',
    '/auth',
    '/auth/',
    '/auth/me/',
    '/AUTH/me',
    '/auth/register/../me/x',
    '/*',
    '/%00',
    '/%ff',
  ])('%s is 404 for every method', async (path) => {
    const app = await startTestApp(openSqlite)
    for (const method of methods) {
      expect([method, await readAnswer(app.request(method, path))]).toEqual([
        method,
        problemAnswer(404, 'not_found', 'There is nothing at this address.'),
      ])
    }
  })

  test('HEAD answers as GET does, without a body (RFC 9110 §9.3.2)', async () => {
    const app = await startTestApp(openSqlite)
    const { status, headers } = await readAnswer(app.request('GET', '/healthz'))
    expect(await readAnswer(app.request('HEAD', '/healthz'))).toEqual({ status, headers, body: undefined })
  })

  test.each([
    ['GET', '/auth/me'],
    ['GET', '/auth/validate-access-token'],
    ['GET', '/auth/update_token'],
    ['POST', '/auth/logout'],
    ['PATCH', '/auth/me', { username: 'Ann' }],
    ['DELETE', '/auth/me', { password: 'x' }],
    ['POST', '/auth/password', { current_password: 'x', new_password: 'y' }],
    ['POST', '/auth/email', { email: 'a@example.com', password: 'x' }],
    ['POST', '/auth/email/confirm', { code: 'x' }],
    ['GET', '/auth/session'],
    ['GET', '/auth/sessions'],
    ['DELETE', '/auth/sessions?others=true'],
    ['DELETE', `/auth/sessions/${randomUUID()}`],
    ['GET', '/auth/tokens'],
    ['POST', '/auth/tokens', { name: 'ci' }],
    ['DELETE', `/auth/tokens/${randomUUID()}`],
    ['GET', '/auth/device?user_code=BCDF-GHJK'],
    ['POST', '/auth/device', { user_code: 'BCDF-GHJK', approve: true }],
    ['GET', '/auth/forward'],
    ['GET', '/oauth2/userinfo'],
    ['POST', '/oauth2/userinfo'],
    ['GET', '/admin/clients'],
    ['POST', '/admin/clients', { name: 'Printer', grants: ['client_credentials'] }],
    ['PATCH', `/admin/clients/${randomUUID()}`, { name: 'Printer' }],
    ['DELETE', `/admin/clients/${randomUUID()}`],
    ['POST', '/admin/keys/rotate'],
  ] as const)(
    '%s %s without a token is 401 with a challenge (RFC 6750 §3)',
    async (method, path, json?: object) => {
      const app = await startTestApp(openSqlite)
      const options = json ? { json } : {}
      expect(await readAnswer(app.request(method, path, options))).toEqual(
        problemAnswer(401, 'missing_token', 'Send an access token as "Authorization: Bearer <token>".'),
      )
      for (const bearer of ['x', 'v1.x.y.z', 'eyJhbGciOiJub25lIn0.e30.']) {
        const answer = await readAnswer(app.request(method, path, { ...options, bearer }))
        expect([answer.status, answer.headers['www-authenticate']]).toEqual([
          401,
          'Bearer realm="latchkey", error="invalid_token", error_description="invalid_token"',
        ])
      }
      expect(app.logged).toEqual([])
    },
  )
})

describe('for machines', () => {
  test('GET /healthz and /readyz say that all is well', async () => {
    const app = await startTestApp(openSqlite)
    expect(await readAnswer(app.request('GET', '/healthz'))).toEqual(jsonAnswer(200, { ok: true }))
    expect(await readAnswer(app.request('GET', '/readyz'))).toEqual(
      jsonAnswer(200, { ok: true, reasons: [] }),
    )
  })

  test('GET /openapi.json describes every route, and no schema or security scheme is missing (OpenAPI 3.1)', async () => {
    const app = await startTestApp(openSqlite)
    const { status, body } = await readAnswer(app.request('GET', '/openapi.json'))
    const document = body as {
      openapi: string
      paths: Record<string, Record<string, unknown>>
      components: Record<string, Record<string, unknown>>
    }
    expect([status, document.openapi]).toEqual([200, '3.1.0'])
    const described = Object.entries(document.paths).map(([path, operations]) => [
      path,
      Object.keys(operations).map((method) => method.toUpperCase()),
    ])
    const { [paths.openapi]: _itself, ...others } = { ...table, ...oauthTable }
    expect(Object.fromEntries(described)).toEqual(others)
    const text = JSON.stringify(document)
    for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
      expect(document.components[kind ?? '']).toHaveProperty(name ?? '')
    }
    expect(text).toContain('"security":[{"bearer":[]}]')
    expect(document.components.securitySchemes).toEqual({ bearer: { type: 'http', scheme: 'bearer' } })
  })
})
