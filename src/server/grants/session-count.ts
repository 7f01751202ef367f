import type { Store } from '../../../db/connect.ts'

/** How many sessions stand. Reads the whole table: not for a request that is made often. */
export async function countSessions(db: Store, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('sessions')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('ends_at', '>', now)
    .executeTakeFirstOrThrow()
  return Number(count)
}
