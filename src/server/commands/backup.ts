import { connectStore } from '../../../db/connect.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { describeSecond } from '../../protocol/second.ts'
import type { Config } from '../config.ts'
import { type HostOptions, readHostConfig, requireStore } from '../host.ts'
import { openBackupFile } from '../ops/backup/backup-file.ts'
import { allRowsOf, type BackupContents, rowsOf } from '../ops/backup/backup-format.ts'
import { noteBackup } from '../ops/backup/backup-times.ts'
import { makeBackup } from '../ops/backup/make-backup.ts'
import { readBackup } from '../ops/backup/read-backup.ts'
import { type LongRun, runLong } from './long-run.ts'
import { printJson, say } from './output.ts'
import { counted, formatCount, rowsDone } from './progress.ts'

export interface BackupOptions extends HostOptions {
  verify?: boolean
  force?: boolean
}

/** `authd backup FILE`: a consistent copy of a store that may be in use; with `--verify`, whether a file is a sound one. */
export async function backup(path: string, options: BackupOptions): Promise<void> {
  if (options.verify) await verify(path, options)
  else await make(path, options)
}

async function make(path: string, options: BackupOptions): Promise<void> {
  const config = readHostConfig(options)
  requireStore(config)
  const begun = performance.now()
  const contents = await runLong(options, `Interrupted; ${path} was not written.`, async (run) => {
    const made = await write(path, config, { force: options.force === true, run })
    const db = await connectStore(config.databaseUrl)
    await noteBackup(db, path, made, Date.now()).finally(() => db.destroy())
    return made
  })
  if (!contents) return
  const seconds = Math.round(performance.now() - begun) / 1000
  if (options.json) return printJson({ ...describe(path, contents), seconds })
  say(`Wrote ${path}: ${summary(contents)}, in ${seconds.toFixed(1)} s; read again and found sound.`)
  warnOfLog(contents)
  say(
    'It does not hold the secret key, and is of no use without it: keep secret.key or AUTHD_SECRET_KEY too.',
  )
}

function write(path: string, config: Config, { force, run }: { force: boolean; run: LongRun }) {
  const order = { databaseUrl: config.databaseUrl, path, force, version: packageJson.version }
  const onRows = (done: number, all: number) => run.progress.show(rowsDone(done, all))
  return makeBackup(order, Date.now(), { signal: run.signal, onRows })
}

async function verify(path: string, options: BackupOptions): Promise<void> {
  const contents = await runLong(
    options,
    `Interrupted; ${path} was not read to its end.`,
    async ({ signal, progress }) => {
      const file = await openBackupFile(path, signal)
      return readBackup(file, { signal, onBytes: (done, all) => progress.show(rowsDone(done, all, 'bytes')) })
    },
  )
  if (!contents) return
  if (options.json) return printJson(describe(path, contents))
  const { made_at, authd } = contents.header
  say(`${path} is sound: made at ${describeSecond(made_at)} by authd ${authd}, ${summary(contents)}.`)
  warnOfLog(contents)
}

function warnOfLog({ auditFault }: BackupContents): void {
  if (auditFault)
    say(`Warning: the chain of the audit log in it is broken, as it is in the store: ${auditFault}.`)
}

function summary(contents: BackupContents): string {
  return [
    counted(rowsOf(contents, 'accounts'), 'account'),
    counted(rowsOf(contents, 'sessions'), 'session'),
    counted(rowsOf(contents, 'audit'), 'audit entry', 'audit entries'),
    counted(allRowsOf(contents), 'row'),
    `${formatCount(Math.ceil(contents.bytes / 1024))} KiB`,
  ].join(', ')
}

export function describe(file: string, contents: BackupContents) {
  const { made_at, authd, store, schema } = contents.header
  const rows = Object.fromEntries(contents.tables.map(({ table, rows }) => [table, rows]))
  const audit_fault = contents.auditFault ?? null
  return { file, made_at, authd, store, schema, rows, bytes: contents.bytes, audit_fault }
}
