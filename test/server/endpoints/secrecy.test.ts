import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { TokenAnswer } from '../../../src/protocol/endpoints.ts'
import { createApp } from '../../../src/server/app.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
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
    'locks',
    'one_time_codes',
    'outbox',
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
  const post = (path: string, json: object, bearer?: string) =>
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
  await post('/auth/register', { email, password: first })
  await post('/auth/register/verification_code', { email, verification_code: await readCode(email) })
  const { access_token, refresh_token } = await login(email, first)
  const refreshed = await app.request('GET', '/auth/update_token', { bearer: refresh_token })
  const next = (await refreshed.json()) as TokenAnswer
  secrets.push(next.access_token, next.refresh_token)
  await post('/auth/password', { current_password: first, new_password: second }, access_token)
  await post('/auth/email', { email: 'ann@new.example', password: second }, access_token)
  await post('/auth/email/confirm', { code: await readCode('ann@new.example') }, access_token)
  await post('/auth/password/forgot', { email: 'ann@new.example' })
  const code = await readCode('ann@new.example')
  await post('/auth/password/reset', { email: 'ann@new.example', code, new_password: third })
  expect((await login('ann@new.example', third)).token_type).toBe('bearer')
  // What stays: a claim, a reset and a change that wait for their codes.
  await post('/auth/register', { email: 'bob@example.com', password: first })
  await readCode('bob@example.com')
  await post('/auth/password/forgot', { email: 'ann@new.example' })
  await readCode('ann@new.example')
  return secrets
}

describe('no password, token or code lies open anywhere', () => {
  forEachStore((_kind, openStore) => {
    test('neither in any column of the store nor in the log', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      const secrets = await useEverySecret(app)
      expect(secrets.length).toBeGreaterThan(15)
      const dump = await dumpStore(app)
      expect(dump).toContain('ann@new.example')
      const { d } = JSON.parse(await openSigningKey(app)) as { d: string }
      for (const secret of [...secrets, d]) {
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

async function openSigningKey(app: TestApp): Promise<string> {
  const { db, secret } = app.deps
  const { private_jwk_sealed } = await db.selectFrom('signing_keys').selectAll().executeTakeFirstOrThrow()
  return secret.open('signing key', private_jwk_sealed) ?? ''
}
