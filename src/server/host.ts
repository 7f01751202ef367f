import { existsSync } from 'node:fs'
import { measureClockOffset } from '../../db/clock.ts'
import { connectStore, type Store, storeKind } from '../../db/connect.ts'
import { type Limits, requestLimits } from '../../db/limits.ts'
import { migrate, readSchemaState } from '../../db/migrate.ts'
import { StoreError } from '../../db/store-error.ts'
import type { ConfigInput } from './config/origins.ts'
import { type Config, loadConfig } from './config.ts'
import { makeDataDir } from './data-dir.ts'
import { HostError } from './host-error.ts'
import { hasSealedKeys } from './keys.ts'
import { refuseUnfinishedCopy } from './ops/copy/copy-mark.ts'
import { copyBeforeMigration } from './ops/migration-copy.ts'
import { makeOwnersFile } from './owner.ts'
import { createSecret, type Secret } from './secret.ts'
import { findSecretKeys, readOrCreateSecretKeys } from './secret-key.ts'

/** Where every command finds its settings, and how it answers. */
export interface HostOptions {
  dataDir?: string
  envFile?: string
  json?: boolean
  flags?: NonNullable<ConfigInput['flags']>
}

/** What a command works on that opens nothing sealed. */
export interface OpenStore {
  config: Config
  db: Store
  /** Epoch milliseconds by the store's clock, which all nodes share: by another a letter that a node sends would be due here. */
  now(): number
}

/** A command's hold on the host: settings, store and secret. */
export interface Host extends OpenStore {
  secret: Secret
}

export function readHostConfig({ dataDir, envFile, flags = {} }: HostOptions): Config {
  return loadConfig({ env: process.env, dataDir, envFile, flags })
}

interface Opening {
  /**
   * Only a command that may be a house's first makes what is missing: a mistyped path once became a second, empty house, with
   * a secret key of its own.
   */
  mayBeFirst?: boolean
}

/** Opens the store for a command and closes it afterwards, whatever happens. */
export function withHost<T>(options: HostOptions, work: (host: Host) => Promise<T>, opening?: Opening) {
  return withOpened(options, openHost, work, opening)
}

/** The same for commands that need no secret: they work also where the key is lost, and make none. */
export function withStore<T>(
  options: HostOptions,
  work: (opened: OpenStore) => Promise<T>,
  opening?: Opening,
) {
  return withOpened(options, openStore, work, opening)
}

async function withOpened<O extends OpenStore, T>(
  options: HostOptions,
  open: (config: Config) => Promise<O>,
  work: (opened: O) => Promise<T>,
  { mayBeFirst = false }: Opening = {},
): Promise<T> {
  const config = readHostConfig(options)
  if (!mayBeFirst) requireStore(config)
  const opened = await open(config)
  try {
    return await work(opened)
  } finally {
    await opened.db.destroy()
  }
}

/** Opening a SQLite file that is not there would make an empty one. */
export function requireStore(config: Config): void {
  if (!lacksStore(config)) return
  throw new HostError(
    `There is no store at ${config.shown.databaseUrl}; nothing was written.`,
    'Name another one by `--data-dir` or AUTHD_DATABASE_URL; `authd serve` makes a new one.',
  )
}

/** Whether the file of a SQLite store is not there yet; of PostgreSQL only its server knows. */
export function lacksStore({ databaseUrl }: Config): boolean {
  return storeKind(databaseUrl) === 'sqlite' && !existsSync(databaseUrl.slice('sqlite:'.length))
}

/** Throws HostError where the store cannot be opened, its schema is not this program's, or there is no key for it. */
export async function openHost(config: Config): Promise<Host> {
  const known = findSecretKeys(config)
  const opened = await openStore(config)
  const { db } = opened
  try {
    return { ...opened, secret: createSecret(known ?? (await makeSecretKeys(db, config))) }
  } catch (error) {
    await db.destroy().catch(() => {})
    throw error
  }
}

async function openStore(config: Config): Promise<OpenStore> {
  makeDataDir(config.dataDir)
  const db = await connectToFill(config, requestLimits)
  try {
    await requireCurrentSchema(db, config)
    await refuseUnfinishedCopy(db)
    const offset = await measureClockOffset(db, config.databaseUrl)
    return { config, db, now: () => Date.now() + offset }
  } catch (error) {
    await db.destroy().catch(() => {})
    throw error
  }
}

/** Connects to a store that may be new. What keeps its file from being made is told by the first query, as for one that is there. */
export async function connectToFill(config: Config, limits: Limits): Promise<Store> {
  if (lacksStore(config)) makeOwnersFile(config.databaseUrl.slice('sqlite:'.length))
  return connectStore(config.databaseUrl, limits)
}

/** A new key beside a store that another one sealed would open nothing, and lie where the lost one has to be put back. */
async function makeSecretKeys(db: Store, config: Config): Promise<readonly Buffer[]> {
  // Of two first starts at once one may have made the key and sealed with it meanwhile.
  const keys = (await hasSealedKeys(db)) ? findSecretKeys(config) : readOrCreateSecretKeys(config)
  if (keys) return keys
  throw new HostError(
    `The store ${config.shown.databaseUrl} needs the secret key that it was made with, and ${config.dataDir} has no secret.key; nothing was changed.`,
    'Put secret.key back, or set AUTHD_SECRET_KEY; docs/operations.md says what is left to do where it is lost.',
  )
}

/** SQLite has one user, who is brought up to date here; PostgreSQL has several nodes, whose operator decides when. */
async function requireCurrentSchema(db: Store, config: Config): Promise<void> {
  const pending = await findPendingMigrations(db, config)
  if (pending.length === 0) return
  if (storeKind(config.databaseUrl) === 'sqlite') {
    await applyMigrations(db, config)
    return
  }
  throw new HostError(
    `The schema of this store is not up to date: ${pending.length} ${pending.length === 1 ? 'migration is' : 'migrations are'} missing; nothing was changed.`,
    'Make a backup, your own way or by `authd backup FILE`, then run `authd migrate`.',
  )
}

/** The names that the store lacks. Throws HostError where the store cannot be read, or was used by a newer authd. */
export async function findPendingMigrations(db: Store, config: Config): Promise<string[]> {
  const { pending, unknown } = await readSchemaState(db).catch((error: unknown) => {
    throw storeTrouble(config, error)
  })
  if (unknown.length === 0) return pending
  throw new HostError(
    `This store was used by a newer authd (${unknown.join(', ')}); nothing was changed.`,
    'Install that version or a newer one.',
  )
}

/**
 * Returns the names applied; a SQLite store with rows is copied before. Throws HostError where nothing could be applied.
 */
export async function applyMigrations(db: Store, config: Config): Promise<string[]> {
  const [next] = await findPendingMigrations(db, config)
  if (next !== undefined && storeKind(config.databaseUrl) === 'sqlite')
    await copyBeforeMigration(db, config.databaseUrl, next)
  return migrate(db).catch((error: unknown) => {
    if (error instanceof StoreError) throw storeTrouble(config, error)
    throw new HostError(
      `The schema of ${config.shown.databaseUrl} cannot be brought up to date: ${reasonOf(error)}; nothing was changed.`,
      'If this database belongs to another program, give authd one of its own by AUTHD_DATABASE_URL.',
      { cause: error },
    )
  })
}

function storeTrouble(config: Config, error: unknown): HostError {
  const hint =
    storeKind(config.databaseUrl) === 'sqlite'
      ? 'Check that its folder is there, that this user may write to it, and that the disk has space.'
      : 'Check that the server runs, and takes the user, password and database of that URL.'
  const message = `The store ${config.shown.databaseUrl} cannot be used: ${reasonOf(error)}; nothing was changed.`
  return new HostError(message, hint, { cause: error })
}

/** Where a name has several addresses, Node's error has no text but those of its parts. */
function reasonOf(error: unknown): string {
  const cause = error instanceof StoreError ? error.cause : error
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ')
  return cause instanceof Error ? cause.message : String(cause)
}
