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

/** Databases of tests that have ended: emptying one takes a fiftieth of the time of making another. */
const spares: string[] = []

/** A fresh PostgreSQL database. */
export async function openPostgres({ empty = false }: OpenOptions = {}): Promise<TestStore> {
  if (empty) {
    const name = await createDatabase('template0')
    const drop = () => administer(sql`drop database ${sql.id(name)} with (force)`)
    return openAt(databaseUrl(serverUrl(), name), drop)
  }
  const spare = spares.pop()
  const name = spare ?? (await createDatabase(templateDatabase))
  const store = await openAt(databaseUrl(serverUrl(), name), async () => void spares.push(name))
  if (spare) await emptyTables.execute(store.db)
  return store
}

async function createDatabase(template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(sql`create database ${sql.id(name)} template ${sql.id(template)}`)
  return name
}

/**
 * Leaves the schema, without what the tests of a newer one left behind; whoever is still connected, such as a process that
 * was killed, is cut off. In one statement: table by table it was forty questions to the server, hundreds of times.
 */
const emptyTables = sql`do $$ declare own text; begin
  perform pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
  set local session_replication_role = replica;
  for own in select tablename from pg_tables
    where schemaname = 'public' and tablename not like 'schema_migrations%' loop
    execute format('delete from %I', own);
  end loop;
  delete from schema_migrations where name > '9';
end $$`

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
