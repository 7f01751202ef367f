import { connectStore } from '../../../db/connect.ts'
import { makeDataDir } from '../data-dir.ts'
import { applyMigrations, findPendingMigrations, type HostOptions, readHostConfig } from '../host.ts'
import { printJson, say } from './output.ts'

/** `authd migrate`: brings the schema up to date in one transaction, or with `--dry-run` says what it would do. */
export async function migrateStore(options: HostOptions & { dryRun?: boolean }): Promise<void> {
  const config = readHostConfig(options)
  makeDataDir(config.dataDir)
  const db = await connectStore(config.databaseUrl)
  try {
    const pending = await findPendingMigrations(db, config)
    const applied = options.dryRun ? [] : await applyMigrations(db, config)
    if (options.json) return printJson(options.dryRun ? { pending } : { applied })
    if (pending.length === 0) return say('The schema is up to date.')
    say(`${options.dryRun ? 'Would apply' : 'Applied'}: ${pending.join(', ')}.`)
  } finally {
    await db.destroy().catch(() => {})
  }
}
