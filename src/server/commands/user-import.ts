import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { AccountImport, importBatchSize } from '../accounts/transfer/account-import.ts'
import { type AccountRow, type LineFault, readAccountRow } from '../accounts/transfer/account-row.ts'
import { recordAudit } from '../audit.ts'
import { type HostOptions, lacksStore, type OpenStore, readHostConfig, withStore } from '../host.ts'
import { type AccountFile, openAccountFile } from './account-file.ts'
import { readAccountRecords } from './account-records.ts'
import type { FileFormat } from './file-format.ts'
import { ImportReport } from './import-report.ts'
import { interruptedExitCode, watchInterruption } from './interruption.ts'
import { say } from './output.ts'

export interface ImportOptions extends HostOptions {
  format: FileFormat
  dryRun?: boolean
}

/** `authd user import FILE`: takes every good line and tells of every bad one. Never changes an account that is there. */
export async function importUsers(path: string, options: ImportOptions): Promise<void> {
  const file = openAccountFile(path)
  const report = new ImportReport(path, options)
  const interruption = watchInterruption()
  try {
    await takeFile(file, { path, report, signal: interruption.signal, options })
  } catch (error) {
    report.stop()
    throw error
  } finally {
    interruption.release()
    report.progress.clear()
  }
  report.finish(interruption.signal.aborted)
  if (interruption.signal.aborted) process.exitCode = interruptedExitCode
  else if (report.failed > 0) process.exitCode = 1
}

interface Run {
  path: string
  report: ImportReport
  signal: AbortSignal
  options: ImportOptions
}

async function takeFile(file: AccountFile, order: Run): Promise<void> {
  const { options } = order
  const { dryRun = false } = options
  const config = readHostConfig(options)
  // To open a SQLite store that is not there would make it.
  if (dryRun && lacksStore(config)) {
    if (!options.json)
      say(`Note: there is no store at ${config.shown.databaseUrl} yet; an import would make it.`)
    return run(undefined, file, order)
  }
  await withStore(options, (opened) => run(opened, file, order), { mayBeFirst: !dryRun })
}

/** Without a store it is a dry run into an empty one. */
async function run(
  opened: OpenStore | undefined,
  file: AccountFile,
  { path, report, signal, options }: Run,
): Promise<void> {
  const { format, dryRun = false } = options
  const { db, now } = opened ?? { db: undefined, now: Date.now }
  const name = path === '-' ? 'stdin' : basename(path)
  const accounts = new AccountImport(db, { file: name, dryRun })
  for await (const batch of readBatches(file, { format, signal, report, now })) {
    const begun = performance.now()
    const outcome = await accounts.add(batch.rows, now())
    report.count(outcome, batch)
    if (signal.aborted) break
    // A server on the same SQLite file stands still while it waits for its turn to write: half of the time is its own.
    if (!dryRun && batch.rows.length > 0) await pause(performance.now() - begun, signal)
  }
  if (dryRun || !db) return
  const detail = { file: name, ...report.counts(), interrupted: signal.aborted }
  await recordAudit(db, { event: 'accounts.imported', address: 'host', detail }, now())
}

export interface Batch {
  rows: AccountRow[]
  faults: LineFault[]
  /** The last line that it reaches to. */
  lastLine: number
}

interface Reading {
  format: FileFormat
  signal: AbortSignal
  report: ImportReport
  now: () => number
}

/** So many lines that one transaction takes them; an interrupted one is not given out any more. */
async function* readBatches(
  file: AccountFile,
  { format, signal, report, now }: Reading,
): AsyncGenerator<Batch> {
  const empty = (): Batch => ({ rows: [], faults: [], lastLine: 0 })
  let batch = empty()
  for await (const record of readAccountRecords(file.chunks(signal), format)) {
    if (signal.aborted) return
    const row = 'raw' in record ? readAccountRow(record.raw, record.line, now()) : record
    if ('reason' in row) batch.faults.push({ line: row.line, code: row.code, reason: row.reason })
    else batch.rows.push(row)
    batch.lastLine = record.last
    report.progress.show(file.position(record.last))
    if (batch.rows.length < importBatchSize && batch.faults.length < importBatchSize) continue
    yield batch
    batch = empty()
  }
  if (!signal.aborted && batch.lastLine > 0) yield batch
}

/** Milliseconds; ends at once where the command is interrupted. */
async function pause(duration: number, signal: AbortSignal): Promise<void> {
  await setTimeout(duration, undefined, { signal }).catch(() => {})
}
