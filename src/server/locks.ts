import type { Store } from '../../db/connect.ts'
import type { Algorithm } from './key-material.ts'

/** The rows of `locks`, all of them; a time each. */
export type LockName =
  /** Of transactions that take turns: who comes second waits, and then sees what the first one did. */
  | 'superusers'
  | 'restore'
  /** Of what falls due for all nodes and is done by one. */
  | `rotate ${Algorithm}`
  | 'scheduled backup'
  /** Of what every node has to know. */
  | 'last good backup'
  | 'backups expected since'
  /** Of a store that is being filled, and from which house. */
  | `${typeof unfinishedCopy}${string}`

export const unfinishedCopy = 'unfinished copy of '

/** Clocks of nodes are not as far apart, in ms: a time still later is that of a clock that was wrong, and counts for nothing. */
export const farAhead = 10 * 60_000

/** Sets the time. In a transaction this is its turn, until the commit. */
export async function setLock(db: Store, name: LockName, at: number): Promise<void> {
  await db
    .insertInto('locks')
    .values({ name, taken_at: at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ taken_at: at }))
    .execute()
}

/** Sets the time where there is none yet, where it was `due` or earlier, or far ahead; true for one of all that ask. */
export async function claimLock(
  db: Store,
  name: LockName,
  { at, due }: { at: number; due?: number },
  now: number,
): Promise<boolean> {
  const claimed = await db
    .insertInto('locks')
    .values({ name, taken_at: at })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ taken_at: at })
        .where(({ eb, or }) => {
          const isWrong = eb('locks.taken_at', '>', now + farAhead)
          return due === undefined ? isWrong : or([eb('locks.taken_at', '<=', due), isWrong])
        }),
    )
    .returning('name')
    .executeTakeFirst()
  return claimed !== undefined
}

export async function readLock(db: Store, name: LockName): Promise<number | undefined> {
  const lock = await db.selectFrom('locks').select('taken_at').where('name', '=', name).executeTakeFirst()
  return lock?.taken_at
}
