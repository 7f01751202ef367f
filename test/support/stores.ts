import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, inject, onTestFinished, TestRunner } from 'vitest'
import { connectStore, type Store } from '../../db/connect.ts'
import { templateDatabase } from './global-setup.ts'
import { databaseUrl } from './postgres.ts'

export type StoreKind = 'sqlite' | 'postgres'

export interface TestStore {
  db: Store
  /** For processes and further connections. */
  url: string
  /** Closes it and removes what it kept. Safe to call twice. */
  close(): Promise<void>
}

export interface OpenOptions {
  /** Without the schema, for tests of the migrations. */
  empty?: boolean
}

/** A fresh store. Opened inside a test it is closed when that test ends; opened in `beforeAll`, call `close()`. */
export type OpenStore = (options?: OpenOptions) => Promise<TestStore>

/** Describes the same rules once for each kind of store, so that no query is ever written for one alone. */
export function forEachStore(body: (kind: StoreKind, openStore: OpenStore) => void): void {
  describe('on sqlite', () => body('sqlite', openSqlite))
  describe.skipIf(inject('postgresUrl') === undefined)('on postgres', () => body('postgres', openPostgres))
}

/** A fresh SQLite store, for tests where the kind does not matter. */
export async function openSqlite({ empty = false }: OpenOptions = {}): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-store-'))
  const file = join(folder, 'authd.db')
  if (!empty) copyFileSync(inject('sqliteTemplate'), file)
  return openAt(`sqlite:${file}`, async () => rmSync(folder, { recursive: true, force: true }))
}

/** A fresh PostgreSQL database. */
export async function openPostgres({ empty = false }: OpenOptions = {}): Promise<TestStore> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const template = sql.id(empty ? 'template0' : templateDatabase)
  await administer(sql`create database ${sql.id(name)} template ${template}`)
  const drop = () => administer(sql`drop database ${sql.id(name)} with (force)`)
  return openAt(databaseUrl(serverUrl(), name), drop)
}

async function openAt(url: string, remove: () => Promise<void>): Promise<TestStore> {
  const db = await connectStore(url)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= db.destroy().then(remove)
    return closed
  }
  if (TestRunner.getCurrentTest()) onTestFinished(close)
  return { db, url, close }
}

async function administer(statement: ReturnType<typeof sql>): Promise<void> {
  const db = await connectStore(serverUrl())
  await statement.execute(db).finally(() => db.destroy())
}

function serverUrl(): string {
  const url = inject('postgresUrl')
  if (!url) throw new Error('this platform has no PostgreSQL for the tests')
  return url
}
