import type { Store } from '../../../db/connect.ts'
import { HostError } from '../host-error.ts'
import { describeContents } from './tables.ts'

const unfinished = 'unfinished copy of '

/** Which house a store is: its first audit entry, whose hash is random; `new` before there is one. */
export async function identify(db: Store): Promise<string> {
  const first = await db.selectFrom('audit').select('hash').where('sequence', '=', 1).executeTakeFirst()
  return first?.hash.slice(0, 32) ?? 'new'
}

/**
 * Marks an empty store as one that is being filled from this house. True where it was marked before, by a copy that did not
 * come to its end. Throws HostError where the store has rows that are not of such a copy.
 */
export async function markUnfinished(target: Store, house: string, now: number): Promise<boolean> {
  const mark = await findMark(target)
  // A house that had no entries at the first run may have some by now.
  if (mark === unfinished + house || mark === `${unfinished}new`) return true
  const contents = await describeContents(target)
  if (mark !== undefined || contents !== undefined) throw notEmpty(contents ?? 'none yet', mark !== undefined)
  await target
    .insertInto('locks')
    .values({ name: unfinished + house, taken_at: now })
    .execute()
  return false
}

/** The last step of a copy, in the transaction of what it notes. */
export async function removeMark(tx: Store): Promise<void> {
  await tx.deleteFrom('locks').where('name', 'like', `${unfinished}%`).execute()
}

/** Throws HostError where the store is half of a house. */
export async function refuseUnfinishedCopy(db: Store): Promise<void> {
  if ((await findMark(db)) === undefined) return
  throw new HostError(
    'This store is the copy of another one, and is not finished; nothing was changed.',
    'Stop the server of the other store and run the same `authd store copy` again.',
  )
}

async function findMark(db: Store): Promise<string | undefined> {
  const mark = await db
    .selectFrom('locks')
    .select('name')
    .where('name', 'like', `${unfinished}%`)
    .executeTakeFirst()
  return mark?.name
}

function notEmpty(contents: string, isOther: boolean): HostError {
  const what = isOther ? 'is an unfinished copy of another one' : 'is not empty'
  return new HostError(
    `The store to copy into ${what} (rows: ${contents}); nothing was changed.`,
    'Name an empty one by `--to`.',
  )
}
