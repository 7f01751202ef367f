import { connectStore, type Store, storeKind } from '../../db/connect.ts'
import { migrate, readSchemaState } from '../../db/migrate.ts'
import { StoreError } from '../../db/store-error.ts'
import type { ConfigInput } from './config/origins.ts'
import { type Config, loadConfig } from './config.ts'
import { makeDataDir } from './data-dir.ts'
import { HostError } from './host-error.ts'
import { createSecret, type Secret } from './secret.ts'
import { readOrCreateSecretKeys } from './secret-key.ts'

/** Where every command finds its settings, and how it answers. */
export interface HostOptions {
  dataDir?: string
  envFile?: string
  json?: boolean
  flags?: NonNullable<ConfigInput['flags']>
}

/** A command's hold on the host: settings, store and secret. */
export interface Host {
  config: Config
  db: Store
  secret: Secret
}

export function readHostConfig({ dataDir, envFile, flags = {} }: HostOptions): Config {
  return loadConfig({ env: process.env, dataDir, envFile, flags })
}

/** Opens the store for a command and closes it afterwards, whatever happens. */
export async function withHost<T>(options: HostOptions, work: (host: Host) => Promise<T>): Promise<T> {
  const config = readHostConfig(options)
  const host = await openHost(config)
  try {
    return await work(host)
  } finally {
    await host.db.destroy()
  }
}

/** Throws HostError where the store cannot be opened or its schema is not this program's. */
export async function openHost(config: Config): Promise<Host> {
  makeDataDir(config.dataDir)
  const secret = createSecret(readOrCreateSecretKeys(config))
  const db = await connectStore(config.databaseUrl)
  try {
    await requireCurrentSchema(db, config)
    return { config, db, secret }
  } catch (error) {
    await db.destroy().catch(() => {})
    throw error instanceof StoreError ? storeTrouble(config, error) : error
  }
}

/** SQLite has one user, who is brought up to date here; PostgreSQL has several nodes, whose operator decides when. */
async function requireCurrentSchema(db: Store, config: Config): Promise<void> {
  const { pending, unknown } = await readSchemaState(db)
  if (unknown.length > 0) {
    throw new HostError(
      `this store was used by a newer authd (${unknown.join(', ')}); nothing was changed`,
      'install that version or a newer one',
    )
  }
  if (pending.length === 0) return
  if (storeKind(config.databaseUrl) === 'sqlite') {
    await migrate(db)
    return
  }
  throw new HostError(
    `the schema of this store is not up to date: ${pending.length} ${pending.length === 1 ? 'migration is' : 'migrations are'} missing`,
    'run: authd migrate',
  )
}

export function storeTrouble(config: Config, error: StoreError): HostError {
  const shown = config.shown.databaseUrl
  return new HostError(
    `the store ${shown} cannot be used: ${error.message.replace(/^the store failed: /, '')}`,
    'check that its file or server is there, that this user may write to it, and that the disk has space',
    { cause: error },
  )
}
