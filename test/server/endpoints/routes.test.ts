import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
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
  '/auth/connection': ['GET'],
  '/oauth2/userinfo': ['GET', 'POST'],
  '/admin/users': ['GET', 'POST'],
  '/admin/users/{id}': ['GET', 'PATCH', 'DELETE'],
  '/admin/users/{id}/password-reset': ['POST'],
  '/admin/users/{id}/sessions': ['GET', 'DELETE'],
  '/admin/users/{id}/sessions/{session_id}': ['DELETE'],
  '/admin/audit': ['GET'],
  '/admin/invites': ['GET', 'POST'],
  '/admin/invites/{id}': ['DELETE'],
  '/admin/limits': ['GET', 'DELETE'],
  '/admin/clients': ['GET', 'POST'],
  '/admin/clients/{id}': ['PATCH', 'DELETE'],
  '/admin/keys/rotate': ['POST'],
  '/.well-known/jwks.json': ['GET'],
  '/.well-known/oauth-authorization-server': ['GET'],
  '/.well-known/openid-configuration': ['GET'],
  '/healthz': ['GET'],
  '/readyz': ['GET'],
  '/metrics': ['GET'],
  '/openapi.json': ['GET'],
}

/** These answer every error in the words of RFC 6749 §5.2. */
const oauthTable: Record<string, readonly string[]> = {
  '/oauth2/token': ['POST'],
  '/oauth2/device_authorization': ['POST'],
  '/oauth2/revoke': ['POST'],
  '/oauth2/introspect': ['POST'],
}

/** For people, so `/openapi.json` leaves them out, and their errors are pages. */
const pageTable: Record<string, readonly string[]> = {
  '/': ['GET'],
  '/login': ['GET', 'POST'],
  '/logout': ['POST'],
  '/register': ['GET', 'POST'],
  '/verify': ['GET', 'POST'],
  '/forgot': ['GET', 'POST'],
  '/forgot/code': ['GET', 'POST'],
  '/account': ['GET'],
  '/members': ['GET'],
  '/invites': ['GET', 'POST'],
  '/device': ['GET', 'POST'],
  '/docs': ['GET'],
  '/members/add': ['GET', 'POST'],
  '/language': ['POST'],
  '/style.css': ['GET'],
  '/icon.svg': ['GET'],
}

function refusal(path: string, taken: readonly string[]) {
  const [detail, headers] = [`This address takes ${taken.join(', ')} only.`, { allow: taken.join(', ') }]
  return Object.hasOwn(oauthTable, path)
    ? oauthError(405, 'invalid_request', detail, headers)
    : problemAnswer(405, 'method_not_allowed', detail, headers)
}

describe('the routes', () => {
  test.each(Object.entries(pageTable))('the page %s takes %j; anything else is 405', async (path, taken) => {
    const app = await startTestApp(openSqlite)
    for (const method of methods) {
      const answer = await app.request(method, path)
      const refused = { status: 405, allow: taken.join(', ') }
      const given = { status: answer.status, allow: answer.headers.get('allow') }
      if (taken.includes(method)) expect([method, given.allow]).toEqual([method, null])
      else expect([method, given]).toEqual([method, refused])
    }
  })

  test.each(Object.entries({ ...table, ...oauthTable }))(
    '%s takes %j; anything else is 405 and says so (RFC 9110 §15.5.6)',
    async (pattern, taken) => {
      const path = pattern.replace(/\{\w+\}/g, randomUUID())
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

  const shown = { ...table, ...oauthTable, '/auth/nowhere': [], '/metrics': [], '/.well-known/nowhere': [] }
  test.each(Object.keys(shown))(
    '%s is never a page: who opens it in a browser gets what a program gets (RFC 9457 §3)',
    async (pattern) => {
      const path = pattern.replace(/\{\w+\}/g, randomUUID())
      const app = await startTestApp(openSqlite)
      const headers = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' }
      const answer = await readAnswer(app.request('GET', path, { headers }))
      const plain = await readAnswer(app.request('GET', path))
      // Each look at the metrics counts as a request and changes them.
      expect(path === '/metrics' ? { ...answer, body: plain.body } : answer).toEqual(plain)
    },
  )

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
    ['GET', '/admin/users'],
    ['POST', '/admin/users', { email: 'a@example.com' }],
    ['GET', `/admin/users/${randomUUID()}`],
    ['PATCH', `/admin/users/${randomUUID()}`, { is_active: false }],
    ['DELETE', `/admin/users/${randomUUID()}`],
    ['POST', `/admin/users/${randomUUID()}/password-reset`],
    ['GET', `/admin/users/${randomUUID()}/sessions`],
    ['DELETE', `/admin/users/${randomUUID()}/sessions`],
    ['DELETE', `/admin/users/${randomUUID()}/sessions/${randomUUID()}`],
    ['GET', '/admin/audit'],
    ['GET', '/admin/invites'],
    ['POST', '/admin/invites', {}],
    ['DELETE', `/admin/invites/${randomUUID()}`],
    ['GET', '/admin/limits'],
    ['DELETE', '/admin/limits?who=ann'],
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
      jsonAnswer(200, { ok: true, reasons: [], warnings: [] }),
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
    expect(Object.fromEntries(described)).toEqual({ ...table, ...oauthTable })
    const text = JSON.stringify(document)
    for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
      expect(document.components[kind ?? '']).toHaveProperty(name ?? '')
    }
    expect(text).toContain('"security":[{"bearer":[]}]')
    expect(document.components.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      client: { type: 'http', scheme: 'basic' },
    })
  })
})
