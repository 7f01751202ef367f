import { sql } from 'kysely'
import { type Store, storeKind } from './connect.ts'

/** How often the clock is read for one measurement; the fastest answer tells most. */
const readings = 3

/**
 * How far the store's clock is ahead of this machine's, in ms, to half the time of one query on a connection that stands:
 * what it took to get one once counted as half an error of the clock. Nodes that share a
 * PostgreSQL compare times in its rows, so they must share its clock: with two clocks 120 s apart, a refresh repeated at
 * the other node would look like reuse. SQLite is on this machine, and 0.
 */
export async function measureClockOffset(db: Store, url: string): Promise<number> {
  if (storeKind(url) !== 'postgres') return 0
  return db.connection().execute(async (connection) => {
    let best = await readClock(connection)
    for (let count = 1; count < readings; count += 1) {
      const reading = await readClock(connection)
      if (reading.took < best.took) best = reading
    }
    return best.offset
  })
}

async function readClock(db: Store): Promise<{ offset: number; took: number }> {
  const started = performance.now() // Date.now() may be set right meanwhile
  const before = Date.now()
  const { rows } = await sql<{
    now: number
  }>`select (extract(epoch from clock_timestamp()) * 1000)::int8 as now`.execute(db)
  const after = Date.now()
  const offset = Math.round((rows[0]?.now ?? after) - (before + after) / 2)
  return { offset, took: performance.now() - started }
}
