import { connectStore } from '../../../db/connect.ts'
import { migrate, readSchemaState } from '../../../db/migrate.ts'
import { StoreError } from '../../../db/store-error.ts'
import { makeDataDir } from '../data-dir.ts'
import { type HostOptions, readHostConfig, storeTrouble } from '../host.ts'
import { HostError } from '../host-error.ts'
import { printJson, say } from './output.ts'

/** `authd migrate`: brings the schema up to date in one transaction, or with `--dry-run` says what it would do. */
export async function migrateStore(options: HostOptions & { dryRun?: boolean }): Promise<void> {
  const config = readHostConfig(options)
  makeDataDir(config.dataDir)
  const db = await connectStore(config.databaseUrl)
  try {
    const { pending, unknown } = await readSchemaState(db)
    if (unknown.length > 0) {
      throw new HostError(
        `this store was used by a newer authd (${unknown.join(', ')})`,
        'install that version or a newer one',
      )
    }
    const applied = options.dryRun ? [] : await migrate(db)
    if (options.json) return printJson(options.dryRun ? { pending } : { applied })
    if (pending.length === 0) return say('The schema is up to date.')
    say(`${options.dryRun ? 'Would apply' : 'Applied'}: ${pending.join(', ')}.`)
  } catch (error) {
    throw error instanceof StoreError ? storeTrouble(config, error) : error
  } finally {
    await db.destroy().catch(() => {})
  }
}
