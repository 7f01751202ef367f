import { longLimits } from '../../../db/limits.ts'
import { allMigrations } from '../../../db/migrate.ts'
import { makeDataDir } from '../data-dir.ts'
import {
  applyMigrations,
  connectToFill,
  findPendingMigrations,
  type HostOptions,
  lacksStore,
  readHostConfig,
} from '../host.ts'
import { printJson, say } from './output.ts'

type MigrateOptions = HostOptions & { dryRun?: boolean }

/** `authd migrate`: brings the schema up to date in one transaction, or with `--dry-run` says what it would do. */
export async function migrateStore(options: MigrateOptions): Promise<void> {
  const config = readHostConfig(options)
  // To open a SQLite store that is not there would make it.
  if (options.dryRun && lacksStore(config)) return report(options, allMigrations)
  if (!options.dryRun) makeDataDir(config.dataDir)
  const db = await connectToFill(config, longLimits)
  try {
    const pending = await findPendingMigrations(db, config)
    report(options, options.dryRun ? pending : await applyMigrations(db, config))
  } finally {
    await db.destroy().catch(() => {})
  }
}

function report({ json, dryRun }: MigrateOptions, names: readonly string[]): void {
  if (json) printJson(dryRun ? { pending: names } : { applied: names })
  else if (names.length === 0) say('The schema is up to date.')
  else say(`${dryRun ? 'Would apply' : 'Applied'}: ${names.join(', ')}.`)
}
