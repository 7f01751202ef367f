import type { Store } from '../../../db/connect.ts'
import { stands } from './standing.ts'

/** How many sessions stand. Reads the whole table: not for a request that is made often. */
export async function countSessions(db: Store, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('sessions')
    .select((eb) => eb.fn.countAll().as('count'))
    .where(stands(now))
    .executeTakeFirstOrThrow()
  return Number(count)
}
