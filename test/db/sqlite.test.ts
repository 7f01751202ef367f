import { rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { connectStore, type Database, type Store } from '../../db/connect.ts'
import { ServerSqliteDialect } from '../../db/sqlite.ts'
import { StoreError } from '../../db/store-error.ts'
import { openSqlite } from '../support/stores.ts'

function insert(db: Store, name: string) {
  return db.insertInto('locks').values({ name, taken_at: 1 }).execute()
}

async function names(db: Store): Promise<string[]> {
  const rows = await db.selectFrom('locks').select('name').orderBy('name').execute()
  return rows.map((row) => row.name)
}

/** Another process's connection, as far as SQLite can tell. */
function openBeside(url: string) {
  const other = new Sqlite(url.slice('sqlite:'.length))
  onTestFinished(() => void other.close())
  return other
}

/** SQLite's count of changes to the file that other connections committed. */
function dataVersion(other: Sqlite.Database): unknown {
  return other.pragma('data_version', { simple: true })
}

/** How much the log has grown: each commit appends the pages that it changed. */
function walSize(url: string): number {
  return statSync(`${url.slice('sqlite:'.length)}-wal`).size
}

test('writes of one turn share one commit', async () => {
  const { db, url } = await openSqlite()
  await insert(db, 'first')
  const other = openBeside(url)
  const before = walSize(url)
  await insert(db, 'alone')
  const one = walSize(url) - before
  await Promise.all(Array.from({ length: 50 }, (_, i) => insert(db, `shared ${i}`)))
  expect(walSize(url) - before - one).toBeLessThan(one * 5)
  expect(other.prepare('select count(*) as n from locks').get()).toEqual({ n: 52 })
})

test('a write resolves after its commit, when other connections see it', async () => {
  const { db, url } = await openSqlite()
  const other = openBeside(url)
  const before = dataVersion(other)
  const writing = insert(db, 'a')
  expect(dataVersion(other)).toBe(before)
  await writing
  expect(dataVersion(other)).not.toBe(before)
})

test('a statement that fails in a shared commit fails alone', async () => {
  const { db } = await openSqlite()
  const results = await Promise.allSettled(['a', 'b', 'a', 'c'].map((name) => insert(db, name)))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(results[2]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } })
  expect(await names(db)).toEqual(['a', 'b', 'c'])
})

test('each write of a shared commit gets the rows that it returned itself', async () => {
  const { db } = await openSqlite()
  const write = (name: string) =>
    db.insertInto('locks').values({ name, taken_at: 1 }).returning('name').executeTakeFirstOrThrow()
  expect(await Promise.all(['x', 'y', 'z'].map(write))).toEqual([{ name: 'x' }, { name: 'y' }, { name: 'z' }])
})

test('rows of a transaction are seen inside at once, outside after its commit', async () => {
  const { db } = await openSqlite()
  await db.transaction().execute(async (tx) => {
    await insert(tx, 'a')
    expect(await names(tx)).toEqual(['a'])
    expect(await names(db)).toEqual([])
  })
  expect(await names(db)).toEqual(['a'])
})

test('a transaction that throws leaves nothing, and the next one goes on', async () => {
  const { db } = await openSqlite()
  const failing = db.transaction().execute(async (tx) => {
    await insert(tx, 'a')
    throw new Error('on purpose')
  })
  const next = db.transaction().execute((tx) => insert(tx, 'b'))
  await expect(failing).rejects.toThrow('on purpose')
  await next
  expect(await names(db)).toEqual(['b'])
})

test('transactions and single writes take turns', async () => {
  const { db } = await openSqlite()
  const order: string[] = []
  const slowly = async (name: string) =>
    db.transaction().execute(async (tx) => {
      order.push(`${name} begins`)
      await insert(tx, name)
      await new Promise((resolve) => setTimeout(resolve, 5))
      order.push(`${name} ends`)
    })
  const single = async () => {
    await insert(db, 'single')
    order.push('single')
  }
  await Promise.all([slowly('a'), slowly('b'), single()])
  expect(order.filter((step) => step !== 'single')).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  expect(order.indexOf('single')).not.toBe(1)
  expect(await names(db)).toEqual(['a', 'b', 'single'])
})

test('a store locked by another process gives StoreError, and works again afterwards (lyftr#25)', async () => {
  const { url } = await openSqlite()
  const dialect = new ServerSqliteDialect(url.slice('sqlite:'.length), 20)
  const db = new Kysely<Database>({ dialect })
  onTestFinished(() => db.destroy())
  const other = openBeside(url)
  other.exec('begin immediate')
  const outcomes = await Promise.allSettled([
    insert(db, 'a'),
    insert(db, 'b'),
    db.transaction().execute(names),
  ])
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: expect.any(StoreError) })
  expect(await names(db)).toEqual([])
  other.exec('rollback')
  await insert(db, 'c')
  expect(await names(db)).toEqual(['c'])
})

test('while another process writes, writes wait, reads go on, and so does everything else in this process', async () => {
  const { db, url } = await openSqlite()
  await insert(db, 'before')
  const other = openBeside(url)
  other.exec('begin immediate')
  let turns = 0
  const counting = setInterval(() => {
    turns += 1
  }, 1)
  const writing = Promise.all([
    insert(db, 'single'),
    db.transaction().execute((tx) => insert(tx, 'in a transaction')),
  ])
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await names(db)).toEqual(['before'])
  other.exec('rollback')
  await writing
  clearInterval(counting)
  expect(await names(db)).toEqual(['before', 'in a transaction', 'single'])
  expect(turns).toBeGreaterThan(50) // one or two while SQLite waited by itself
})

test('a full store gives StoreError and keeps what it acknowledged', async () => {
  const { db } = await openSqlite()
  await insert(db, 'a')
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
  await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db)
  const long = 'x'.repeat(100_000)
  await expect(insert(db, long)).rejects.toThrow(StoreError)
  await expect(db.transaction().execute((tx) => insert(tx, long))).rejects.toThrow(StoreError)
  expect(await names(db)).toEqual(['a'])
})

test('a store that may not be written gives StoreError and can still be read', async () => {
  const { db } = await openSqlite()
  await insert(db, 'a')
  await sql`pragma query_only = on`.execute(db)
  await expect(insert(db, 'b')).rejects.toThrow(StoreError)
  expect(await names(db)).toEqual(['a'])
})

test('a folder that does not exist, and a file that is no database, give StoreError', async () => {
  const { url } = await openSqlite()
  const broken = `${url}.broken`
  writeFileSync(broken.slice('sqlite:'.length), 'this is no database, whatever its name says'.repeat(50))
  for (const bad of ['sqlite:/nowhere/at/all/authd.db', `sqlite:${dirname(url.slice(7))}`, broken]) {
    const db = await connectStore(bad)
    await expect(names(db)).rejects.toThrow(StoreError)
    await expect(insert(db, 'a')).rejects.toThrow(StoreError)
    await db.destroy()
  }
})

test('a store that could not be opened can be opened later by the same connection', async () => {
  const { url } = await openSqlite({ empty: true })
  const file = `${url.slice('sqlite:'.length)}.late`
  writeFileSync(file, 'no database yet'.repeat(50))
  const db = await connectStore(`sqlite:${file}`)
  await expect(sql`select 1`.execute(db)).rejects.toThrow(StoreError)
  rmSync(file)
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  await db.destroy()
})

test('commits are durable and foreign keys are on', async () => {
  const { db } = await openSqlite()
  const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(db)).rows
  expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }])
  expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }])
  expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }])
})

test('closing waits for the writes that were under way', async () => {
  const { db, url } = await openSqlite()
  const writes = ['a', 'b'].map((name) => insert(db, name))
  await new Promise(setImmediate)
  await db.destroy()
  await Promise.all(writes)
  expect(openBeside(url).prepare('select count(*) as n from locks').get()).toEqual({ n: 2 })
})
