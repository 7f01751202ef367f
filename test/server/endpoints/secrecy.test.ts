import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { TokenAnswer } from '../../../src/protocol/endpoints.ts'
import { deviceCodeGrant, oauthPaths } from '../../../src/protocol/oauth.ts'
import { createApp } from '../../../src/server/app.ts'
import { readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { decideDevice, post, startDevice } from '../../support/oauth.ts'
import { forEachStore } from '../../support/stores.ts'

const email = 'ann@example.com'
const passwords = ['velvet-Otter-91-lantern', 'granite-Heron-27-saddle', 'copper-Tulip-63-window']

/** Every value of every row of every table, as text. */
async function dumpStore(app: TestApp): Promise<string> {
  const tables = await app.deps.db.introspection.getTables()
  expect(
    tables
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('schema_'))
      .sort(),
  ).toEqual([
    'accounts',
    'audit',
    'audit_head',
    'clients',
    'device_logins',
    'invites',
    'locks',
    'one_time_codes',
    'outbox',
    'personal_tokens',
    'rate_limits',
    'registrations',
    'sessions',
    'signing_keys',
  ])
  const rows = await Promise.all(
    tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(app.deps.db)),
  )
  return JSON.stringify(rows.map((result) => result.rows))
}

/** Lives through every route that takes or gives a secret; returns all of them. */
async function useEverySecret(app: TestApp): Promise<string[]> {
  const secrets = [...passwords]
  const send = (path: string, json: object, bearer?: string) =>
    app.request('POST', path, { json, ...(bearer === undefined ? {} : { bearer }) })
  const readCode = async (to: string) => {
    const code = await app.readCode(to)
    secrets.push(code)
    app.clock.now += 1
    return code
  }
  const login = async (username: string, password: string) => {
    const answer = await app.request('POST', '/auth/login', { form: { username, password } })
    const tokens = (await answer.json()) as TokenAnswer
    secrets.push(tokens.access_token, tokens.refresh_token, tokens.refresh_token.split('.')[3] ?? '')
    return tokens
  }
  const [first = '', second = '', third = ''] = passwords
  await send('/auth/register', { email, password: first })
  await send('/auth/register/verification_code', { email, verification_code: await readCode(email) })
  const { access_token, refresh_token } = await login(email, first)
  const refreshed = await app.request('GET', '/auth/update_token', { bearer: refresh_token })
  const next = (await refreshed.json()) as TokenAnswer
  secrets.push(next.access_token, next.refresh_token)
  await send('/auth/password', { current_password: first, new_password: second }, access_token)
  await send('/auth/email', { email: 'ann@new.example', password: second }, access_token)
  await send('/auth/email/confirm', { code: await readCode('ann@new.example') }, access_token)
  await send('/auth/password/forgot', { email: 'ann@new.example' })
  const code = await readCode('ann@new.example')
  await send('/auth/password/reset', { email: 'ann@new.example', code, new_password: third })
  expect((await login('ann@new.example', third)).token_type).toBe('bearer')
  secrets.push(...(await useOauthSecrets(app, await login('ann@new.example', third))))
  // What stays: a claim, a reset and a change that wait for their codes.
  await send('/auth/register', { email: 'bob@example.com', password: first })
  await readCode('bob@example.com')
  await send('/auth/password/forgot', { email: 'ann@new.example' })
  await readCode('ann@new.example')
  return secrets
}

/** A personal token, a client and its tokens, and two device logins, of which one still waits. */
async function useOauthSecrets(app: TestApp, { access_token: bearer }: TokenAnswer): Promise<string[]> {
  await app.deps.db.updateTable('accounts').set({ superuser_at: 1 }).execute()
  const make = async (path: string, json: object) => {
    const answer = await readAnswer(app.request('POST', path, { bearer, json }))
    expect([path, answer.status]).toEqual([path, 201])
    return answer.body as Record<string, string>
  }
  const { token = '' } = await make('/auth/tokens', { name: 'ci' })
  const grants = ['refresh_token', 'client_credentials', deviceCodeGrant]
  const { client_id = '', client_secret = '' } = await make('/admin/clients', { name: 'Printer', grants })
  const client = { client_id, client_secret }
  const readTokens = async (form: Record<string, string>) => {
    const { status, body } = await post(app, oauthPaths.token, { ...form, ...client })
    expect([form.grant_type, status]).toEqual([form.grant_type, 200])
    const { access_token = '', refresh_token = '', id_token = '' } = body as Record<string, string>
    return { access_token, refresh_token, id_token }
  }
  const own = await readTokens({ grant_type: 'client_credentials' })
  const device = await startDevice(app, { ...client, scope: 'openid email' })
  expect(await decideDevice(app, bearer, device.user_code)).toBe(204)
  const { device_code } = device
  const first = await readTokens({ grant_type: deviceCodeGrant, device_code })
  const next = await readTokens({ grant_type: 'refresh_token', refresh_token: first.refresh_token })
  for (const [path, value] of [
    [oauthPaths.introspect, next.access_token],
    [oauthPaths.introspect, next.refresh_token],
    [oauthPaths.revoke, next.refresh_token],
  ] as const) {
    expect((await post(app, path, { token: value, ...client })).status).toBe(200)
  }
  const waiting = await startDevice(app, client)
  const codes = [device, waiting].flatMap((login) => [
    login.device_code,
    login.user_code,
    login.user_code.replace('-', ''),
  ])
  const tokens = [own, first, next].flatMap((answer) => Object.values(answer)).filter((value) => value !== '')
  expect(tokens).toHaveLength(7)
  return [token, token.split('_').slice(2).join('_'), client_secret, ...tokens, ...codes]
}

describe('no password, token or code lies open anywhere', () => {
  forEachStore((_kind, openStore) => {
    test('neither in any column of the store nor in the log', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      const secrets = await useEverySecret(app)
      expect(secrets.length).toBeGreaterThan(30)
      const dump = await dumpStore(app)
      expect(dump).toContain('ann@new.example')
      for (const secret of [...secrets, ...(await openSigningKeys(app))]) {
        expect(secret).not.toBe('')
        expect(dump).not.toContain(secret)
        expect(dump).not.toContain(JSON.stringify(secret).slice(1, -1))
        expect(dump).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''))
        expect(dump).not.toContain(Buffer.from(secret).toString('hex'))
      }
      expect(app.logged).toEqual([])
    })

    test('not in the log either when requests fail in every way', async () => {
      const app = await startTestApp(openStore)
      const { access_token, refresh_token } = await app.signIn(email, passwords[0])
      const code = await app.readCode(email)
      await app.deps.db.destroy()
      const failing = createApp(app.deps)
      const secrets = [passwords[0] ?? '', access_token, refresh_token, code]
      const json = {
        email,
        password: passwords[0],
        verification_code: code,
        code,
        new_password: passwords[0],
        current_password: passwords[0],
      }
      const paths = Object.entries({
        '/auth/register': 'POST',
        '/auth/register/verification_code': 'POST',
        '/auth/login': 'POST',
        '/auth/password/reset': 'POST',
        '/auth/email': 'POST',
        '/auth/email/confirm': 'POST',
        '/auth/me': 'DELETE',
        [`/auth/password?token=${refresh_token}&code=${code}`]: 'POST',
      })
      for (const [path, method] of paths) {
        for (const bearer of [access_token, refresh_token]) {
          const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }
          const answer = await failing.request(path, { method, headers, body: JSON.stringify(json) })
          const text = await answer.text()
          for (const secret of secrets) expect(text).not.toContain(secret)
        }
        const broken = { 'content-type': 'application/json' }
        await failing.request(path, { method, headers: broken, body: `${passwords[0]} ${code}` })
      }
      expect(app.logged.length).toBeGreaterThan(5)
      for (const secret of secrets) expect(app.logged.join()).not.toContain(secret)
    })
  })
})

/** Every number that only the private halves hold (RFC 7518 §6.2.2, §6.3.2). */
async function openSigningKeys(app: TestApp): Promise<string[]> {
  const { db, secret } = app.deps
  const rows = await db.selectFrom('signing_keys').selectAll().execute()
  const numbers = rows.flatMap((row) => {
    const jwk: Record<string, string> = JSON.parse(secret.open('signing key', row.private_jwk_sealed) ?? '')
    return ['d', 'p', 'q', 'dp', 'dq', 'qi'].flatMap((name) => jwk[name] ?? [])
  })
  expect(numbers).toHaveLength(7)
  return numbers
}
