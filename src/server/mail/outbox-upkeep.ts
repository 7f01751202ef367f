import { setImmediate } from 'node:timers/promises'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import type { Secret } from '../secret.ts'

/*
 * An outbox may hold hundreds of thousands of letters, so it is gone through in pages: read at once, 200,000 took all memory
 * of the process, at each of its starts.
 */

/** Rows that one turn of the event loop reads or removes. */
const page = 200

/** What an old secret key sealed is sealed anew, so that the old one can be dropped from the list. Returns how many. */
export async function resealLetters(db: Store, secret: Secret): Promise<number> {
  if (!secret.hasFormerKeys) return 0
  let count = 0
  for (let last = ''; ; await setImmediate()) {
    const rows = await db
      .selectFrom('outbox')
      .select(['id', 'letter_sealed'])
      .where('id', '>', last)
      .where('discarded_at', 'is', null)
      .orderBy('id')
      .limit(page)
      .execute()
    for (const row of rows) count += await resealLetter(db, secret, row)
    const end = rows.at(-1)
    if (end === undefined) return count
    last = end.id
  }
}

/** 1, or 0 where there was nothing to do. */
async function resealLetter(
  db: Store,
  secret: Secret,
  { id, letter_sealed }: { id: string; letter_sealed: string },
): Promise<number> {
  const resealed = secret.reseal('outbox letter', letter_sealed)
  if (resealed === undefined) return 0
  await db
    .updateTable('outbox')
    .set({ letter_sealed: resealed })
    .where('id', '=', id)
    .where('letter_sealed', '=', letter_sealed)
    .execute()
  return 1
}

const minute = 60_000
const day = 24 * 60 * minute

/** Removes what was settled a week ago, and what nobody fetched in a month. Returns how many letters. */
export function pruneOutbox(db: Store, now: number): Promise<number> {
  const settledAt = ['sent_at', 'failed_at', 'expires_at'] as const
  return removeInPages(db, (eb) =>
    eb.and([
      eb('created_at', '<=', now - 7 * day), // all others need not be looked at
      eb.or([...settledAt.map((at) => eb(at, '<=', now - 7 * day)), eb('created_at', '<=', now - 30 * day)]),
    ]),
  )
}

/** Removes the letters to nobody: strangers can cause more of them than there are others. Returns how many. */
export function pruneDiscarded(db: Store, now: number): Promise<number> {
  return removeInPages(db, (eb) => eb('discarded_at', '<=', now - minute))
}

/** SQLite would stand still while many thousands go at once. */
async function removeInPages(
  db: Store,
  which: (eb: ExpressionBuilder<Database, 'outbox'>) => Expression<SqlBool>,
): Promise<number> {
  for (let count = 0; ; await setImmediate()) {
    const some = db.selectFrom('outbox').select('id').where(which).limit(page)
    const { numDeletedRows } = await db.deleteFrom('outbox').where('id', 'in', some).executeTakeFirstOrThrow()
    count += Number(numDeletedRows)
    if (numDeletedRows < page) return count
  }
}
