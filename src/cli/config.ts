import { join } from 'node:path'
import { message } from '../protocol/messages.ts'
import { CliError, exitCodes } from './errors.ts'
import { readText, writeAtomically } from './files.ts'

export const storageKinds = ['keyring', 'file'] as const
export type StorageKind = (typeof storageKinds)[number]

/** One server and at most one account on it, as `config.json` holds it: names and choices, never a secret. */
export interface Profile {
  server: string
  /** The address, as the server writes it; absent while nobody is logged in. */
  account?: string
  /** Stays the same when the address changes. */
  account_id?: string
  /** Names the secret in its store and the cached token: a digest of server and account id. */
  credential?: string
  storage?: StorageKind
  /** Why that store, in words for `auth status`. */
  storage_why?: string
  session_id?: string
  /** Besides the server's own: where its tokens may be sent (`auth profile allow`). */
  origins?: string[]
  /** The code that `auth join` brought for `auth register`; good for one registration. */
  invite?: string
}

/** Where the login of a profile lies: in the keychain, unless something else is written down. */
export function storageOf({ storage = 'keyring' }: Pick<Profile, 'storage'>): StorageKind {
  return storage
}

export interface Config {
  version: 1
  current?: string
  profiles: Record<string, Profile>
}

/** The profiles of this user; none where nothing was ever stored. Throws a CliError naming the file if it is broken. */
export function readConfig(folder: string): Config {
  const path = configPath(folder)
  const text = readText(path)
  if (text === undefined) return { version: 1, profiles: {} }
  const value = parse(text)
  if (typeof value?.version === 'number' && value.version > 1) throw newer(path)
  if (!isConfig(value)) throw broken(path)
  return value
}

/**
 * Changes `config.json` by a pure function, under a lock and from a fresh reading, so that two commands at once lose
 * nothing of each other. Returns what was written.
 */
export async function changeConfig(folder: string, change: (config: Config) => Config): Promise<Config> {
  const { withLock } = await import('./session/lock.ts')
  return withLock(`${configPath(folder)}.lock`, async () => {
    const next = change(readConfig(folder))
    writeAtomically(configPath(folder), `${JSON.stringify(next, null, 2)}\n`)
    return next
  })
}

export function configPath(folder: string): string {
  return join(folder, 'config.json')
}

function parse(text: string): Partial<Config> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isConfig(value: Partial<Config> | undefined): value is Config {
  if (value?.version !== 1 || typeof value.profiles !== 'object' || value.profiles === null) return false
  return Object.values(value.profiles).every((profile) => typeof profile?.server === 'string')
}

/**
 * Throws where a profile was given an address by hand that is none. Asked where it is used: one such profile must not keep
 * the others, and a logout, from working.
 */
export function requireAddress(server: string, folder: string): void {
  if (/^https?:\/\//.test(server) && URL.canParse(server)) return
  throw new CliError(
    exitCodes.failed,
    'config_broken',
    message('{path} has {server} as a server, which is no http(s) address.', {
      path: configPath(folder),
      server,
    }),
    'Repair it by hand, or move it away and log in again; nothing was overwritten.',
  )
}

function broken(path: string): CliError {
  const hint = 'Repair it by hand, or move it away and log in again; nothing was overwritten.'
  return new CliError(
    exitCodes.failed,
    'config_broken',
    message('{path} is not a configuration of auth.', { path }),
    hint,
  )
}

function newer(path: string): CliError {
  const hint = 'Use that newer auth, or point XDG_CONFIG_HOME elsewhere; nothing was overwritten.'
  return new CliError(
    exitCodes.failed,
    'config_newer',
    message('{path} was made by a newer auth.', { path }),
    hint,
  )
}
