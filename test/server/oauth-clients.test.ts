import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { deviceCodeGrant } from '../../src/protocol/oauth.ts'
import { createAccessTokens } from '../../src/server/access-token.ts'
import { createApp } from '../../src/server/app.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { openSqlite } from '../support/stores.ts'

/** The app behind a real socket, with the issuer that outsiders see. */
async function listen(): Promise<TestApp & { issuer: string }> {
  const app = await startTestApp(openSqlite)
  app.clock.now = Date.now() // outside clients look at the real clock
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('not listening')
  const issuer = `http://127.0.0.1:${address.port}`
  const config = { ...app.deps.config, issuer }
  const accessTokens = createAccessTokens(app.deps.keys, { issuer, ttl: config.accessTokenTtl })
  const deps = { ...app.deps, config, accessTokens }
  const served = createApp(deps)
  server.on('request', getRequestListener(served.fetch))
  const request: TestApp['request'] = async (method, path, { json, form, bearer } = {}) =>
    fetch(`${issuer}${path}`, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json),
    })
  return { ...app, deps, request, issuer, signIn: signInWith(request, app.readCode) }
}

function signInWith(request: TestApp['request'], readCode: TestApp['readCode']): TestApp['signIn'] {
  return async (email = 'ann@example.com', password = 'correct horse battery') => {
    await request('POST', '/auth/register', { json: { email, password } })
    const verification_code = await readCode(email)
    await request('POST', '/auth/register/verification_code', { json: { email, verification_code } })
    return (await request('POST', '/auth/login', { form: { username: email, password } })).json() as never
  }
}

async function registerClient(app: TestApp, access_token: string) {
  const [account] = await app.deps.db.selectFrom('accounts').select('id').execute()
  await app.deps.db
    .updateTable('accounts')
    .set({ superuser_at: 1 })
    .where('id', '=', account?.id ?? '')
    .execute()
  const answer = await app.request('POST', '/admin/clients', {
    bearer: access_token,
    json: { name: 'Printer', grants: ['refresh_token', deviceCodeGrant, 'client_credentials'] },
  })
  expect(answer.status).toBe(201)
  return (await answer.json()) as { client_id: string; client_secret: string }
}

describe('clients from npm, unmodified', () => {
  test('openid-client: discovery, device flow, ID token, userinfo, refresh, introspection, revocation', async () => {
    const app = await listen()
    const { access_token } = await app.signIn()
    const { client_id, client_secret } = await registerClient(app, access_token)
    const config = await openid.discovery(new URL(app.issuer), client_id, client_secret, undefined, {
      execute: [openid.allowInsecureRequests],
    })
    const device = await openid.initiateDeviceAuthorization(config, { scope: 'openid email' })
    const approval = app.request('POST', '/auth/device', {
      bearer: access_token,
      json: { user_code: device.user_code, approve: true },
    })
    expect((await approval).status).toBe(204)
    const tokens = await openid.pollDeviceAuthorizationGrant(config, { ...device, interval: 0.1 })
    expect(tokens.claims()?.email).toBe('ann@example.com')
    const sub = tokens.claims()?.sub ?? ''
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toEqual({
      sub,
      email: 'ann@example.com',
      email_verified: true,
    })
    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(refreshed.scope).toBe('openid email')
    expect(await openid.tokenIntrospection(config, refreshed.access_token)).toMatchObject({
      active: true,
      sub,
    })
    await openid.tokenRevocation(config, refreshed.refresh_token ?? '')
    expect(await openid.tokenIntrospection(config, refreshed.access_token)).toEqual({ active: false })
    const own = await openid.clientCredentialsGrant(config, { scope: 'email' })
    expect(own.refresh_token).toBeUndefined()
  })

  test('oauth4webapi: RFC 8414 discovery, device flow, ID token, userinfo, refresh, introspection, revocation, client credentials, access tokens by the JWK Set (RFC 9068)', async () => {
    const app = await listen()
    const { access_token } = await app.signIn()
    const { client_id, client_secret } = await registerClient(app, access_token)
    const client = { client_id }
    const insecure = { [oauth.allowInsecureRequests]: true }
    const secret = oauth.ClientSecretPost(client_secret)
    const issuer = new URL(app.issuer)
    const found = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' })
    const server = await oauth.processDiscoveryResponse(issuer, found)

    const asked = await oauth.deviceAuthorizationRequest(
      server,
      client,
      secret,
      { scope: 'openid email' },
      insecure,
    )
    const device = await oauth.processDeviceAuthorizationResponse(server, client, asked)
    const json = { user_code: device.user_code, approve: true }
    expect((await app.request('POST', '/auth/device', { bearer: access_token, json })).status).toBe(204)
    const polled = await oauth.deviceCodeGrantRequest(server, client, secret, device.device_code, insecure)
    const tokens = await oauth.processDeviceCodeResponse(server, client, polled)
    const sub = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? ''

    const told = await oauth.userInfoRequest(server, client, tokens.access_token, insecure)
    expect(await oauth.processUserInfoResponse(server, client, sub, told)).toMatchObject({
      sub,
      email: 'ann@example.com',
    })

    const renewed = await oauth.refreshTokenGrantRequest(
      server,
      client,
      secret,
      tokens.refresh_token ?? '',
      insecure,
    )
    const fresh = await oauth.processRefreshTokenResponse(server, client, renewed)
    const call = new Request(`${app.issuer}/`, { headers: { authorization: `Bearer ${fresh.access_token}` } })
    expect(await oauth.validateJwtAccessToken(server, call, app.issuer, insecure)).toMatchObject({
      iss: app.issuer,
      sub,
      client_id,
      scope: 'openid email',
    })

    const introspect = async () => {
      const answer = await oauth.introspectionRequest(server, client, secret, fresh.access_token, insecure)
      return oauth.processIntrospectionResponse(server, client, answer)
    }
    expect(await introspect()).toMatchObject({ active: true, sub })
    const revoked = await oauth.revocationRequest(server, client, secret, fresh.refresh_token ?? '', insecure)
    await oauth.processRevocationResponse(revoked)
    expect(await introspect()).toEqual({ active: false })

    const parameters = new URLSearchParams({ scope: 'email' })
    const own = await oauth.clientCredentialsGrantRequest(server, client, secret, parameters, insecure)
    expect(await oauth.processClientCredentialsResponse(server, client, own)).toMatchObject({
      scope: 'email',
    })
  })
})
