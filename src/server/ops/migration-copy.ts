import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Store } from '../../../db/connect.ts'
import { readAppliedMigrations } from '../../../db/migrate.ts'
import { copySqliteFile, isSoundSqliteFile } from '../../../db/snapshot.ts'
import { fileFailure, HostError } from '../host-error.ts'
import { makeOwnersFile } from '../owner.ts'
import { describeContents } from './tables.ts'

/** How many copies stay: enough to go back over two bad updates. */
const kept = 3

/**
 * Before the schema of a SQLite store with rows in it changes: a copy of its file beside it, such as
 * `authd.db.before-0003_members`. Returns its path; undefined where there is nothing to lose. Throws HostError where no
 * sound copy could be made; the store is as it was then.
 */
export async function copyBeforeMigration(
  db: Store,
  databaseUrl: string,
  migration: string,
): Promise<string | undefined> {
  // A database of another program is not ours to copy; the migration refuses it.
  const isOurs = (await readAppliedMigrations(db)).length > 0
  if (!isOurs || (await describeContents(db)) === undefined) return undefined
  const file = databaseUrl.slice('sqlite:'.length)
  const copy = `${file}.before-${migration}`
  const draft = `${copy}.part`
  try {
    rmSync(draft, { force: true })
    makeOwnersFile(draft) // the owner's from the beginning: given away later, by its name, it could be another file by then
    await copySqliteFile(databaseUrl, draft)
    if (!(await isSoundSqliteFile(draft))) throw new Error('SQLite finds faults in it')
    for (const side of ['-wal', '-shm']) rmSync(draft + side, { force: true })
    flush(draft)
    renameSync(draft, copy)
    removeOldCopies(file)
    return copy
  } catch (error) {
    rmSync(draft, { force: true })
    throw new HostError(
      `No copy of the store could be made before its schema changes: ${fileFailure(error)}; nothing was changed.`,
      `See that the disk has space for a second ${basename(file)} and that this user may write to ${dirname(file)}.`,
      { cause: error },
    )
  }
}

function flush(copy: string): void {
  const handle = openSync(copy, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function removeOldCopies(file: string): void {
  const folder = dirname(file)
  const copies = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}.before-`) && !name.endsWith('.part'))
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.at - one.at)
  for (const { path } of copies.slice(kept)) rmSync(path, { force: true })
}
