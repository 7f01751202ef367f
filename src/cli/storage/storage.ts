import { message } from '../../protocol/messages.ts'
import { type Profile, type StorageKind, storageKinds, storageOf } from '../config.ts'
import { CliError, usageError } from '../errors.ts'
import type { Terminal } from '../terminal.ts'
import type { SecretStore } from './secret-store.ts'

/** Where secrets are kept, and why there, in words for `auth status`. */
export interface StorageChoice {
  kind: StorageKind
  why: string
}

/** What is written down for a profile; the environment overrides it. Throws a usage error for an unknown AUTH_STORAGE. */
export function storedChoice(profile: Profile | undefined, env: NodeJS.ProcessEnv): StorageChoice {
  const wanted = kindOfVariable(env)
  if (wanted !== undefined) return { kind: wanted, why: 'AUTH_STORAGE is set' }
  return { kind: storageOf(profile ?? {}), why: profile?.storage_why ?? 'the default' }
}

/** Where the login of a profile lies; `none` while there is no login, whatever is written down for the next one. */
export function keptChoice(
  profile: Profile | undefined,
  env: NodeJS.ProcessEnv,
): StorageChoice | { kind: 'none'; why: string } {
  const choice = storedChoice(profile, env)
  return profile?.credential === undefined ? { kind: 'none', why: 'nobody is logged in' } : choice
}

/** What AUTH_STORAGE asks for; undefined where it is not set. */
function kindOfVariable({ AUTH_STORAGE: typed }: NodeJS.ProcessEnv): StorageKind | undefined {
  const kind = storageKinds.find((each) => each === typed)
  if (kind !== undefined || !typed) return kind
  throw usageError(
    message('{flag} {typed} is not known.', { flag: 'AUTH_STORAGE', typed }),
    message('Use one of {names}.', { names: storageKinds.join(', ') }),
  )
}

export function otherStore(kind: StorageKind): StorageKind {
  return kind === 'file' ? 'keyring' : 'file'
}

/** Opens a store; its library is loaded only now. */
export async function openStore(
  kind: StorageKind,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<SecretStore> {
  if (kind === 'file') return (await import('./credential-file.ts')).fileStore(folder)
  return (await import('./keychain.ts')).keyringStore(env)
}

/** The store of a profile's login; where AUTH_STORAGE chose it, its errors say so. */
export async function loginStore(
  profile: Profile | undefined,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<SecretStore> {
  const store = await openStore(storedChoice(profile, env).kind, folder, env)
  if (!env.AUTH_STORAGE) return store
  const named = (error: unknown): never => {
    throw error instanceof CliError ? insisted(error, 'AUTH_STORAGE') : error
  }
  return {
    ...store,
    read: (credential) => store.read(credential).catch(named),
    write: (credential, token) => store.write(credential, token).catch(named),
    remove: (credential) => store.remove(credential).catch(named),
  }
}

/**
 * Decides before a login where its secret will go, and tries the keychain before any password is asked
 * (databricks#5181). It is never replaced by a file quietly (cli/cli#10108): a person is asked, a script is told.
 */
export async function chooseStorage(
  flag: StorageKind | undefined,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<StorageChoice> {
  const wanted = flag ?? kindOfVariable(env)
  const source = flag === undefined ? 'AUTH_STORAGE' : '--storage'
  const chosen = flag === undefined ? 'chosen at login by AUTH_STORAGE' : 'chosen at login by --storage'
  if (wanted === 'file') return { kind: 'file', why: chosen }
  const { probeKeyring } = await import('./keychain.ts')
  // One that hangs holds up this process too, for seconds: say what it does before it does it.
  const trouble = await terminal.whileWaiting('Trying the keychain', probeKeyring(env), { atOnce: true })
  if (trouble === undefined) return { kind: 'keyring', why: wanted ? chosen : 'the keychain worked at login' }
  if (wanted === 'keyring') throw insisted(trouble, source)
  if (!terminal.interactive) throw trouble
  terminal.tell(trouble.said)
  const question = 'Keep the login in a file that only you can read (mode 0600) instead?'
  if (!(await terminal.confirm(question, '--storage file', false))) throw trouble
  return { kind: 'file', why: `chosen at login: ${trouble.message}` }
}

function insisted(trouble: CliError, source: string): CliError {
  const what = message('{trouble} {source} asked for it.', { trouble: trouble.said, source })
  return new CliError(trouble.exitCode, trouble.code, what, trouble.saidHint, trouble)
}
