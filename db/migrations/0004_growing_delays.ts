import { type Kysely, sql } from 'kysely'

/** Rate limits remember tries for longer than they are paid for, so that delays can grow. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('rate_limits')
    .addColumn('forgotten_at', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  await sql`update rate_limits set forgotten_at = arrives_at`.execute(db)
}
