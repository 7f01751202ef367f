import { type Kysely, sql } from 'kysely'

/** What is asked of the outbox again and again is found without reading all of it: a letter fills a page. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('outbox_created').on('outbox').column('created_at').execute()
  await db.schema
    .createIndex('outbox_failed')
    .on('outbox')
    .column('failed_at')
    .where(sql.ref('failed_at'), 'is not', null)
    .where(sql.ref('discarded_at'), 'is', null)
    .execute()
  await db.schema
    .createIndex('outbox_discarded')
    .on('outbox')
    .column('discarded_at')
    .where(sql.ref('discarded_at'), 'is not', null)
    .execute()
}
