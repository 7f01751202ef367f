import { copyLimits } from '../../../db/limits.ts'
import { withSnapshot } from '../../../db/snapshot.ts'
import { maskUrl } from '../config/mask.ts'
import { readDatabaseUrl } from '../config/readers.ts'
import type { Config } from '../config.ts'
import {
  applyMigrations,
  connectToFill,
  findPendingMigrations,
  type HostOptions,
  readHostConfig,
  requireStore,
} from '../host.ts'
import { HostError, UsageError } from '../host-error.ts'
import { type CopyOutcome, copyStore } from '../ops/copy/copy-store.ts'
import { type LongRun, runLong } from './long-run.ts'
import { printJson, say } from './output.ts'
import { counted, rowsDone } from './progress.ts'

export interface CopyFlags extends HostOptions {
  from?: string
  to: string
}

/** `authd store copy`: makes another store the same house; run again, it takes what has changed since. */
export async function copyToStore(options: CopyFlags): Promise<void> {
  const config = readHostConfig(options)
  const from = options.from === undefined ? config : atUrl(config, '--from', options.from)
  const to = atUrl(config, '--to', options.to)
  if (from.databaseUrl === to.databaseUrl)
    throw new UsageError(
      '--from and --to are the same store; nothing was changed.',
      'Name another one by `--to`.',
    )
  if (/:\*{4}@/.test(to.shown.databaseUrl))
    say(
      'Note: others on this machine can read the password in `--to`; PGPASSWORD or ~/.pgpass keep it hidden.',
    )
  const stopped = 'Interrupted; what was copied stays, and the same command goes on from there.'
  const outcome = await runLong(options, stopped, (run) => copy(from, to, run))
  if (outcome) tell(outcome, to, options)
}

async function copy(from: Config, to: Config, { signal, progress }: LongRun): Promise<CopyOutcome> {
  requireStore(from)
  const pending = await withSnapshot(from.databaseUrl, (source) => findPendingMigrations(source, from))
  if (pending.length > 0)
    throw new HostError(
      `The schema of ${from.shown.databaseUrl} is not up to date; nothing was changed.`,
      'Run `authd migrate` on it first.',
    )
  const target = await connectToFill(to, copyLimits)
  try {
    if ((await findPendingMigrations(target, to)).length > 0) await applyMigrations(target, to)
    const order = {
      fromUrl: from.databaseUrl,
      target,
      from: from.shown.databaseUrl,
      to: to.shown.databaseUrl,
    }
    const onRows = (done: number, all: number) => progress.show(rowsDone(done, all))
    return await copyStore(order, Date.now(), { signal, onRows })
  } finally {
    await target.destroy()
  }
}

/** The settings with another store. Throws UsageError where the text names none. */
function atUrl(config: Config, flag: string, text: string): Config {
  const reading = readDatabaseUrl(text, config.dataDir)
  if ('fault' in reading)
    throw new UsageError(`${flag} ${reading.fault}; nothing was changed.`, 'See `authd store copy --help`.')
  const shown = { ...config.shown, databaseUrl: maskUrl(reading.value) }
  return { ...config, databaseUrl: reading.value, shown }
}

function tell(outcome: CopyOutcome, to: Config, { json }: CopyFlags): void {
  const { added, removed, difference, auditFault, rows } = outcome
  const isDone = difference === undefined
  if (!isDone) process.exitCode = 1
  if (json) {
    printJson({
      done: isDone,
      added,
      removed,
      rows,
      difference: difference ?? null,
      audit_fault: auditFault ?? null,
    })
    return
  }
  say(`Copied ${counted(added, 'row')} into ${to.shown.databaseUrl}.`)
  if (removed > 0) say(`Replaced or removed ${counted(removed, 'row')} there that had changed since.`)
  if (auditFault)
    say(`Warning: the chain of the audit log is broken, as it is in the old store: ${auditFault}.`)
  if (isDone) {
    say(`Counted and compared: ${counted(rows, 'row')}, the same in both stores.`)
    say(
      'Start authd with AUTHD_DATABASE_URL set to the new store and with the same secret key; never start it on the old one again.',
    )
    return
  }
  say(`Not done yet: the old store was written to meanwhile (${difference}).`)
  say(
    'Stop authd and run the same command again: it takes only what has changed. Until then no authd starts on the copy.',
  )
}
