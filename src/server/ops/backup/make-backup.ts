import { existsSync, rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Store, storeKind } from '../../../../db/connect.ts'
import { readAppliedMigrations, unknownMigrations } from '../../../../db/migrate.ts'
import { withSnapshot } from '../../../../db/snapshot.ts'
import { HostError } from '../../host-error.ts'
import { flushesFolders } from '../../platform.ts'
import { type LineOptions, mayBecomeBackup, openBackupFile } from './backup-file.ts'
import { type BackupContents, type BackupHeader, formatVersion } from './backup-format.ts'
import { readBackup } from './read-backup.ts'
import { unwritable, type WriteOptions, writeBackup } from './write-backup.ts'

export interface BackupOrder {
  databaseUrl: string
  path: string
  /** Replace the file if it is a backup already. */
  force: boolean
  /** Version of this authd. */
  version: string
}

/**
 * Writes a backup of the store as it is now, reads it again to its last byte, and only then gives it its name: what has the
 * name of a backup is one. Throws HostError; no file is changed then.
 */
export async function makeBackup(
  order: BackupOrder,
  now: number,
  options: WriteOptions & LineOptions,
): Promise<BackupContents> {
  const { databaseUrl, path, force } = order
  if (existsSync(path)) await requireReplaceable(path, force)
  const draft = `${path}.${process.pid}.part`
  try {
    discard(draft, path) // of a process that had this number before, and was killed
    await withSnapshot(databaseUrl, async (snapshot) => {
      const header = await describeStore(snapshot, order, now)
      await writeBackup(snapshot, { path: draft, shownAs: path, header }, options)
    })
    const contents = await readBackup(await openBackupFile(draft, options.signal), options)
    await moveInPlace(draft, path)
    return contents
  } catch (error) {
    discard(draft, path)
    throw error
  }
}

/** `--force` with a name that was mistyped must not cost the database itself, or the secret key. */
async function requireReplaceable(path: string, force: boolean): Promise<void> {
  if (!force)
    throw new HostError(
      `${path} is there already; nothing was written.`,
      'Give another name, or `--force` to replace it.',
    )
  if (!(await mayBecomeBackup(path)))
    throw new HostError(
      `${path} is no backup of authd, and \`--force\` replaces nothing else; nothing was written.`,
      'Give another name, or move that file away first.',
    )
}

async function describeStore(
  snapshot: Store,
  { databaseUrl, version }: BackupOrder,
  now: number,
): Promise<BackupHeader> {
  const schema = await readAppliedMigrations(snapshot)
  const unknown = unknownMigrations(schema)
  if (unknown.length > 0)
    throw new HostError(
      `This store was used by a newer authd (${unknown.join(', ')}), whose tables this one does not know; nothing was written.`,
      'Make the backup by that version or a newer one.',
    )
  if (schema.length === 0)
    throw new HostError(
      'This store has no tables yet; nothing was written.',
      'Start authd once, or run `authd migrate`.',
    )
  const made_at = new Date(now).toISOString()
  const store = storeKind(databaseUrl) ?? 'sqlite'
  return { format: 'latchkey backup', version: formatVersion, authd: version, schema, store, made_at }
}

function discard(draft: string, path: string): void {
  try {
    rmSync(draft, { force: true })
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** On the disk under its name when this returns. */
async function moveInPlace(draft: string, path: string): Promise<void> {
  try {
    await rename(draft, path)
    if (!flushesFolders()) return
    const folder = await open(dirname(path), 'r')
    await folder.sync().finally(() => folder.close())
  } catch (error) {
    throw unwritable(path, error)
  }
}
