import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { oauthPaths } from '../../../src/protocol/oauth.ts'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addClient, addPerson, decideDevice, pollDevice, post, startDevice } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

type Metadata = Record<string, string | string[]>
const cached = { 'cache-control': 'public, max-age=300' }

async function read(app: TestApp, path: string): Promise<Metadata> {
  const answer = await readAnswer(app.request('GET', path))
  expect(answer).toEqual(jsonAnswer(200, expect.any(Object), cached))
  return answer.body as Metadata
}

describe('metadata (RFC 8414, OpenID Connect Discovery) is true', () => {
  test('the whole document', async () => {
    const app = await startTestApp(openSqlite)
    const issuer = app.deps.config.issuer
    const oauth = {
      issuer,
      token_endpoint: `${issuer}/oauth2/token`,
      device_authorization_endpoint: `${issuer}/oauth2/device_authorization`,
      revocation_endpoint: `${issuer}/oauth2/revoke`,
      introspection_endpoint: `${issuer}/oauth2/introspect`,
      userinfo_endpoint: `${issuer}/oauth2/userinfo`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      scopes_supported: ['openid', 'email', 'profile', 'account', 'admin'],
      response_types_supported: [],
      grant_types_supported: [
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
        'client_credentials',
      ],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    }
    expect(await read(app, oauthPaths.authorizationServerMetadata)).toEqual(oauth)
    expect(await read(app, oauthPaths.openidConfiguration)).toEqual({
      ...oauth,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256'],
      claims_supported: ['sub', 'email', 'email_verified', 'preferred_username', 'auth_time', 'sid'],
    })
  })

  test('every endpoint that is listed exists, and every grant is one that the token endpoint knows', async () => {
    const app = await startTestApp(openSqlite)
    const metadata = await read(app, oauthPaths.openidConfiguration)
    const listed = Object.entries(metadata).filter(([name]) => /_(endpoint|uri)$/.test(name))
    expect(listed).toHaveLength(6)
    for (const [name, address] of listed) {
      const { pathname } = new URL(String(address))
      const statuses = await Promise.all(
        ['GET', 'POST'].map(async (method) => (await app.request(method, pathname)).status),
      )
      expect([name, statuses.includes(404), statuses.every((status) => status === 405)]).toEqual([
        name,
        false,
        false,
      ])
    }
    const client = await addClient(app)
    for (const grant_type of metadata.grant_types_supported ?? []) {
      const { body } = await post(app, oauthPaths.token, { grant_type, ...client })
      expect([grant_type, (body as { error?: string }).error ?? 'granted']).toEqual([
        grant_type,
        grant_type === 'client_credentials' ? 'granted' : 'invalid_request', // known, its parameter is missing
      ])
    }
  })
})

describe('ID tokens (OpenID Connect Core §2)', () => {
  forEachStore((_kind, openStore) => {
    test.each(['RS256', 'ES256'] as const)(
      'are signed with %s where the client asks for it, and verify by the JWK Set',
      async (idTokenAlgorithm) => {
        const app = await startTestApp(openStore)
        const issuer = app.deps.config.issuer
        const client = await addClient(app, { idTokenAlgorithm })
        const ann = await addPerson(app, { email: 'ann@example.com' })
        const { device_code, user_code } = await startDevice(app, { ...client, scope: 'openid email' })
        await decideDevice(app, ann.access_token, user_code)
        app.clock.now += 5_500
        const { body } = await pollDevice(app, device_code, { ...client })
        const { id_token, access_token } = body as { id_token: string; access_token: string }
        const jwks = (await read(app, '/.well-known/jwks.json')) as unknown as JSONWebKeySet
        const keys = createLocalJWKSet(jwks)
        const options = { currentDate: new Date(app.clock.now) }
        const { payload, protectedHeader } = await jwtVerify(id_token, keys, {
          ...options,
          issuer,
          audience: client.client_id,
        })
        expect(protectedHeader).toEqual({ alg: idTokenAlgorithm, typ: 'JWT', kid: expect.any(String) })
        const issuedAt = Math.floor(app.clock.now / 1000)
        expect(payload).toEqual({
          iss: issuer,
          aud: client.client_id,
          sub: ann.id,
          email: 'ann@example.com',
          email_verified: true,
          sid: expect.any(String),
          auth_time: issuedAt,
          iat: issuedAt,
          exp: issuedAt + 900,
        })
        // RFC 9068 §2.1: an access token is told apart by its type, and is always ES256.
        const access = await jwtVerify(access_token, keys, { ...options, issuer, audience: issuer })
        expect(access.protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
      },
    )

    test('an ID token is no access token', async () => {
      const app = await startTestApp(openStore)
      const client = await addClient(app, { idTokenAlgorithm: 'ES256' })
      const ann = await addPerson(app)
      const { device_code, user_code } = await startDevice(app, { ...client, scope: 'openid' })
      await decideDevice(app, ann.access_token, user_code)
      const { body } = await pollDevice(app, device_code, { ...client })
      const { id_token } = body as { id_token: string }
      expect((await app.request('GET', '/oauth2/userinfo', { bearer: id_token })).status).toBe(401)
    })

    test('there is none without the scope "openid"', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app)
      const { device_code, user_code } = await startDevice(app, { client_id: 'latchkey-cli', scope: 'email' })
      await decideDevice(app, ann.access_token, user_code)
      expect((await pollDevice(app, device_code)).body).not.toHaveProperty('id_token')
    })
  })
})

describe('GET and POST /oauth2/userinfo (OpenID Connect Core §5.3)', () => {
  test('answers the claims that the scope opens (§5.4)', async () => {
    const app = await startTestApp(openSqlite)
    const scopes: [string, object][] = [
      ['openid', {}],
      ['openid email', { email: 'ann@example.com', email_verified: true }],
      ['openid profile', { preferred_username: 'Ann' }],
      ['openid email profile', { email: 'ann@example.com', email_verified: true, preferred_username: 'Ann' }],
    ]
    for (const [scope, claims] of scopes) {
      const ann = await addPerson(app, { email: 'ann@example.com', scope })
      await app.deps.db.updateTable('accounts').set({ username: 'Ann' }).execute()
      for (const method of ['GET', 'POST']) {
        const answer = await readAnswer(app.request(method, '/oauth2/userinfo', { bearer: ann.access_token }))
        expect([scope, method, answer]).toEqual([
          scope,
          method,
          jsonAnswer(200, { sub: ann.id, ...claims }, { 'cache-control': 'no-store' }),
        ])
      }
      await app.deps.db.deleteFrom('accounts').execute()
    }
  })

  test('without the scope "openid": 403 that says so (RFC 6750 §3.1)', async () => {
    const app = await startTestApp(openSqlite)
    const ann = await addPerson(app, { scope: 'email account' })
    expect(await readAnswer(app.request('GET', '/oauth2/userinfo', { bearer: ann.access_token }))).toEqual(
      problemAnswer(403, 'insufficient_scope', 'This token lacks the scope "openid".', {
        'www-authenticate': 'Bearer realm="latchkey", error="insufficient_scope"',
      }),
    )
  })

  test('without a token: 401 with a bare challenge (RFC 6750 §3)', async () => {
    const app = await startTestApp(openSqlite)
    expect(await readAnswer(app.request('GET', '/oauth2/userinfo'))).toEqual(
      problemAnswer(401, 'missing_token', 'Send an access token as "Authorization: Bearer <token>".'),
    )
  })
})
