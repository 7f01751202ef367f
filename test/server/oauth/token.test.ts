import { decodeJwt } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { deviceCodeGrant, type OAuthTokenAnswer, oauthPaths } from '../../../src/protocol/oauth.ts'
import { createApp } from '../../../src/server/app.ts'
import { type Answer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addClient, addPerson, basic, cli, oauthError, type Person, post } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const { token } = oauthPaths

function refresh(app: TestApp, refresh_token: string, rest: Record<string, string> = cli): Promise<Answer> {
  return post(app, token, { grant_type: 'refresh_token', refresh_token, ...rest })
}

/** Logged in with the command line, whose client is public. */
function addCliPerson(app: TestApp): Promise<Person> {
  return addPerson(app, { clientId: cli.client_id })
}

function tokens(answer: Answer): OAuthTokenAnswer {
  expect(answer.status).toBe(200)
  return answer.body as OAuthTokenAnswer
}

describe('POST /oauth2/token refuses (RFC 6749 §5.2)', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const notForm = 'Send a form: "Content-Type: application/x-www-form-urlencoded".'
  const refused: [string, { headers?: Record<string, string>; body: string }, Answer][] = [
    [
      'a repeated parameter (§3.2)',
      { body: 'grant_type=refresh_token&client_id=latchkey-cli&scope=email&scope=openid' },
      oauthError(400, 'invalid_request', 'The parameter "scope" is repeated.'),
    ],
    [
      'a repeated parameter, even if it is empty once',
      { body: 'grant_type=refresh_token&grant_type=' },
      oauthError(400, 'invalid_request', 'The parameter "grant_type" is repeated.'),
    ],
    [
      'a repeated parameter, whose name is told in the characters that an error may have (§5.2)',
      { body: '%22%5C%C3%A9=1&%22%5C%C3%A9=2' },
      oauthError(400, 'invalid_request', 'The parameter "???" is repeated.'),
    ],
    [
      'JSON',
      { headers: { 'content-type': 'application/json' }, body: '{"grant_type":"refresh_token"}' },
      oauthError(400, 'invalid_request', notForm),
    ],
    [
      'multipart',
      {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\ncontent-disposition: form-data; name="grant_type"\r\n\r\nrefresh_token\r\n--x--',
      },
      oauthError(400, 'invalid_request', notForm),
    ],
    [
      'a body that is not UTF-8',
      { body: '\u00ff' },
      oauthError(400, 'invalid_request', 'The body is not valid UTF-8.'),
    ],
    [
      'a body over 64 KiB',
      { body: `grant_type=${'x'.repeat(65_536)}` },
      oauthError(413, 'invalid_request', 'The body is over 64 KiB.'),
    ],
    [
      'no grant type',
      { body: 'client_id=latchkey-cli' },
      oauthError(400, 'invalid_request', 'The parameter "grant_type" is missing.'),
    ],
    [
      'an empty grant type, which counts as left out (§3.2)',
      { body: 'client_id=latchkey-cli&grant_type=' },
      oauthError(400, 'invalid_request', 'The parameter "grant_type" is missing.'),
    ],
    [
      'no client',
      { body: 'grant_type=refresh_token' },
      oauthError(400, 'invalid_request', 'The parameter "client_id" is missing.'),
    ],
    [
      'an unknown grant',
      { body: 'client_id=latchkey-cli&grant_type=urn:x:y' },
      oauthError(400, 'unsupported_grant_type', 'This server has no such grant.'),
    ],
    [
      'a grant that only objects have',
      { body: 'client_id=latchkey-cli&grant_type=constructor' },
      oauthError(400, 'unsupported_grant_type', 'This server has no such grant.'),
    ],
    [
      'the password grant (RFC 9700 §2.4)',
      { body: 'client_id=latchkey-cli&grant_type=password&username=ann%40example.com&password=x' },
      oauthError(400, 'unsupported_grant_type', 'This server has no such grant.'),
    ],
    [
      'a grant that the client is not registered for',
      { body: 'client_id=latchkey-cli&grant_type=client_credentials' },
      oauthError(400, 'unauthorized_client', 'This client is not registered for this grant.'),
    ],
    [
      'no refresh token',
      { body: 'client_id=latchkey-cli&grant_type=refresh_token' },
      oauthError(400, 'invalid_request', 'The parameter "refresh_token" is missing.'),
    ],
    [
      'no device code',
      { body: `client_id=latchkey-cli&grant_type=${deviceCodeGrant}` },
      oauthError(400, 'invalid_request', 'The parameter "device_code" is missing.'),
    ],
    [
      'an unknown refresh token',
      { body: 'client_id=latchkey-cli&grant_type=refresh_token&refresh_token=x' },
      oauthError(400, 'invalid_grant', 'The refresh token is unknown, or its session has ended.'),
    ],
    [
      'an unknown device code',
      { body: `client_id=latchkey-cli&grant_type=${deviceCodeGrant}&device_code=x` },
      oauthError(400, 'invalid_grant', 'The device code is unknown, or was used already.'),
    ],
  ]

  test.each(refused)('%s', async (_name, { headers = form, body }, answer) => {
    const app = await startTestApp(openSqlite)
    const bytes = Buffer.from(body, 'latin1')
    expect(await readAnswer(app.request('POST', token, { headers, body: bytes }))).toEqual(answer)
  })

  test('any method but POST', async () => {
    const app = await startTestApp(openSqlite)
    expect(await readAnswer(app.request('GET', token))).toEqual(
      oauthError(405, 'invalid_request', 'This address takes POST only.', { allow: 'POST' }),
    )
  })

  test('nothing while the store is down: 503, never invalid_grant (lyftr#25)', async () => {
    const app = await startTestApp(openSqlite)
    const { refresh_token } = await addCliPerson(app)
    const db = await connectStore('postgres://nobody@127.0.0.1:1/nothing')
    onTestFinished(() => db.destroy())
    const cut: TestApp = {
      ...app,
      request: async (method, path, { form: fields } = {}) =>
        createApp({ ...app.deps, db }).request(path, { method, body: new URLSearchParams(fields) }),
    }
    const answer = oauthError(
      503,
      'temporarily_unavailable',
      'The store does not answer at the moment; nothing was changed, try again.',
      { 'retry-after': '1' },
    )
    expect(await refresh(cut, refresh_token)).toEqual(answer)
    expect(await post(cut, token, { grant_type: deviceCodeGrant, device_code: 'x', ...cli })).toEqual(answer)
    expect((await refresh(app, refresh_token)).status).toBe(200)
  })
})

describe('POST /oauth2/token with a refresh token (RFC 6749 §6)', () => {
  forEachStore((_kind, openStore) => {
    test('answers new tokens that no cache keeps (§5.1)', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token, id } = await addPerson(app, { clientId: cli.client_id, scope: 'email account' })
      const answer = await refresh(app, refresh_token)
      expect(answer).toEqual({
        status: 200,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: {
          access_token: expect.any(String),
          token_type: 'Bearer',
          expires_in: 900,
          scope: 'email account',
          refresh_token: expect.stringMatching(/^v1\.[0-9a-f-]{36}\.1\./),
        },
      })
      const claims = decodeJwt(tokens(answer).access_token)
      expect([claims.sub, claims.client_id, claims.scope]).toEqual([id, cli.client_id, 'email account'])
    })

    test('of another client: invalid_grant, and its session goes on', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await addCliPerson(app)
      const wrong = oauthError(
        400,
        'invalid_grant',
        'The refresh token is unknown, or its session has ended.',
      )
      const thief = await addClient(app)
      expect(await refresh(app, refresh_token, { ...thief })).toEqual(wrong)
      const next = tokens(await refresh(app, refresh_token)).refresh_token ?? ''
      app.clock.now += 3_600_000
      // Long after the grace window, where its own client would be told of reuse.
      expect(await refresh(app, refresh_token, { ...thief })).toEqual(wrong)
      expect((await refresh(app, next)).status).toBe(200)
    })

    test('asking for more scope: invalid_scope, and the token is not used up', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await addPerson(app, { clientId: cli.client_id, scope: 'openid email' })
      for (const scope of ['openid email account', 'nothing', 'email nothing']) {
        expect(await refresh(app, refresh_token, { ...cli, scope })).toEqual(
          oauthError(400, 'invalid_scope', 'The scope may shrink with a refresh, but not grow.'),
        )
      }
      const session = await app.deps.db.selectFrom('sessions').select('generation').execute()
      expect(session).toEqual([{ generation: 0 }])
      expect((await refresh(app, refresh_token)).status).toBe(200)
    })

    test('scope shrinks for one access token only, and comes back with the next', async () => {
      const app = await startTestApp(openStore)
      const { refresh_token } = await addPerson(app, { clientId: cli.client_id, scope: 'email account' })
      const less = tokens(await refresh(app, refresh_token, { ...cli, scope: 'email' }))
      expect([less.scope, decodeJwt(less.access_token).scope]).toEqual(['email', 'email'])
      const me = await app.request('GET', '/auth/me', { bearer: less.access_token })
      expect(me.status).toBe(403)
      const more = tokens(await refresh(app, less.refresh_token ?? ''))
      expect([more.scope, decodeJwt(more.access_token).scope]).toEqual(['email account', 'email account'])
    })

    test('of a disabled account: invalid_grant, even where its session was missed', async () => {
      const app = await startTestApp(openStore)
      const { id, refresh_token } = await addCliPerson(app)
      await app.deps.db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', id).execute()
      expect(await refresh(app, refresh_token)).toEqual(
        oauthError(400, 'invalid_grant', 'The refresh token is unknown, or its session has ended.'),
      )
    })
  })

  test("a registered client's refresh token is no good at /auth/update_token, where no client is asked for its secret", async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app)
    const { refresh_token } = await addPerson(app, { clientId: client.client_id, scope: 'openid' })
    const answer = await app.request('GET', '/auth/update_token', { bearer: refresh_token })
    expect([answer.status, await answer.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'invalid_token' }),
    ])
    expect((await refresh(app, refresh_token, { ...client })).status).toBe(200)
  })
})

describe('POST /oauth2/token with client credentials (RFC 6749 §4.4)', () => {
  const grant = { grant_type: 'client_credentials' }

  test('answers a token for the client itself, without a refresh token (§4.4.3)', async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app, { scope: 'email openid' })
    const answer = await post(app, token, { ...grant, scope: 'email' }, { headers: basic(client) })
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: { access_token: expect.any(String), token_type: 'Bearer', expires_in: 900, scope: 'email' },
    })
    const { sub, sid, client_id, scope } = decodeJwt(tokens(answer).access_token)
    expect({ sub, sid, client_id, scope }).toEqual({
      sub: client.client_id,
      sid: undefined,
      client_id: client.client_id,
      scope: 'email',
    })
  })

  test('opens nothing of a person', async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app, { scope: 'openid account admin' })
    const { access_token } = tokens(await post(app, token, { ...grant, ...client }))
    for (const path of ['/auth/me', '/auth/forward', '/oauth2/userinfo', '/admin/clients']) {
      const answer = await app.request('GET', path, { bearer: access_token })
      expect([path, answer.status]).toEqual([path, 401])
    }
  })

  test('more scope than the client has, or unknown scope: invalid_scope', async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app, { scope: 'email' })
    for (const scope of ['email openid', 'x', ' ']) {
      expect(await post(app, token, { ...grant, scope, ...client })).toEqual(
        oauthError(400, 'invalid_scope', 'The scope is unknown, or more than this client has.'),
      )
    }
  })

  test('for a public client that somebody wrote into the store: invalid_client (§4.4)', async () => {
    const app = await startTestApp(openSqlite)
    const { client_id } = await addClient(app, { isPublic: true })
    expect(await post(app, token, { ...grant, client_id })).toEqual(
      oauthError(401, 'invalid_client', 'This takes a client with a secret.'),
    )
  })
})
