import { sql } from 'kysely'
import { type Store, storeKind } from './connect.ts'

/**
 * Whether the store takes no writes for now: a standby of PostgreSQL that was not promoted yet, or one that its operator made
 * read-only. A SQLite file tells only by the first write.
 */
export async function isReadOnly(db: Store, url: string): Promise<boolean> {
  if (storeKind(url) !== 'postgres') return false
  const { rows } = await sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(db)
  return rows[0]?.transaction_read_only === 'on'
}
