import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { connectStore, storeKind } from '../../db/connect.ts'
import { StoreError } from '../../db/store-error.ts'
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
