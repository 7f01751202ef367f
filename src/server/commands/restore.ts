import { basename } from 'node:path'
import { longLimits } from '../../../db/limits.ts'
import { describeSecond } from '../../protocol/second.ts'
import type { Config } from '../config.ts'
import { makeDataDir } from '../data-dir.ts'
import { connectToFill, findPendingMigrations, type HostOptions, readHostConfig } from '../host.ts'
import { type BackupFile, openBackupFile } from '../ops/backup/backup-file.ts'
import { allRowsOf, type BackupContents, rowsOf } from '../ops/backup/backup-format.ts'
import { readBackup } from '../ops/backup/read-backup.ts'
import { requireSecretKey, restoreBackup } from '../ops/backup/restore.ts'
import { createSecret } from '../secret.ts'
import { findSecretKeys } from '../secret-key.ts'
import { describe } from './backup.ts'
import { type LongRun, runLong } from './long-run.ts'
import { printJson, say } from './output.ts'
import { counted, rowsDone } from './progress.ts'

/** `authd restore FILE`: fills an empty store from a backup, of either kind of store; all of it or nothing. */
export async function restore(path: string, options: HostOptions): Promise<void> {
  const config = readHostConfig(options)
  const begun = performance.now()
  const contents = await runLong(options, 'Interrupted; the store is as empty as it was.', async (run) => {
    const file = await openBackupFile(path, run.signal)
    // Before the store is touched: a file that is damaged, or sealed under another key, changes nothing.
    const held = await readBackup(file, { signal: run.signal })
    const keys = findSecretKeys(config)
    requireSecretKey(held, keys && createSecret(keys))
    await fillStore(config, { file, contents: held }, run)
    return held
  })
  if (!contents) return
  const seconds = Math.round(performance.now() - begun) / 1000
  if (options.json) return printJson({ ...describe(path, contents), seconds })
  const [rows, accounts] = [allRowsOf(contents), rowsOf(contents, 'accounts')]
  say(
    `Restored ${counted(rows, 'row')} with ${counted(accounts, 'account')} into ${config.shown.databaseUrl}, in ${seconds.toFixed(1)} s; counted and compared with the backup.`,
  )
  if (contents.auditFault)
    say(`Warning: the chain of the audit log was broken before the backup: ${contents.auditFault}.`)
  say(
    `It is as it was at ${describeSecond(contents.header.made_at)}; sessions that were renewed since then have to log in.`,
  )
}

async function fillStore(
  config: Config,
  { file, contents }: { file: BackupFile; contents: BackupContents },
  { signal, progress }: LongRun,
): Promise<void> {
  makeDataDir(config.dataDir)
  const db = await connectToFill(config, longLimits)
  try {
    await findPendingMigrations(db, config)
    const onBytes = (done: number, all: number) => progress.show(rowsDone(done, all, 'bytes'))
    await restoreBackup(db, { file, contents, name: basename(file.path) }, Date.now(), { signal, onBytes })
  } finally {
    await db.destroy()
  }
}
