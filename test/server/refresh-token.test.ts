import { describe, expect, test } from 'vitest'
import type { TokenAnswer } from '../../src/protocol/endpoints.ts'
import type { Problem } from '../../src/protocol/errors.ts'
import { parseRefreshToken } from '../../src/server/grants/refresh-token.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { auditOf, noted } from '../support/audit.ts'
import { forEachStore } from '../support/stores.ts'

const second = 1_000

async function refresh(app: TestApp, token: string, from = '127.0.0.1') {
  const answer = await app.request('GET', '/auth/update_token', { bearer: token, from })
  return { status: answer.status, body: (await answer.json()) as TokenAnswer & Problem }
}

describe('refresh tokens are a counter under a key', () => {
  forEachStore((_kind, openStore) => {
    test('the current one rotates: the generation moves by one', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      const { status, body } = await refresh(app, refresh_token)
      expect(status).toBe(200)
      expect(body).toEqual({
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 900,
      })
      expect(parseRefreshToken(refresh_token)?.generation).toBe(0)
      expect(parseRefreshToken(body.refresh_token)?.generation).toBe(1)
    })

    test('the previous one gets the same successor inside the grace window (zitadel#9631)', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      const first = await refresh(app, refresh_token)
      app.clock.now += 60 * second
      const again = await refresh(app, refresh_token)
      expect(again.status).toBe(200)
      expect(again.body.refresh_token).toBe(first.body.refresh_token)
    })

    test('the previous one after the window ends the session and the log names both devices (RFC 9700 §4.14.2)', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      const next = await refresh(app, refresh_token)
      app.clock.now += 60 * second + 1
      const reused = await refresh(app, refresh_token, '192.168.1.7')
      expect(reused.status).toBe(401)
      expect(reused.body.code).toBe('session_ended')
      expect((await refresh(app, next.body.refresh_token)).body.code).toBe('session_ended')
      const { account_id } = await app.deps.db
        .selectFrom('sessions')
        .select('account_id')
        .executeTakeFirstOrThrow()
      expect((await auditOf(app.deps.db)).at(-1)).toEqual(
        noted('session.reused', {
          subject: account_id,
          client_id: 'latchkey-api',
          address: '192.168.1.7',
          detail: {
            session: parseRefreshToken(refresh_token)?.sessionId,
            device: null,
            loginAddress: '127.0.0.1',
          },
        }),
      )
    })

    test('one that is two generations old ends the session even inside the window', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      const second = await refresh(app, refresh_token)
      await refresh(app, second.body.refresh_token)
      const reused = await refresh(app, refresh_token)
      expect(reused.status).toBe(401)
      expect(reused.body.code).toBe('session_ended')
    })

    test('50 parallel refreshes of one token all get one successor (hydra#3604)', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(app, refresh_token)))
      expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200))
      expect(new Set(answers.map((answer) => answer.body.refresh_token)).size).toBe(1)
      const session = await app.deps.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
      expect(session.generation).toBe(1)
    })

    test('one that is newer than the row, after a restore from a backup, is honoured', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await app.signIn()
      const newer = await refresh(app, refresh_token)
      await app.deps.db.updateTable('sessions').set({ generation: 0 }).execute()
      const { status, body } = await refresh(app, newer.body.refresh_token)
      expect(status).toBe(200)
      expect(parseRefreshToken(body.refresh_token)?.generation).toBe(2)
    })

    test('each use moves the idle end; the absolute end stands', async () => {
      const app = await startTestApp(openStore, { refreshTokenTtl: 100 * second, sessionTtl: 150 * second })
      let token = (await app.signIn()).refresh_token
      app.clock.now += 99 * second
      const used = await refresh(app, token)
      expect(used.status).toBe(200)
      token = used.body.refresh_token
      app.clock.now += 51 * second
      expect((await refresh(app, token)).body.code).toBe('session_ended')
    })

    test('one changed in any part is not ours', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token, access_token } = await app.signIn()
      const [version, id, generation, mac = ''] = refresh_token.split('.')
      const other = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`
      const changed = [
        `${version}.${id}.1.${mac}`,
        `${version}.${id}.${generation}.${other}`,
        `v2.${id}.${generation}.${mac}`,
        `${version}.${crypto.randomUUID()}.${generation}.${mac}`,
        `${refresh_token}x`,
        access_token,
      ]
      for (const token of changed) {
        const { status, body } = await refresh(app, token)
        expect([token, status, body.code]).toEqual([token, 401, 'invalid_token'])
      }
      expect((await refresh(app, refresh_token)).status).toBe(200)
    })
  })
})
