import { describe, expect, test } from 'vitest'
import { oauthPaths } from '../../../src/protocol/oauth.ts'
import { type Answer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp, testStart } from '../../support/app.ts'
import { addClient, addPerson, cli, oauthError, post, type TestClient } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const { introspect } = oauthPaths
const start = testStart / 1000
const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
/** The whole of it: nothing more is told of a token that is not good (§2.2). */
const inactive: Answer = { status: 200, headers, body: { active: false } }

function ask(app: TestApp, client: TestClient, token: string): Promise<Answer> {
  return post(app, introspect, { token, ...client })
}

async function makePersonal(app: TestApp, bearer: string, json: object): Promise<string> {
  const answer = await app.request('POST', '/auth/tokens', { bearer, json })
  return ((await answer.json()) as { token: string }).token
}

describe('POST /oauth2/introspect (RFC 7662)', () => {
  forEachStore((_kind, openStore) => {
    test('tells all about an access token, a refresh token, a personal one and a client’s own', async () => {
      const app = await startTestApp(openStore)
      const client = await addClient(app, { scope: 'email' })
      const iss = app.deps.config.issuer
      const ann = await addPerson(app, {
        email: 'ann@example.com',
        clientId: cli.client_id,
        scope: 'account email',
      })
      const about = { active: true, sub: ann.id, iss }
      expect(await ask(app, client, ann.access_token)).toEqual({
        status: 200,
        headers,
        body: {
          ...about,
          scope: 'account email',
          client_id: cli.client_id,
          token_type: 'Bearer',
          exp: start + 900,
          iat: start,
          aud: iss,
          jti: expect.any(String),
          username: 'ann@example.com',
          sid: ann.sessionId,
        },
      })
      expect((await ask(app, client, ann.refresh_token)).body).toEqual({
        ...about,
        scope: 'account email',
        client_id: cli.client_id,
        token_type: 'refresh_token',
        exp: start + 30 * 86_400,
        iat: start,
        sid: ann.sessionId,
      })
      const personal = await makePersonal(app, ann.access_token, {
        name: 'ci',
        scopes: ['email'],
        expires_at: '2026-04-01T00:00:00Z',
      })
      expect((await ask(app, client, personal)).body).toEqual({
        ...about,
        scope: 'email',
        token_type: 'Bearer',
        username: 'ann@example.com',
        exp: Date.parse('2026-04-01T00:00:00Z') / 1000,
      })
      const granted = await post(app, oauthPaths.token, { grant_type: 'client_credentials', ...client })
      const { access_token } = granted.body as { access_token: string }
      expect((await ask(app, client, access_token)).body).toEqual({
        active: true,
        sub: client.client_id,
        scope: 'email',
        client_id: client.client_id,
        token_type: 'Bearer',
        exp: start + 900,
        iat: start,
        aud: iss,
        iss,
        jti: expect.any(String),
      })
    })

    test('a refresh token that was traded is inactive, although its successor may still be fetched', async () => {
      const app = await startTestApp(openStore)
      const client = await addClient(app)
      const ann = await addPerson(app)
      const answer = await readAnswer(app.request('GET', '/auth/update_token', { bearer: ann.refresh_token }))
      const { refresh_token } = answer.body as { refresh_token: string }
      expect(await ask(app, client, ann.refresh_token)).toEqual(inactive)
      expect((await ask(app, client, refresh_token)).body).toMatchObject({ active: true })
    })

    test('with its session ended, its account disabled or deleted, every token is inactive at once', async () => {
      const app = await startTestApp(openStore)
      const { db } = app.deps
      const client = await addClient(app)
      const disabled = (id: string) =>
        db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', id).execute()
      const deleted = (id: string) => db.deleteFrom('accounts').where('id', '=', id).execute()
      const ended = (id: string) =>
        db.updateTable('sessions').set({ ended_at: 1 }).where('account_id', '=', id).execute()
      for (const [name, end] of Object.entries({ disabled, deleted, ended })) {
        const ann = await addPerson(app)
        const personal = await makePersonal(app, ann.access_token, { name: 'ci' })
        const tokens = [ann.access_token, ann.refresh_token, ...(name === 'ended' ? [] : [personal])]
        for (const token of tokens) {
          expect((await ask(app, client, token)).body).toMatchObject({ active: true })
        }
        await end(ann.id)
        for (const token of tokens) {
          expect([name, await ask(app, client, token)]).toEqual([name, inactive])
        }
      }
    })

    test("a removed client's own token is inactive at once", async () => {
      const app = await startTestApp(openStore)
      const root = await addPerson(app, { superuser: true })
      const [asking, leaving] = [await addClient(app), await addClient(app)]
      const granted = await post(app, oauthPaths.token, { grant_type: 'client_credentials', ...leaving })
      const { access_token } = granted.body as { access_token: string }
      expect((await ask(app, asking, access_token)).body).toMatchObject({ active: true })
      const path = `/admin/clients/${leaving.client_id}`
      expect((await app.request('DELETE', path, { bearer: root.access_token })).status).toBe(204)
      expect(await ask(app, asking, access_token)).toEqual(inactive)
    })
  })

  test('expired, changed, foreign and made-up tokens are inactive', async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app)
    const ann = await addPerson(app)
    const personal = await makePersonal(app, ann.access_token, { name: 'ci' })
    const flip = (token: string) => token.replace(/.(?=.{20}$)/, (one) => (one === 'A' ? 'B' : 'A'))
    const unsigned = `${ann.access_token.split('.').slice(0, 2).join('.')}.`
    const bad = [flip(ann.access_token), flip(ann.refresh_token), flip(personal), unsigned, 'x', 'lkp_', '\0']
    for (const token of bad) {
      expect([token, await ask(app, client, token)]).toEqual([token, inactive])
    }
    app.clock.now += 900_000
    expect(await ask(app, client, ann.access_token)).toEqual(inactive)
  })

  test('is for clients with a secret (§2.1)', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token: token } = await addPerson(app)
    const onlySecret = oauthError(401, 'invalid_client', 'This takes a client with a secret.')
    expect(await post(app, introspect, { token, ...cli })).toEqual(onlySecret)
    const { client_id } = await addClient(app, { isPublic: true })
    expect(await post(app, introspect, { token, client_id })).toEqual(onlySecret)
    const bearer = await readAnswer(app.request('POST', introspect, { form: { token }, bearer: token }))
    expect(bearer).toEqual(
      oauthError(401, 'invalid_client', 'The client is unknown, or its secret is wrong.'),
    )
    expect(await post(app, introspect, { ...(await addClient(app)) })).toEqual(
      oauthError(400, 'invalid_request', 'The parameter "token" is missing.'),
    )
  })
})
