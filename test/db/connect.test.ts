import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { connectStore, type Store, storeKind } from '../../db/connect.ts'
import { type Limits, longLimits, requestLimits } from '../../db/limits.ts'
import { withSnapshot } from '../../db/snapshot.ts'
import { StoreError } from '../../db/store-error.ts'
import { loadConfig } from '../../src/server/config.ts'
import { connectToFill } from '../../src/server/host.ts'
import { databaseUrl } from '../support/postgres.ts'
import { forEachStore, openPostgres } from '../support/stores.ts'

test.each([
  ['sqlite:/var/lib/authd/authd.db', 'sqlite'],
  ['sqlite:relative.db', 'sqlite'],
  ['postgres://u@h/db', 'postgres'],
  ['postgresql://u@h/db', 'postgres'],
  ['sqlite:', undefined],
  ['mysql://h/db', undefined],
  ['/var/lib/authd.db', undefined],
  ['', undefined],
])('%j names a store of kind %s', (url, kind) => {
  expect(storeKind(url)).toBe(kind)
})

test('a PostgreSQL that is not there gives StoreError', async () => {
  const db = await connectStore('postgres://nobody@127.0.0.1:9/none')
  await expect(sql`select 1`.execute(db)).rejects.toThrow(StoreError)
  await db.destroy()
})

test.skipIf(inject('postgresUrl') === undefined)(
  'a PostgreSQL that lets nobody in, takes no writes or takes our rights away gives StoreError; a fault of our own does not',
  async () => {
    const { db, url } = await openPostgres()
    const open = async (address: string) => {
      const other = await connectStore(address)
      onTestFinished(() => other.destroy())
      return other
    }
    const missing = await open(databaseUrl(url, 'nowhere'))
    await expect(sql`select 1`.execute(missing)).rejects.toThrow(StoreError)
    const readOnly = await open(`${url}&options=-c%20default_transaction_read_only%3Don`)
    const write = readOnly.insertInto('locks').values({ name: 'a', taken_at: 1 })
    await expect(write.execute()).rejects.toThrow(StoreError)
    const asNobody = await open(`${url}&options=-c%20role%3Dpg_monitor`)
    await expect(asNobody.selectFrom('locks').selectAll().execute()).rejects.toThrow(StoreError)
    await expect(sql`select wrong`.execute(db)).rejects.not.toThrow(StoreError)
  },
)

/** As PostgreSQL itself has them for a connection, in ms. */
async function readLimits(db: Store): Promise<Limits> {
  const { rows } = await sql<{
    name: string
    setting: string
  }>`select name, setting from pg_settings`.execute(db)
  const of = (name: string) => Number(rows.find((row) => row.name === name)?.setting)
  const [statement, lock] = [of('statement_timeout'), of('lock_timeout')]
  return { statement, lock, idle: of('idle_in_transaction_session_timeout') }
}

describe.skipIf(inject('postgresUrl') === undefined)('limits of PostgreSQL', () => {
  const open = async (url: string, limits: Limits) => {
    const db = await connectStore(url, limits)
    onTestFinished(() => db.destroy())
    return db
  }

  test('a statement or a pause that is too long is ended', async () => {
    const { url } = await openPostgres()
    const db = await open(url, { statement: 100, lock: 50, idle: 100 })
    await expect(sql`select pg_sleep(1)`.execute(db)).rejects.toThrow(/statement timeout/)
    const rest = db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx)
      await pause(500)
      await sql`select 1`.execute(tx)
    })
    await expect(rest).rejects.toThrow(StoreError)
    await (await open(url, longLimits)).transaction().execute(async (tx) => {
      await sql`lock table accounts`.execute(tx)
      await expect(db.selectFrom('accounts').select('id').execute()).rejects.toThrow(/lock timeout/)
    })
  })

  test('once a backup ended where a table was locked for 14 s, and a copy where the target took 10 s to read: long work has a day, requests 10 s', async () => {
    const { db, url } = await openPostgres()
    expect(await readLimits(db)).toEqual(requestLimits)
    expect(requestLimits).toEqual({ statement: 10_000, lock: 0, idle: 10_000 })
    expect(await withSnapshot(url, readLimits)).toEqual(longLimits)
    expect(longLimits).toEqual({ statement: 86_400_000, lock: 600_000, idle: 86_400_000 })
    const config = loadConfig({ env: { AUTHD_DATABASE_URL: url }, flags: {} })
    const filling = await connectToFill(config, longLimits)
    expect(await readLimits(filling).finally(() => filling.destroy())).toEqual(longLimits)
  })
})

forEachStore((_kind, openStore) => {
  test('times and counts come back as numbers', async () => {
    const { db } = await openStore()
    const now = Date.UTC(2026, 10, 21)
    await db.insertInto('locks').values({ name: 'a', taken_at: now }).execute()
    expect(await db.selectFrom('locks').selectAll().execute()).toEqual([{ name: 'a', taken_at: now }])
    const count = db.selectFrom('locks').select((eb) => eb.fn.countAll<number>().as('n'))
    expect(await count.executeTakeFirst()).toEqual({ n: 1 })
  })

  test('of many who want the same row, one gets it', async () => {
    const { db, url } = await openStore()
    await db.insertInto('locks').values({ name: 'a', taken_at: 0 }).execute()
    const other = await connectStore(url)
    const take = (store: typeof db) =>
      store
        .updateTable('locks')
        .set({ taken_at: 1 })
        .where('taken_at', '=', 0)
        .returning('name')
        .executeTakeFirst()
    const taken = await Promise.all(Array.from({ length: 40 }, (_, i) => take(i % 2 ? db : other)))
    await other.destroy()
    expect(taken.filter((row) => row !== undefined)).toEqual([{ name: 'a' }])
  })

  test('a conflict on insert is an empty answer, not an error', async () => {
    const { db } = await openStore()
    const add = () =>
      db
        .insertInto('locks')
        .values({ name: 'a', taken_at: 1 })
        .onConflict((conflict) => conflict.doNothing())
        .returning('name')
        .executeTakeFirst()
    const added = await Promise.all([add(), add(), add()])
    expect(added.filter((row) => row !== undefined)).toEqual([{ name: 'a' }])
  })

  test('what is stored is bound, never spliced into the statement', async () => {
    const { db } = await openStore()
    const hostile = `'; drop table locks; -- "\u{1F511}`
    await db.insertInto('locks').values({ name: hostile, taken_at: 1 }).execute()
    expect(await db.selectFrom('locks').select('name').execute()).toEqual([{ name: hostile }])
  })

  test('rows of an open transaction are not seen outside', async () => {
    const { db } = await openStore()
    await db.transaction().execute(async (tx) => {
      await tx.insertInto('locks').values({ name: 'a', taken_at: 1 }).execute()
      expect(await db.selectFrom('locks').selectAll().execute()).toEqual([])
    })
    expect(await db.selectFrom('locks').select('name').execute()).toEqual([{ name: 'a' }])
  })
})
