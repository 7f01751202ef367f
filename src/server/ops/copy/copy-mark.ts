import type { Store } from '../../../../db/connect.ts'
import { readAppliedMigrations } from '../../../../db/migrate.ts'
import { HostError } from '../../host-error.ts'
import { type LockName, setLock, unfinishedCopy } from '../../locks.ts'
import { describeContents } from '../tables.ts'

/** Which house a store is: its first audit entry, whose hash is random; `new` before there is one. */
export async function identify(db: Store): Promise<string> {
  const first = await db.selectFrom('audit').select('hash').where('sequence', '=', 1).executeTakeFirst()
  return first?.hash.slice(0, 32) ?? 'new'
}

/** A run's claim to the store that it fills. Of several runs the newest has it: one before may be dead, or asleep. */
export interface Hold {
  mark: string
  at: number
}

/**
 * Marks an empty store as one that is being filled from this house, or takes over one that a copy before has marked and not
 * finished. Throws HostError where the store has rows that are not of such a copy.
 */
export async function takeHold(target: Store, house: string, now: number): Promise<Hold> {
  return target.transaction().execute(async (tx) => {
    await takeTurnToFill(tx, now)
    return (await takeOver(tx, house, now)) ?? (await markEmpty(tx, house, now))
  })
}

/** Whoever fills an empty store, a copy or a restore, waits here until the one before has, and then finds it full. */
export async function takeTurnToFill(tx: Store, now: number): Promise<void> {
  await setLock(tx, 'restore', now)
}

async function takeOver(tx: Store, house: string, now: number): Promise<Hold | undefined> {
  const taken = await tx
    .updateTable('locks')
    // No two holds are of the same time, whatever the clocks say.
    .set(({ eb, ref }) => ({
      taken_at: eb
        .case()
        .when('taken_at', '>=', now)
        .then(eb(ref('taken_at'), '+', 1))
        .else(now)
        .end(),
    }))
    // A house that had no entries at the first run may have some by now.
    .where('name', 'in', [markOf(house), markOf('new')])
    .returning(['name', 'taken_at'])
    .executeTakeFirst()
  return taken && { mark: taken.name, at: taken.taken_at }
}

async function markEmpty(tx: Store, house: string, now: number): Promise<Hold> {
  const mark = await findMark(tx)
  const contents = await describeContents(tx)
  if (mark !== undefined || contents !== undefined) throw notEmpty(contents ?? 'none yet', mark !== undefined)
  const hold = { mark: markOf(house), at: now }
  await setLock(tx, hold.mark, hold.at)
  return hold
}

/**
 * The first step of each change of a copy, in its transaction: from then on nobody else changes the store, or finishes the
 * copy and lets a server onto it, until this one is committed. Throws HostError where somebody has.
 */
export async function keepHold(tx: Store, { mark, at }: Hold): Promise<void> {
  const kept = await tx
    .updateTable('locks')
    .set({ taken_at: at })
    .where('name', '=', mark)
    .where('taken_at', '=', at)
    .returning('name')
    .executeTakeFirst()
  if (!kept) throw overtaken()
}

/** The last step of a copy, after keepHold and with what it notes: a server may start on the store. */
export async function releaseHold(tx: Store, { mark }: Hold): Promise<void> {
  await tx.deleteFrom('locks').where('name', '=', mark).execute()
}

/** Of any store, one without tables included. */
export async function isUnfinishedCopy(db: Store): Promise<boolean> {
  return (await readAppliedMigrations(db)).length > 0 && (await findMark(db)) !== undefined
}

/** Throws HostError where the store is half of a house. */
export async function refuseUnfinishedCopy(db: Store): Promise<void> {
  if ((await findMark(db)) === undefined) return
  throw new HostError(
    'This store is the copy of another one, and is not finished; nothing was changed.',
    'Stop the server of the other store and run the same `authd store copy` again.',
  )
}

function markOf(house: string): LockName {
  return `${unfinishedCopy}${house}`
}

async function findMark(db: Store): Promise<string | undefined> {
  const mark = await db
    .selectFrom('locks')
    .select('name')
    .where('name', 'like', markOf('%'))
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

function overtaken(): HostError {
  return new HostError(
    'Another `authd store copy` into the same store began after this one, or finished it; what is there was kept, and this one has stopped.',
    'Wait for what the other one says; where both stores are the same, there is nothing left to copy.',
  )
}
