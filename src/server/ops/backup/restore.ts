import type { Store } from '../../../../db/connect.ts'
import { migrate, readAppliedMigrations, readSchemaState } from '../../../../db/migrate.ts'
import { recordAudit } from '../../audit.ts'
import { HostError } from '../../host-error.ts'
import type { Secret } from '../../secret.ts'
import { isUnfinishedCopy, takeTurnToFill } from '../copy/copy-mark.ts'
import { findDifference } from '../copy/store-digest.ts'
import { describeContents, insertRows, readShapes, type TableShape } from '../tables.ts'
import { type BackupFile, damaged, type LineOptions } from './backup-file.ts'
import { allRowsOf, type BackupContents } from './backup-format.ts'
import { readBackup } from './read-backup.ts'

/** `file` was read to its end before: `contents` is what it holds. */
export interface Restoration {
  file: BackupFile
  contents: BackupContents
  /** The file's name for the audit log. */
  name: string
}

/**
 * Puts a backup into a store that has nothing in it, in one transaction: killed at any moment, it leaves an empty store,
 * into which the same backup goes again. What is in the store afterwards is counted and compared with the backup before
 * the commit. A backup of an older authd is brought up to date afterwards. Throws HostError; the store is as it was then.
 */
export async function restoreBackup(
  db: Store,
  restoration: Restoration,
  now: number,
  options: LineOptions,
): Promise<void> {
  const { schema } = restoration.contents.header
  await requireEmpty(db)
  await requireNoNewerTables(db, schema)
  await migrate(db, schema.at(-1))
  const { pending } = await readSchemaState(db)
  await db.transaction().execute(async (tx) => {
    await takeTurnToFill(tx, now)
    await requireEmpty(tx)
    await fill(tx, restoration, options)
    if (pending.length === 0) await noteRestored(tx, restoration, now)
  })
  if (pending.length === 0) return
  await migrate(db)
  await noteRestored(db, restoration, now)
}

/** A backup whose signing keys do not open is of no use here, and the store would not start. */
export function requireSecretKey({ sealedKeys, header }: BackupContents, secret: Secret | undefined): void {
  const opens = secret && sealedKeys.every((sealed) => secret.open('signing key', sealed) !== undefined)
  if (opens || sealedKeys.length === 0) return
  const what = secret ? 'The secret key here does not open this backup' : 'There is no secret key here'
  throw new HostError(
    `${what}: a backup holds what the secret key of its server sealed, but never that key itself; nothing was changed.`,
    `Put the secret.key that the server had on ${header.made_at.slice(0, 10)} into the data directory, or set AUTHD_SECRET_KEY to it.`,
  )
}

/**
 * Throws HostError where the store has as much as one row, or is an unfinished copy, which may have none yet: what was restored
 * into one was a house on which no authd started.
 */
async function requireEmpty(db: Store): Promise<void> {
  if (await isUnfinishedCopy(db))
    throw new HostError(
      'The store is an unfinished copy of another one; nothing was changed.',
      'Finish it by the same `authd store copy`, or name an empty store by `--data-dir` or AUTHD_DATABASE_URL.',
    )
  const contents = await describeContents(db)
  if (contents === undefined) return
  throw new HostError(
    `The store is not empty (rows: ${contents}); nothing was changed.`,
    'Name an empty one by `--data-dir` or AUTHD_DATABASE_URL, or stop authd and move its database away, all of its files.',
  )
}

/** Tables only ever go forward, so a store that is ahead of the backup cannot take its rows. */
async function requireNoNewerTables(db: Store, schema: readonly string[]): Promise<void> {
  const ahead = (await readAppliedMigrations(db)).filter((name) => !schema.includes(name))
  if (ahead.length === 0) return
  throw new HostError(
    `The backup is of an older authd than the tables of this store (${ahead.join(', ')}); nothing was changed.`,
    'Name a database without any tables; they are made as the backup needs them, and brought up to date afterwards.',
  )
}

async function fill(tx: Store, { file, contents }: Restoration, options: LineOptions): Promise<void> {
  const shapes = await readShapes(tx)
  requireSameTables(file, contents, shapes)
  await readBackup(file, options, async (shape, rows) => insertRows(tx, shape, rows))
  const difference = await findDifference(tx, shapes, contents.tables)
  if (difference)
    throw new HostError(
      `In the store ${difference} are not those of the backup; nothing was changed.`,
      'See that nothing else uses this store, and try again.',
    )
}

function requireSameTables(
  file: BackupFile,
  { tables }: BackupContents,
  shapes: readonly TableShape[],
): void {
  const text = (each: { columns: string[] }, name: string) => `${name}(${each.columns.join()})`
  const held = tables.map((table) => text(table, table.table)).sort()
  const there = shapes.map((shape) => text(shape, shape.name)).sort()
  if (held.join() !== there.join()) throw damaged(file.path, 'its tables are not those of its schema')
}

async function noteRestored(db: Store, { contents, name }: Restoration, now: number): Promise<void> {
  const detail = { file: name, made_at: contents.header.made_at, rows: allRowsOf(contents) }
  await recordAudit(db, { event: 'store.restored', address: 'host', detail }, now)
}
