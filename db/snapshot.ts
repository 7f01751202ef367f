import { Kysely, sql } from 'kysely'
import { connectStore, type Database, type Store, storeKind } from './connect.ts'
import { longLimits } from './limits.ts'

/**
 * Reads a store as it is at one moment, on a connection of its own: what was committed before the call is in it, what is
 * committed later is not, and nobody waits; it may take hours. Throws StoreError where the store cannot be read.
 */
export async function withSnapshot<T>(url: string, read: (snapshot: Store) => Promise<T>): Promise<T> {
  const db = await connectReader(url)
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (snapshot) => {
        // Both stores choose the moment at the first read, which has to touch a table on SQLite.
        await snapshot.introspection.getTables()
        return read(snapshot)
      })
  } finally {
    await db.destroy()
  }
}

/** Writes a SQLite store as it is now into a new file, page by page as they are; blocks until it is done. */
export async function copySqliteFile(url: string, target: string): Promise<void> {
  const db = await connectReader(url)
  try {
    await sql`vacuum into ${target}`.execute(db)
  } finally {
    await db.destroy()
  }
}

/** Whether SQLite itself finds a file sound. */
export async function isSoundSqliteFile(file: string): Promise<boolean> {
  const db = await connectReader(`sqlite:${file}`)
  try {
    const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
    return rows[0]?.quick_check === 'ok'
  } finally {
    await db.destroy()
  }
}

async function connectReader(url: string): Promise<Store> {
  if (storeKind(url) === 'postgres') return connectStore(url, longLimits)
  const { SnapshotSqliteDialect } = await import('./sqlite-snapshot.ts')
  return new Kysely<Database>({ dialect: new SnapshotSqliteDialect(url.slice('sqlite:'.length)) })
}
