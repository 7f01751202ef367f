import { sql } from 'kysely'
import { type Store, storeKind } from './connect.ts'

/**
 * How far the store's clock is ahead of this machine's, in ms, to half the time of one query. Nodes that share a
 * PostgreSQL compare times in its rows, so they must share its clock: with two clocks 120 s apart, a refresh repeated at
 * the other node would look like reuse. SQLite is on this machine, and 0.
 */
export async function measureClockOffset(db: Store, url: string): Promise<number> {
  if (storeKind(url) !== 'postgres') return 0
  const before = Date.now()
  const { rows } = await sql<{
    now: number
  }>`select (extract(epoch from clock_timestamp()) * 1000)::int8 as now`.execute(db)
  const after = Date.now()
  return Math.round((rows[0]?.now ?? after) - (before + after) / 2)
}
