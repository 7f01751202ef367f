import { basename } from 'node:path'
import type { Store } from '../../../db/connect.ts'
import { readSchemaState } from '../../../db/migrate.ts'
import { recordAudit } from '../audit.ts'
import { allRowsOf, type BackupContents } from './backup-format.ts'

/** Rows of `locks`, so that every node of a store knows of the backups of the others. */
const lastGood = 'last good backup'
const expectedSince = 'backups expected since'

/** Notes that a backup was made and found sound. A store that waits for its migrations is left as it is. */
export async function noteBackup(
  db: Store,
  path: string,
  contents: BackupContents,
  now: number,
): Promise<void> {
  const { pending } = await readSchemaState(db)
  if (pending.length > 0) return
  await db.transaction().execute(async (tx) => {
    await setTime(tx, lastGood, Date.parse(contents.header.made_at))
    const detail = { file: basename(path), rows: allRowsOf(contents) }
    await recordAudit(tx, { event: 'backup.made', address: 'host', detail }, now)
  })
}

async function setTime(db: Store, name: string, at: number): Promise<void> {
  await db
    .insertInto('locks')
    .values({ name, taken_at: at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ taken_at: at }))
    .execute()
}

/** Clocks of nodes are not as far apart, in ms: a time still later is that of a clock that was wrong, and counts for nothing. */
const farAhead = 10 * 60_000

/** From now on somebody should worry where none is made; the first call for a store counts. */
export async function expectBackups(db: Store, now: number): Promise<void> {
  await db
    .insertInto('locks')
    .values({ name: expectedSince, taken_at: now })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ taken_at: now })
        .where('locks.taken_at', '>', now + farAhead),
    )
    .execute()
}

/**
 * A sentence where the last good backup is older than two of these intervals (ms), or where there should have been one for
 * as long, or where its time is yet to come; undefined where all is well. 0 expects none.
 */
export async function findBackupWarning(db: Store, every: number, now: number): Promise<string | undefined> {
  if (every === 0) return undefined
  const rows = await db
    .selectFrom('locks')
    .select(['name', 'taken_at'])
    .where('name', 'in', [lastGood, expectedSince])
    .execute()
  const made = rows.find(({ name }) => name === lastGood)?.taken_at
  const since = made ?? rows.find(({ name }) => name === expectedSince)?.taken_at ?? now
  const time = new Date(since).toISOString()
  if (made !== undefined && made > now + farAhead)
    return `the last good backup is of ${time}, which is yet to come: the clock was wrong then, or is now`
  if (now - since <= 2 * every) return undefined
  return made === undefined
    ? `no backup has been made, though one has been due since ${time}`
    : `the last good backup is of ${time}`
}

/** A node that died over its backup, or stands still, keeps the others from it for no longer, in ms. */
const leaseTime = 15 * 60_000

/** Waits this long after a failure, in ms. */
const retryTime = 10 * 60_000

const schedule = 'scheduled backup'

/**
 * True for one of all the nodes that ask, where the last scheduled backup is `every` ms old, or of a time to come: a minute with a
 * clock 400 days ahead once meant no backups for 400 days.
 */
export async function claimBackup(db: Store, every: number, now: number): Promise<boolean> {
  const claimed = await db
    .insertInto('locks')
    .values({ name: schedule, taken_at: dueIn(leaseTime, every, now) })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ taken_at: dueIn(leaseTime, every, now) })
        .where(({ eb, or }) =>
          or([eb('locks.taken_at', '<=', now - every), eb('locks.taken_at', '>', now + farAhead)]),
        ),
    )
    .returning('name')
    .executeTakeFirst()
  return claimed !== undefined
}

/** How often a backup under way extends its claim at most, in ms. */
export const renewalInterval = 60_000

/** Of a backup under way: the other nodes leave it alone for another lease. */
export async function renewClaim(db: Store, every: number, now: number): Promise<void> {
  await setTime(db, schedule, dueIn(leaseTime, every, now))
}

/** The next one is due `every` ms from now; soon again where this one failed. */
export async function settleClaim(db: Store, every: number, isMade: boolean, now: number): Promise<void> {
  await setTime(db, schedule, isMade ? now : dueIn(retryTime, every, now))
}

/** The time of a last backup that makes the next one due after `delay`. */
function dueIn(delay: number, every: number, now: number): number {
  return now - every + Math.min(delay, every)
}
