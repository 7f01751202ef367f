import { describe, expect, test } from 'vitest'
import type { Account, Registration, TokenAnswer } from '../../../src/protocol/endpoints.ts'
import { createApp } from '../../../src/server/app.ts'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { forEachStore, type OpenStore } from '../../support/stores.ts'

const email = 'ann@example.com'

const start = (openStore: OpenStore) => startTestApp(openStore, { requireVerifiedEmail: false })

async function register(app: TestApp, secret = password) {
  const json = { email, username: 'Ann', password: secret }
  const answer = await app.request('POST', '/auth/register', { json })
  expect(answer.status).toBe(201)
  const registration = (await answer.json()) as Registration
  app.clock.now += 1
  return { ...registration, code: await app.readCode(email) }
}

async function login(app: TestApp, secret = password): Promise<string> {
  const answer = await app.request('POST', '/auth/login', { form: { username: email, password: secret } })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as TokenAnswer).access_token
}

const me = (app: TestApp, bearer: string) => readAnswer(app.request('GET', '/auth/me', { bearer }))
const verify = (app: TestApp, code: string, registration_id?: string) =>
  readAnswer(
    app.request('POST', '/auth/register/verification_code', {
      json: { email, verification_code: code, registration_id },
    }),
  )

describe('AUTHD_REQUIRE_VERIFIED_EMAIL=false', () => {
  forEachStore((_kind, openStore) => {
    test('who registered logs in at once; the code verifies later and the session stands', async () => {
      const app = await start(openStore)
      const { code, user_id } = await register(app)
      const bearer = await login(app)
      const account: Account = {
        id: user_id,
        email,
        username: 'Ann',
        is_active: true,
        is_verified: false,
        is_superuser: false,
        created_at: '2026-03-01T12:00:00.000Z',
      }
      expect(await me(app, bearer)).toEqual(jsonAnswer(200, account))
      expect(await verify(app, code)).toEqual(jsonAnswer(200, { ...account, is_verified: true }))
      expect(await me(app, bearer)).toEqual(jsonAnswer(200, { ...account, is_verified: true }))
      await login(app)
    })

    test('a stranger’s account gives way to who proves the address, and its sessions end (better-auth#11023)', async () => {
      const app = await start(openStore)
      const attacker = await register(app, 'attacker picks this one')
      const stolen = await login(app, 'attacker picks this one')
      const { code, registration_id, user_id } = await register(app, 'the owner picks this one')
      const { status, body } = await verify(app, code, registration_id)
      expect([status, body]).toEqual([200, expect.objectContaining({ id: user_id, username: 'Ann' })])
      expect(user_id).not.toBe(attacker.user_id)
      expect(await me(app, stolen)).toEqual(
        problemAnswer(401, 'session_ended', 'The session of this token has ended; log in again.'),
      )
      expect(await app.deps.db.selectFrom('accounts').selectAll().execute()).toHaveLength(1)
      const gone = attacker.user_id
      const here = { address: '127.0.0.1' }
      expect(await auditOf(app.deps.db)).toEqual([
        noted('registration.requested', { subject: gone }),
        noted('login', { actor: gone, subject: gone, client_id: 'latchkey-api' }),
        noted('registration.requested', { subject: user_id, ...here }),
        noted('account.verified', { subject: user_id, ...here }),
        noted('account.gave-way', { subject: gone, ...here }),
      ])
      await login(app, 'the owner picks this one')
    })

    test('registering again is 201 and touches neither the account nor its sessions', async () => {
      const app = await start(openStore)
      await register(app)
      const bearer = await login(app)
      const before = await me(app, bearer)
      const json = { email, password: 'somebody else’s choice' }
      expect((await app.request('POST', '/auth/register', { json })).status).toBe(201)
      expect(await me(app, bearer)).toEqual(before)
      await login(app)
    })

    test('an account whose claim is long forgotten can still be sent a code, which keeps its password', async () => {
      const app = await start(openStore)
      const { user_id } = await register(app)
      app.clock.now += 48 * 3_600_000
      const json = { email }
      expect((await app.request('POST', '/auth/register/resend', { json })).status).toBe(202)
      const { status, body } = await verify(app, await app.readCode(email))
      expect([status, body]).toEqual([200, expect.objectContaining({ id: user_id, is_verified: true })])
      await login(app)
    })

    test('an unverified account cannot log in once the setting says so again: 403', async () => {
      const app = await start(openStore)
      await register(app)
      const strict = createApp({ ...app.deps, config: { ...app.deps.config, requireVerifiedEmail: true } })
      const request = new Request('http://test/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
      expect(await readAnswer(strict.request(request))).toEqual(
        problemAnswer(
          403,
          'email_not_verified',
          'The address waits for its code; enter it, or ask for a new one.',
        ),
      )
    })
  })
})
