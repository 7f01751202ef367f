import { describe, expect, test } from 'vitest'
import type { TokenAnswer } from '../../../src/protocol/endpoints.ts'
import { disableAccount } from '../../../src/server/accounts/administration.ts'
import { emptyAnswer, jsonAnswer, noStore, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { forEachStore } from '../../support/stores.ts'

const get = (app: TestApp, path: string, bearer: string) => readAnswer(app.request('GET', path, { bearer }))
const validate = (app: TestApp, bearer: string) => get(app, '/auth/validate-access-token', bearer)
const refresh = (app: TestApp, bearer: string) => get(app, '/auth/update_token', bearer)
const logout = (app: TestApp, bearer: string) => readAnswer(app.request('POST', '/auth/logout', { bearer }))

const ended = problemAnswer(401, 'session_ended', 'The session of this token has ended; log in again.')
const endedBecause = (how: string) => problemAnswer(401, 'session_ended', `The session ${how}; log in again.`)

describe('GET /auth/update_token', () => {
  forEachStore((_kind, openStore) => {
    test('trades the refresh token for new tokens that no cache may keep (contract, RFC 6749 §5.1)', async () => {
      const app = await startTestApp(openStore)
      const before = await app.signIn()
      app.clock.now += 1_000
      const answer = await refresh(app, before.refresh_token)
      const body = {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 900,
      }
      expect(answer).toEqual(jsonAnswer(200, body, noStore))
      const after = answer.body as typeof before
      expect(after.access_token).not.toBe(before.access_token)
      expect(after.refresh_token).not.toBe(before.refresh_token)
      expect((await validate(app, before.access_token)).status).toBe(200)
      expect((await validate(app, after.access_token)).status).toBe(200)
    })

    test('an access token is no refresh token', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      expect(await refresh(app, access_token)).toEqual(
        problemAnswer(401, 'invalid_token', 'This is no refresh token of this server; log in again.'),
      )
    })

    test('a disabled account gets no more tokens', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      await disableAccount(app.deps.db, id, {}, app.clock.now)
      expect(await refresh(app, refresh_token)).toEqual(
        endedBecause('was ended because the account was disabled at 2026-03-01 12:00:00Z'),
      )
    })

    test('the last access token ends with its session', async () => {
      const app = await startTestApp(openStore, { sessionTtl: 1_000_000 })
      const { refresh_token } = await app.signIn()
      app.clock.now += 900_000
      const { body } = await refresh(app, refresh_token)
      expect(body).toEqual(expect.objectContaining({ expires_in: 100 }))
    })
  })
})

describe('GET /auth/validate-access-token', () => {
  forEachStore((_kind, openStore) => {
    test('says whose token it is and until when (contract)', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      const session = await app.deps.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
      expect(await validate(app, access_token)).toEqual(
        jsonAnswer(200, {
          user_id: session.account_id,
          session_id: session.id,
          expires_at: '2026-03-01T12:15:00.000Z',
        }),
      )
    })

    test('a token is good until its last millisecond', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      app.clock.now += 900_000 - 1
      expect((await validate(app, access_token)).status).toBe(200)
      app.clock.now += 1
      expect(await validate(app, access_token)).toEqual(
        problemAnswer(401, 'token_expired', 'The access token has expired; refresh it.'),
      )
    })
  })
})

describe('POST /auth/logout', () => {
  forEachStore((_kind, openStore) => {
    test.each(['access_token', 'refresh_token'] as const)(
      'by %s ends the session: both its tokens are refused at once (contract)',
      async (kind) => {
        const app = await startTestApp(openStore)
        const tokens = await app.signIn()
        const other = await app.request('POST', '/auth/login', {
          form: { username: 'ann@example.com', password: 'correct horse battery' },
        })
        const { access_token: others } = (await other.json()) as TokenAnswer
        expect((await validate(app, tokens.access_token)).status).toBe(200)
        expect(await logout(app, tokens[kind])).toEqual(emptyAnswer(204))
        expect(await validate(app, tokens.access_token)).toEqual(ended)
        expect(await refresh(app, tokens.refresh_token)).toEqual(
          endedBecause('was logged out on 127.0.0.1 at 2026-03-01 12:00:00Z'),
        )
        expect((await validate(app, others)).status).toBe(200)
      },
    )

    test('a refresh token logs out again and again, and when its session has run out (kanidm#2507)', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      expect(await logout(app, refresh_token)).toEqual(emptyAnswer(204))
      expect(await logout(app, refresh_token)).toEqual(emptyAnswer(204))
      app.clock.now += 400 * 86_400_000
      expect(await logout(app, refresh_token)).toEqual(emptyAnswer(204))
      const entries = (await auditOf(app.deps.db)).filter(({ event }) => event === 'logout')
      const session = await app.deps.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
      expect(entries).toEqual([
        noted('logout', {
          actor: session.account_id,
          subject: session.account_id,
          client_id: 'latchkey-api',
          address: '127.0.0.1',
          detail: { session: session.id },
        }),
      ])
      const { ended_at, end_reason, ended_by, ended_from } = session
      expect({ ended_at, end_reason, ended_by, ended_from }).toEqual({
        ended_at: session.created_at,
        end_reason: 'logout',
        ended_by: null,
        ended_from: '127.0.0.1',
      })
    })

    test('an old refresh token, which no longer refreshes, still logs out', async () => {
      const app = await startTestApp(openStore)
      const { access_token, refresh_token } = await app.signIn()
      await refresh(app, refresh_token)
      app.clock.now += 600_000
      expect(await logout(app, refresh_token)).toEqual(emptyAnswer(204))
      expect(await validate(app, access_token)).toEqual(ended)
    })

    test('what is no token of ours ends nothing', async () => {
      const app = await startTestApp(openStore)
      const { access_token, refresh_token } = await app.signIn()
      const [version, id, generation, mac = ''] = refresh_token.split('.')
      const forged = `${version}.${id}.${generation}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`
      expect(await logout(app, forged)).toEqual(
        problemAnswer(401, 'invalid_token', 'This is no token of a session of this server.'),
      )
      expect(await logout(app, 'x')).toEqual(
        problemAnswer(401, 'invalid_token', 'The access token is not valid here.'),
      )
      expect((await validate(app, access_token)).status).toBe(200)
      app.clock.now += 900_000
      expect(await logout(app, access_token)).toEqual(
        problemAnswer(401, 'token_expired', 'The access token has expired; refresh it.'),
      )
    })
  })
})
