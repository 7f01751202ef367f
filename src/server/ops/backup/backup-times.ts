import { basename } from 'node:path'
import type { Store } from '../../../../db/connect.ts'
import { readSchemaState } from '../../../../db/migrate.ts'
import { recordAudit } from '../../audit.ts'
import { claimLock, farAhead, readLock, setLock } from '../../locks.ts'
import { allRowsOf, type BackupContents } from './backup-format.ts'

/** In the store, so that every node knows of the backups of the others. */

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
    await setLock(tx, 'last good backup', Date.parse(contents.header.made_at))
    const detail = { file: basename(path), rows: allRowsOf(contents) }
    await recordAudit(tx, { event: 'backup.made', address: 'host', detail }, now)
  })
}

/** From now on somebody should worry where none is made; the first call for a store counts. */
export async function expectBackups(db: Store, now: number): Promise<void> {
  await claimLock(db, 'backups expected since', { at: now }, now)
}

/**
 * A sentence where the last good backup is older than two of these intervals (ms), or where there should have been one for
 * as long, or where its time is yet to come; undefined where all is well. 0 expects none.
 */
export async function findBackupWarning(db: Store, every: number, now: number): Promise<string | undefined> {
  if (every === 0) return undefined
  const made = await readLock(db, 'last good backup')
  const since = made ?? (await readLock(db, 'backups expected since')) ?? now
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

/**
 * True for one of all the nodes that ask, where the last scheduled backup is `every` ms old, or of a time to come: a minute with a
 * clock 400 days ahead once meant no backups for 400 days.
 */
export async function claimBackup(db: Store, every: number, now: number): Promise<boolean> {
  const claim = { at: dueIn(leaseTime, every, now), due: now - every }
  return claimLock(db, 'scheduled backup', claim, now)
}

/** How often a backup under way extends its claim at most, in ms. */
export const renewalInterval = 60_000

/** Of a backup under way: the other nodes leave it alone for another lease. */
export async function renewClaim(db: Store, every: number, now: number): Promise<void> {
  await setLock(db, 'scheduled backup', dueIn(leaseTime, every, now))
}

/** The next one is due `every` ms from now; soon again where this one failed. */
export async function settleClaim(db: Store, every: number, isMade: boolean, now: number): Promise<void> {
  await setLock(db, 'scheduled backup', isMade ? now : dueIn(retryTime, every, now))
}

/** The time of a last backup that makes the next one due after `delay`. */
function dueIn(delay: number, every: number, now: number): number {
  return now - every + Math.min(delay, every)
}
