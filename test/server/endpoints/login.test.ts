import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import type { Account } from '../../../src/protocol/endpoints.ts'
import { disableAccount } from '../../../src/server/accounts/administration.ts'
import { hashPassword } from '../../../src/server/accounts/hashing/password-hash.ts'
import { jsonAnswer, noStore, problemAnswer, readAnswer } from '../../support/answers.ts'
import {
  testPassword as password,
  type RequestOptions,
  startTestApp,
  type TestApp,
} from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'

const tokens = jsonAnswer(
  200,
  {
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    token_type: 'bearer',
    expires_in: 900,
  },
  noStore,
)
const wrong = problemAnswer(401, 'invalid_credentials', 'The address or the password is wrong.')

const login = (app: TestApp, options: RequestOptions) =>
  readAnswer(app.request('POST', '/auth/login', options))

function multipart(fields: Record<string, string | Blob>): RequestOptions {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return { body }
}

async function openAccount(
  app: TestApp,
  change: { email?: string; username?: string; password?: string } = {},
) {
  const json = { email, username: 'Ann Ünal', password, ...change }
  await app.request('POST', '/auth/register', { json })
  const verification_code = await app.readCode(json.email)
  const verification = { email: json.email, verification_code }
  const answer = await app.request('POST', '/auth/register/verification_code', { json: verification })
  expect(answer.status).toBe(200)
  const { id } = (await answer.json()) as Account
  return id
}

describe('POST /auth/login', () => {
  forEachStore((_kind, openStore) => {
    test('takes an urlencoded form, a multipart form and JSON (contract)', async () => {
      const app = await startTestApp(openStore)
      await openAccount(app)
      for (const options of [
        { form: { username: email, password } },
        multipart({ username: email, password }),
        { json: { email, password } },
        { json: { username: email, password } },
        { json: { username: 'Ann Ünal', password } },
        { form: { username: email, password, grant_type: 'password', scope: '' } },
      ]) {
        expect(await login(app, options)).toEqual(tokens)
      }
    })

    test('takes the address and the user name in any case and spelling', async () => {
      const app = await startTestApp(openStore)
      await openAccount(app, { email: 'ann@xn--bcher-kva.example' })
      for (const username of [
        'ANN@Bücher.EXAMPLE',
        ' ann@xn--bcher-kva.example ',
        'ann@bu\u0308cher.example',
        'ANN ÜNAL',
        ' ann u\u0308nal ',
        'Ａｎｎ ünal',
      ]) {
        expect([username, (await login(app, { form: { username, password } })).status]).toEqual([
          username,
          200,
        ])
      }
    })

    test('the password is the same from another system: composed or not, any kind of space (RFC 8265 §4.2.2)', async () => {
      const app = await startTestApp(openStore)
      await openAccount(app, { password: 'Zürich im tiefen Winter' })
      const typed = 'Zu\u0308rich\u00a0im tiefen\u3000Winter'
      expect(await login(app, { form: { username: email, password: typed } })).toEqual(tokens)
    })

    test('the access token is a JWT as RFC 9068 §2 has it, for this session', async () => {
      const app = await startTestApp(openStore)
      const sub = await openAccount(app)
      const { body } = await login(app, { form: { username: email, password } })
      const { access_token } = body as { access_token: string }
      const session = await app.deps.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
      expect(decodeProtectedHeader(access_token)).toEqual({
        alg: 'ES256',
        typ: 'at+jwt',
        kid: app.deps.keys.current('ES256', app.clock.now).id,
      })
      const iat = app.clock.now / 1000
      expect(decodeJwt(access_token)).toEqual({
        iss: 'http://127.0.0.1:8420',
        aud: 'http://127.0.0.1:8420',
        sub,
        sid: session.id,
        client_id: 'latchkey-api',
        scope: 'openid email profile account admin',
        jti: expect.any(String),
        iat,
        exp: iat + 900,
      })
    })

    test('keeps where and by which device the session began', async () => {
      const app = await startTestApp(openStore)
      const account_id = await openAccount(app)
      const headers = {
        'user-agent': 'latchkey-cli/0.1.0',
        'latchkey-device': `ann's laptop${'.'.repeat(80)}`,
      }
      expect(await login(app, { form: { username: email, password }, headers, from: '192.168.7.9' })).toEqual(
        tokens,
      )
      const session = await app.deps.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
      const { now } = app.clock
      const day = 86_400_000
      expect(session).toEqual({
        id: expect.any(String),
        account_id,
        client_id: 'latchkey-cli',
        label: `ann's laptop${'.'.repeat(52)}`,
        address: '192.168.7.9',
        scope: 'openid email profile account admin',
        salt: expect.stringMatching(/^[\w-]{22}$/),
        generation: 0,
        rotated_at: now,
        created_at: now,
        last_used_at: now,
        expires_at: now + 30 * day,
        ends_at: now + 180 * day,
        ended_at: null,
        end_reason: null,
        ended_by: null,
        ended_from: null,
      })
      const entries = await auditOf(app.deps.db)
      expect(entries.filter(({ event }) => event === 'login')).toEqual([
        noted('login', {
          actor: account_id,
          subject: account_id,
          client_id: 'latchkey-cli',
          address: '192.168.7.9',
          detail: { session: session.id, device: session.label },
        }),
      ])
    })

    test('a new login works whatever became of the sessions before (supabase/auth#1290)', async () => {
      const app = await startTestApp(openStore)
      const stale = await app.signIn(email)
      await app.request('POST', '/auth/logout', { bearer: stale.access_token })
      const headers = { authorization: `Bearer ${stale.access_token}` }
      expect(await login(app, { form: { username: email, password }, headers })).toEqual(tokens)
    })

    test('known and unknown, wrong and malformed are one and the same 401 (contract, keycloak#48888)', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      await openAccount(app)
      const long = `${password}${'x'.repeat(52)}`
      expect(Buffer.byteLength(long)).toBe(73)
      const credentials: RequestOptions[] = [
        { form: { username: email, password: 'wrong horse battery' } },
        { form: { username: 'nobody@example.com', password } },
        { form: { username: 'nobody', password } },
        { form: { username: email, password: '' } },
        { form: { username: email, password: `${password} ` } },
        { form: { username: email, password: long } },
        { form: { username: email, password: 'x'.repeat(10_000) } },
        { form: { username: '', password } },
        { form: { username: 'not@an@address', password } },
        { form: { username: 'ann\r\n@example.com', password } },
        { form: { username: '\0', password: '\0' } },
        { form: { username: 'x'.repeat(10_000), password } },
        { form: { username: email } },
        { form: { password } },
        { form: {} },
        multipart({ username: email, password: new Blob([password]) }),
        multipart({ username: new Blob([email]), password }),
        { json: { email, password: 12 } },
        { json: { email: [email], password } },
        { json: { email, password: null } },
        { json: { email: { $ne: null }, password: { $ne: null } } },
        { json: { email: '\ud800', password: '\ud800' } },
        { json: {} },
        { json: [] },
        { json: null },
        { json: 'email' },
      ]
      for (const options of credentials) {
        expect([options, await login(app, options)]).toEqual([options, wrong])
        await app.deps.db.deleteFrom('rate_limits').execute()
      }
      expect(app.logged).toEqual([])
      expect(await login(app, { form: { username: email, password } })).toEqual(tokens)
    })

    test('the right password before the code is 403 email_not_verified, a wrong one 401 (contract)', async () => {
      const app = await startTestApp(openStore)
      await app.request('POST', '/auth/register', { json: { email, password } })
      expect(await login(app, { form: { username: email, password } })).toEqual(
        problemAnswer(
          403,
          'email_not_verified',
          'The address waits for its code; enter it, or ask for a new one.',
        ),
      )
      expect(await login(app, { form: { username: email, password: 'wrong horse battery' } })).toEqual(wrong)
    })

    test('a disabled account is 403 account_disabled to who knows its password, 401 to others', async () => {
      const app = await startTestApp(openStore)
      const id = await openAccount(app)
      await disableAccount(app.deps.db, id, {}, app.clock.now)
      expect(await login(app, { form: { username: email, password } })).toEqual(
        problemAnswer(403, 'account_disabled', 'This account is disabled; ask who runs the server.'),
      )
      expect(await login(app, { form: { username: email, password: 'wrong horse battery' } })).toEqual(wrong)
    })

    test('a hash of another cost is made anew at a right password, and only then', async () => {
      const app = await startTestApp(openStore)
      const id = await openAccount(app)
      const foreign = hashPassword(password, 5)
      const { db } = app.deps
      await db.updateTable('accounts').set({ password_hash: foreign }).where('id', '=', id).execute()
      const stored = async () =>
        (await db.selectFrom('accounts').select('password_hash').executeTakeFirstOrThrow()).password_hash
      await login(app, { form: { username: email, password: 'wrong horse battery' } })
      expect(await stored()).toBe(foreign)
      expect(await login(app, { form: { username: email, password } })).toEqual(tokens)
      expect(await stored()).toMatch(/^\$2b\$04\$/)
      expect(await login(app, { form: { username: email, password } })).toEqual(tokens)
    })

    test('the eleventh wrong password is 429 with Retry-After, in any spelling of the login, and time heals', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      await openAccount(app)
      const guess = (username: string) => login(app, { form: { username, password: 'wrong horse battery' } })
      for (let times = 0; times < 10; times++) expect(await guess(email)).toEqual(wrong)
      const refusal = problemAnswer(429, 'too_many_requests', 'Too many tries; try again in 30 s.', {
        'retry-after': '30',
      })
      for (const spelling of [email, ' ann@example.com', 'ann@example.com  ', 'ANN@example.COM']) {
        expect([spelling, await guess(spelling)]).toEqual([spelling, refusal])
      }
      expect(await login(app, { form: { username: email, password } })).toEqual(refusal)
      app.clock.now += 30_000
      expect(await login(app, { form: { username: email, password } })).toEqual(tokens)
    })

    test('right passwords cost nothing: any number of logins in a row', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      await openAccount(app)
      for (let times = 0; times < 25; times++) {
        expect(await login(app, { form: { username: email, password } })).toEqual(tokens)
      }
    })

    test('one source that tries many logins is 429 after a hundred; others are not (keycloak#26172)', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      const guess = (index: number, from: string) =>
        login(app, { form: { username: `nobody${index}@example.com`, password }, from })
      const answers = await Promise.all(Array.from({ length: 101 }, (_, index) => guess(index, '10.0.0.1')))
      const statuses = answers.map(({ status }) => status).sort()
      expect(statuses).toEqual([...Array(100).fill(401), 429])
      expect(await guess(0, '10.0.0.2')).toEqual(wrong)
    })
  })

  test.each<[string, RequestOptions]>([
    ['no body', {}],
    ['no content type', { body: new TextEncoder().encode('username=a&password=b') }],
    ['plain text', { body: 'username=a&password=b' }],
    ['broken JSON', { body: `{"password":"${password}`, headers: { 'content-type': 'application/json' } }],
    ['a bare password as JSON', { body: password, headers: { 'content-type': 'application/json' } }],
    ['an empty JSON body', { headers: { 'content-type': 'application/json' } }],
    ['multipart without a boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }],
    ['broken multipart', { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=y' } }],
    ['XML', { body: '<a/>', headers: { 'content-type': 'application/xml' } }],
  ])('what cannot be read at all is 422 and is not logged: %s', async (_what, options) => {
    const app = await startTestApp(openSqlite)
    expect(await login(app, options)).toEqual(
      problemAnswer(
        422,
        'invalid_request',
        'Send the login as a form or as JSON, and name its Content-Type.',
      ),
    )
    expect(app.logged).toEqual([])
  })
})
