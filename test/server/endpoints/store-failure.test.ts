import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { createApp } from '../../../src/server/app.ts'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { testPassword as password, startTestApp } from '../../support/app.ts'
import { type OpenStore, openPostgres, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const code = { email, verification_code: 'AAAAAA' }

const unavailable = problemAnswer(
  503,
  'store_unavailable',
  'The store does not answer at the moment; nothing was changed, try again.',
  { 'retry-after': '1' },
)

/** Every route that asks the store something. */
const requests = (access: string, refresh: string) =>
  [
    ['POST', '/auth/register', { json: { email: 'new@example.com', password } }],
    ['POST', '/auth/signup', { json: { email: 'new@example.com', password } }],
    ['POST', '/auth/register/verification_code', { json: code }],
    ['POST', '/auth/register/resend', { json: { email } }],
    ['POST', '/auth/login', { form: { username: email, password } }],
    ['POST', '/auth/login', { form: { username: email, password: 'wrong horse battery' } }],
    ['GET', '/auth/update_token', { bearer: refresh }],
    ['GET', '/auth/validate-access-token', { bearer: access }],
    ['GET', '/auth/me', { bearer: access }],
    ['PATCH', '/auth/me', { bearer: access, json: { username: 'Ann' } }],
    ['DELETE', '/auth/me', { bearer: access, json: { password } }],
    ['POST', '/auth/logout', { bearer: access }],
    ['POST', '/auth/logout', { bearer: refresh }],
    [
      'POST',
      '/auth/password',
      { bearer: access, json: { current_password: password, new_password: password } },
    ],
    ['POST', '/auth/password/forgot', { json: { email } }],
    [
      'POST',
      '/auth/password/reset',
      { json: { email, code: 'AAAAAA', new_password: 'tulip ladder canyon' } },
    ],
    ['POST', '/auth/email', { bearer: access, json: { email: 'b@example.com', password } }],
    ['POST', '/auth/email/confirm', { bearer: access, json: { code: 'AAAAAA' } }],
  ] as const

describe('a store that fails is 503 with Retry-After, never a verdict (contract, lyftr#25)', () => {
  const goneStores: Array<[string, string]> = [
    ['a SQLite file that cannot be opened', 'sqlite:/nonexistent/authd.db'],
    ['a PostgreSQL that is gone', 'postgres://postgres@localhost/authd?host=/nonexistent'],
  ]

  test.each(goneStores)('%s', async (_what, url) => {
    const good = await startTestApp(openSqlite)
    const { access_token, refresh_token } = await good.signIn(email)
    const gone: OpenStore = async () => {
      const db = await connectStore(url)
      const close = () => db.destroy().catch(() => {})
      onTestFinished(close)
      return { db, url, close }
    }
    const { db } = await gone()
    const app = createApp({ ...good.deps, db })
    for (const [method, path, options] of requests(access_token, refresh_token)) {
      const answer = await readAnswer(app.request(path, toInit(method, options)))
      expect([method, path, answer]).toEqual([method, path, unavailable])
    }
    expect(await readAnswer(app.request('/healthz'))).toEqual(jsonAnswer(200, { ok: true }))
    expect(await readAnswer(app.request('/readyz'))).toEqual(
      jsonAnswer(
        503,
        { ok: false, reasons: ['the store does not answer'], warnings: [] },
        { 'retry-after': '1' },
      ),
    )
    const messages = good.logged.map((line) => (JSON.parse(line) as { msg: string }).msg)
    expect(new Set(messages)).toEqual(new Set(['the store failed', 'answered']))
    expect(good.logged.join()).not.toContain(password)
    expect(good.logged.join()).not.toContain(access_token)
    expect(good.logged.join()).not.toContain(refresh_token)
  })

  test.skipIf(inject('postgresUrl') === undefined)(
    'a PostgreSQL that takes no writes, as a standby before it is promoted: once 500, and /readyz said that all was well',
    async () => {
      const { url, db } = await openPostgres()
      const good = await startTestApp(async () => ({ url, db, close: async () => {} }))
      const { access_token, refresh_token } = await good.signIn(email)
      const standby = await connectStore(`${url}&options=-c%20default_transaction_read_only%3Don`)
      onTestFinished(() => standby.destroy())
      const app = createApp({ ...good.deps, db: standby, config: { ...good.deps.config, databaseUrl: url } })
      const ask = (method: string, path: string, options: Options) =>
        readAnswer(app.request(path, toInit(method, options)))
      expect(await ask('POST', '/auth/login', { form: { username: email, password } })).toEqual(unavailable)
      expect(await ask('GET', '/auth/update_token', { bearer: refresh_token })).toEqual(unavailable)
      expect((await ask('GET', '/auth/me', { bearer: access_token })).status).toBe(200)
      expect(await ask('GET', '/readyz', {})).toEqual(
        jsonAnswer(
          503,
          { ok: false, reasons: ['the store takes no writes'], warnings: [] },
          { 'retry-after': '1' },
        ),
      )
    },
  )

  test('a SQLite that another program holds locked: reads go on, writes are 503, and all is well afterwards', async () => {
    let url = ''
    const app = await startTestApp(async () => {
      const store = await openSqlite()
      url = store.url
      return store
    })
    const { access_token, refresh_token } = await app.signIn(email)
    await sql`pragma busy_timeout = 20`.execute(app.deps.db)
    const other = new Sqlite(url.slice('sqlite:'.length))
    other.exec('begin immediate')
    const login = () =>
      readAnswer(app.request('POST', '/auth/login', { form: { username: email, password } }))
    expect(await login()).toEqual(unavailable)
    expect(await readAnswer(app.request('GET', '/auth/update_token', { bearer: refresh_token }))).toEqual(
      unavailable,
    )
    expect((await app.request('GET', '/auth/me', { bearer: access_token })).status).toBe(200)
    other.exec('rollback')
    other.close()
    expect((await login()).status).toBe(200)
    expect((await app.request('GET', '/auth/update_token', { bearer: refresh_token })).status).toBe(200)
  })
})

interface Options {
  json?: object
  form?: Record<string, string>
  bearer?: string
}

function toInit(method: string, { json, form, bearer }: Options): RequestInit {
  const headers = new Headers()
  if (json) headers.set('content-type', 'application/json')
  if (bearer) headers.set('authorization', `Bearer ${bearer}`)
  const body = form ? new URLSearchParams(form) : json ? JSON.stringify(json) : null
  return { method, headers, body }
}
