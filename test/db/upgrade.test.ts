import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/connect.ts'
import { migrate, readSchemaState } from '../../db/migrate.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { walkChain } from '../support/audit.ts'
import { forEachStore, type OpenStore } from '../support/stores.ts'

/*
 * A house that was set up by each released schema, upgraded to the newest one. Its rows are made by today's server, on
 * today's schema, and moved into the old one: what an old column holds has never changed.
 */

const released = ['0001_accounts_and_sessions', '0002_oauth', '0003_members']
const internal = /^schema_migrations/

type Row = Record<string, unknown>

async function columnsOf(db: Store): Promise<Map<string, string[]>> {
  const tables = await db.introspection.getTables()
  return new Map(
    tables
      .filter(({ name }) => !internal.test(name))
      .map(({ name, columns }) => [name, columns.map((column) => column.name)]),
  )
}

async function rowsOf(db: Store, table: string, columns: readonly string[]): Promise<Row[]> {
  const list = sql.join(columns.map((name) => sql.ref(name)))
  const { rows } = await sql<Row>`select ${list} from ${sql.table(table)}`.execute(db)
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

async function insert(db: Store, table: string, row: Row): Promise<void> {
  const [names, values] = [Object.keys(row).map((name) => sql.ref(name)), Object.values(row)]
  await sql`insert into ${sql.table(table)} (${sql.join(names)}) values (${sql.join(values)})`.execute(db)
}

/** What an account, its sessions and what waits for it look like in an old schema. Returns what was put there. */
async function moveInto(old: Store, house: Store): Promise<Map<string, { columns: string[]; rows: Row[] }>> {
  const [before, now] = [await columnsOf(old), await columnsOf(house)]
  const moved = new Map<string, { columns: string[]; rows: Row[] }>()
  // Accounts first: sessions and tokens belong to them.
  const tables = [...before.keys()].sort((a, b) => Number(b === 'accounts') - Number(a === 'accounts'))
  for (const table of tables) {
    const columns = (before.get(table) ?? []).filter((name) => now.get(table)?.includes(name))
    const rows = await rowsOf(house, table, columns)
    const isUnchained = table === 'audit' && !before.get(table)?.includes('sequence')
    for (const row of rows) await insert(old, table, isUnchained ? { id: randomUUID(), ...row } : row)
    moved.set(table, { columns, rows })
  }
  return moved
}

/** Somebody with a session, a personal token, an unverified neighbour and a code on its way. */
async function settle(openStore: OpenStore) {
  const app = await startTestApp(openStore)
  const tokens = await app.signIn('ann@example.com')
  const made = await app.request('POST', '/auth/tokens', {
    bearer: tokens.access_token,
    json: { name: 'ci' },
  })
  const { token } = (await made.json()) as { token: string }
  await app.request('POST', '/auth/register', {
    json: { email: 'bob@example.com', password: 'seven brisk otters' },
  })
  await app.request('POST', '/auth/password/forgot', { json: { email: 'ann@example.com' } })
  const code = await app.readCode('bob@example.com')
  return { app, tokens, token, code }
}

async function statusOf(app: TestApp, method: string, path: string, options: object): Promise<number> {
  return (await app.request(method, path, options)).status
}

describe.each(released)('a store of %s', (version) => {
  forEachStore((_kind, openStore) => {
    test('keeps every row through an upgrade that fails and one that does not, and everybody goes on as before', async () => {
      const { app: house, tokens, token, code } = await settle(openStore)
      const old = await openStore({ empty: true })
      await migrate(old.db, version)
      const before = await columnsOf(old.db)
      const moved = await moveInto(old.db, house.deps.db)
      expect(moved.get('accounts')?.rows).toHaveLength(1)
      expect(moved.get('sessions')?.rows).toHaveLength(1)

      // Fails in the last step: what went before is undone with it.
      const lacking = await readSchemaState(old.db)
      await sql`alter table rate_limits add column forgotten_at bigint`.execute(old.db)
      await expect(migrate(old.db)).rejects.toThrow(/forgotten_at/)
      await sql`alter table rate_limits drop column forgotten_at`.execute(old.db)
      expect([await readSchemaState(old.db), await columnsOf(old.db)]).toEqual([lacking, before])
      for (const [table, { columns, rows }] of moved) {
        expect([table, await rowsOf(old.db, table, columns)]).toEqual([table, rows])
      }

      const applied = await migrate(old.db)
      expect(applied).toHaveLength(released.length - released.indexOf(version))
      expect(await readSchemaState(old.db)).toEqual({ pending: [], unknown: [] })
      for (const [table, { columns, rows }] of moved) {
        expect([table, await rowsOf(old.db, table, columns)]).toEqual([table, rows])
      }
      expect((await walkChain(old.db)).faults).toEqual([])

      const app = await startTestApp(async () => old)
      const refreshed = await statusOf(app, 'GET', '/auth/update_token', { bearer: tokens.refresh_token })
      expect(refreshed).toBe(200)
      expect(await statusOf(app, 'GET', '/auth/me', { bearer: tokens.access_token })).toBe(200)
      const hasTokens = version !== released[0]
      expect(await statusOf(app, 'GET', '/auth/me', { bearer: token })).toBe(hasTokens ? 200 : 401)
      const form = { username: 'ann@example.com', password: 'correct horse battery' }
      expect(await statusOf(app, 'POST', '/auth/login', { form })).toBe(200)
      const json = { email: 'bob@example.com', verification_code: code }
      expect(await statusOf(app, 'POST', '/auth/register/verification_code', { json })).toBe(200)
    })
  })
})
