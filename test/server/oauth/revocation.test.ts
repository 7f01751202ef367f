import { describe, expect, test } from 'vitest'
import { oauthPaths } from '../../../src/protocol/oauth.ts'
import { type Answer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { addClient, addPerson, basic, cli, oauthError, post } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const { revoke } = oauthPaths
const done: Answer = { status: 200, headers: {}, body: undefined }
const foreign = oauthError(400, 'invalid_grant', 'The token was issued to another client.')

async function statusOf(app: TestApp, bearer: string): Promise<number> {
  return (await app.request('GET', '/auth/validate-access-token', { bearer })).status
}

async function refreshStatus(app: TestApp, refresh_token: string): Promise<number> {
  const form = { grant_type: 'refresh_token', refresh_token, ...cli }
  return (await post(app, oauthPaths.token, form)).status
}

describe('POST /oauth2/revoke (RFC 7009)', () => {
  forEachStore((_kind, openStore) => {
    for (const kind of ['access_token', 'refresh_token'] as const) {
      test(`the ${kind} ends its whole session at once (§2.1)`, async () => {
        const app = await startTestApp(openStore)
        const ann = await addPerson(app, { clientId: cli.client_id, label: 'mango' })
        expect(await statusOf(app, ann.access_token)).toBe(200)
        expect(await post(app, revoke, { token: ann[kind], ...cli })).toEqual(done)
        expect(await statusOf(app, ann.access_token)).toBe(401)
        expect(await refreshStatus(app, ann.refresh_token)).toBe(400)
        const state = await readAnswer(app.request('GET', '/auth/session', { bearer: ann.refresh_token }))
        expect(state.body).toMatchObject({ active: false, reason: 'logout' })
        expect(await post(app, revoke, { token: ann[kind], ...cli })).toEqual(done)
        expect(await auditOf(app.deps.db)).toEqual([
          noted('logout', {
            actor: ann.id,
            subject: ann.id,
            client_id: cli.client_id,
            address: '127.0.0.1',
            detail: { session: ann.sessionId },
          }),
        ])
      })
    }

    test('an old refresh token of the session will do, and is no reuse', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app, { clientId: cli.client_id })
      await refreshStatus(app, ann.refresh_token)
      app.clock.now += 3_600_000
      expect(await post(app, revoke, { token: ann.refresh_token, ...cli })).toEqual(done)
      expect((await auditOf(app.deps.db)).map(({ event }) => event)).toEqual(['logout'])
    })

    test("another client's token is refused and stands (§2.1)", async () => {
      const app = await startTestApp(openStore)
      const thief = await addClient(app)
      const ann = await addPerson(app, { clientId: cli.client_id })
      for (const token of [ann.access_token, ann.refresh_token]) {
        expect(await post(app, revoke, { token }, { headers: basic(thief) })).toEqual(foreign)
      }
      expect(await statusOf(app, ann.access_token)).toBe(200)
    })
  })

  test('an unknown token is answered like a revoked one, whatever the hint (§2.2)', async () => {
    const app = await startTestApp(openSqlite)
    const unknown = ['x', 'a.b.c', `v1.${crypto.randomUUID()}.0.${'A'.repeat(43)}`, '\0', 'é']
    for (const token of unknown) {
      expect([token, await post(app, revoke, { token, ...cli })]).toEqual([token, done])
      const hinted = { token, token_type_hint: 'nonsense', ...cli }
      expect([token, await post(app, revoke, hinted)]).toEqual([token, done])
    }
  })

  test('a hint that is wrong changes nothing (§2.1)', async () => {
    const app = await startTestApp(openSqlite)
    const ann = await addPerson(app, { clientId: cli.client_id })
    await post(app, revoke, { token: ann.refresh_token, token_type_hint: 'access_token', ...cli })
    expect(await statusOf(app, ann.access_token)).toBe(401)
  })

  test("a client's own token has no session to end: unsupported_token_type, never a false yes (§2.2.1)", async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app)
    const granted = await post(app, oauthPaths.token, { grant_type: 'client_credentials', ...client })
    const { access_token: token } = granted.body as { access_token: string }
    expect(await post(app, revoke, { token, ...client })).toEqual(
      oauthError(400, 'unsupported_token_type', 'This token has no session; it lives until it expires.'),
    )
    expect(await post(app, revoke, { token, ...(await addClient(app)) })).toEqual(foreign)
  })

  test('needs a client and a token', async () => {
    const app = await startTestApp(openSqlite)
    expect(await post(app, revoke, { token: 'x' })).toEqual(
      oauthError(400, 'invalid_request', 'The parameter "client_id" is missing.'),
    )
    expect(await post(app, revoke, cli)).toEqual(
      oauthError(400, 'invalid_request', 'The parameter "token" is missing.'),
    )
    const { client_id } = await addClient(app)
    expect((await post(app, revoke, { token: 'x', client_id })).status).toBe(401)
  })
})
