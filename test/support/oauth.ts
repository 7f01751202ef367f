import { randomUUID } from 'node:crypto'
import { apiClientId, cliClientId } from '../../src/protocol/endpoints.ts'
import { type DeviceAuthorization, deviceCodeGrant, oauthPaths } from '../../src/protocol/oauth.ts'
import { fullScope } from '../../src/protocol/scopes.ts'
import { insertAccount } from '../../src/server/accounts/account.ts'
import { insertClient, type NewClient } from '../../src/server/grants/client.ts'
import { mintRefreshToken } from '../../src/server/grants/refresh-token.ts'
import { startSession } from '../../src/server/grants/session.ts'
import { type Answer, readAnswer } from './answers.ts'
import type { RequestOptions, TestApp } from './app.ts'

/** Somebody who is logged in, without the work of a password: for rules that begin after the login. */
export interface Person {
  id: string
  email: string
  sessionId: string
  access_token: string
  refresh_token: string
}

export interface PersonOptions {
  email?: string
  superuser?: boolean
  /** Of the session. */
  scope?: string
  clientId?: string
  label?: string
}

/** Somebody has a password, and no test of this person ever types it. */
const unknownPassword = `$2b$04$${'a'.repeat(53)}`

/** Adds a verified account and logs it in. */
export async function addPerson(app: TestApp, options: PersonOptions = {}): Promise<Person> {
  const { db } = app.deps
  const { email = `${randomUUID().slice(0, 8)}@example.com` } = options
  const input = { email, username: undefined, passwordHash: unknownPassword, verified: true }
  const account = await insertAccount(db, input, app.clock.now)
  if (!account) throw new Error(`${email} is taken`)
  if (options.superuser) {
    await db.updateTable('accounts').set({ superuser_at: 1 }).where('id', '=', account.id).execute()
  }
  return logIn(app, { id: account.id, email }, options)
}

/** One more session of an account. */
export async function logIn(
  app: TestApp,
  { id, email }: Pick<Person, 'id' | 'email'>,
  { scope = fullScope, clientId = apiClientId, label }: PersonOptions = {},
): Promise<Person> {
  const { db, secret, config, accessTokens } = app.deps
  const policy = { refreshTtl: config.refreshTokenTtl, sessionTtl: config.sessionTtl }
  const fresh = { accountId: id, clientId, label, address: '127.0.0.1', scope }
  const session = await startSession(db, fresh, policy, app.clock.now)
  const issued = await accessTokens.issue(
    { subject: id, sessionId: session.id, clientId, scope, endsAt: session.ends_at },
    app.clock.now,
  )
  const refresh_token = mintRefreshToken(secret, session, 0)
  return { id, email, sessionId: session.id, access_token: issued.token, refresh_token }
}

export interface TestClient {
  client_id: string
  /** Empty for a public client. */
  client_secret: string
}

/** Registers a client straight in the store; by default one that may do everything. */
export async function addClient(app: TestApp, overrides: Partial<NewClient> = {}): Promise<TestClient> {
  const input: NewClient = {
    name: 'Printer',
    isPublic: false,
    redirectUris: [],
    grants: ['refresh_token', deviceCodeGrant, 'client_credentials'],
    scope: 'openid email profile',
    idTokenAlgorithm: 'RS256',
    ...overrides,
  }
  const { client, clientSecret = '' } = await insertClient(app.deps.db, app.deps.secret, input, app.clock.now)
  return { client_id: client.id, client_secret: clientSecret }
}

export const cli = { client_id: cliClientId }

/** Posts a form to an OAuth endpoint. */
export function post(
  app: TestApp,
  path: string,
  form: Record<string, string>,
  options: RequestOptions = {},
): Promise<Answer> {
  return readAnswer(app.request('POST', path, { form, ...options }))
}

/** RFC 6749 §2.3.1: both are form-encoded before they are put together. */
export function basic({ client_id, client_secret }: TestClient): { authorization: string } {
  const pair = [client_id, client_secret].map((part) => new URLSearchParams({ part }).toString().slice(5))
  return { authorization: `Basic ${Buffer.from(pair.join(':')).toString('base64')}` }
}

/** What an error of an OAuth endpoint has to be, as a whole (RFC 6749 §5.2). */
export function oauthError(
  status: number,
  error: string,
  description: string,
  headers: Record<string, string> = {},
): Answer {
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="latchkey"' } : {}
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...challenge, ...headers },
    body: { error, error_description: description },
  }
}

/** Starts a device login; returns its codes. */
export async function startDevice(
  app: TestApp,
  form: Record<string, string> = cli,
  options: RequestOptions = {},
): Promise<DeviceAuthorization> {
  const { status, body } = await post(app, oauthPaths.deviceAuthorization, form, options)
  if (status !== 200) throw new Error(`device authorization answered ${status}: ${JSON.stringify(body)}`)
  return body as DeviceAuthorization
}

/** Says yes or no to it from a login; returns the status. */
export async function decideDevice(
  app: TestApp,
  bearer: string,
  user_code: string,
  approve = true,
): Promise<number> {
  return (await app.request('POST', '/auth/device', { bearer, json: { user_code, approve } })).status
}

/** Polls for the tokens of a device login. */
export function pollDevice(
  app: TestApp,
  device_code: string,
  client: Record<string, string> = cli,
): Promise<Answer> {
  return post(app, oauthPaths.token, { grant_type: deviceCodeGrant, device_code, ...client })
}
