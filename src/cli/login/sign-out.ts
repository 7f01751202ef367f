import { paths } from '../../protocol/endpoints.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { type Config, changeConfig, type Profile, type StorageKind, storageOf } from '../config.ts'
import type { Context } from '../context.ts'
import { type CliError, exitCodes, toCliError } from '../errors.ts'
import { noteLogin } from '../session/journal.ts'
import { withLock } from '../session/lock.ts'
import { dropCache, isEnded, readCache } from '../session/token-cache.ts'
import type { SecretStore } from '../storage/secret-store.ts'
import { openStore, otherStore } from '../storage/storage.ts'

export interface SignedOut {
  /** Whether the server knows, so that its session is over too. */
  heard: boolean
  /** Why it does not, in words. */
  unheard: Message | undefined
  /** Why the secret may still lie in its store. */
  trouble: CliError | undefined
  /** Why this machine still takes the account for logged in. */
  remembered: CliError | undefined
}

/**
 * Ends a login here, whatever the server or the keychain say (kanidm#2507), and at the server if it can be reached,
 * whatever the disk says. The profile stays, without an account.
 */
export async function signOut(context: Context, profile: Profile): Promise<SignedOut> {
  const { credential } = profile
  if (credential === undefined)
    return { heard: true, unheard: undefined, trouble: undefined, remembered: undefined }
  // Where this login is and not where AUTH_STORAGE would have the next: by that one no secret was found to end the session
  // with, the right one was removed all the same, and the session lived on at the server.
  const kept = storageOf(profile)
  const store = await openStore(kept, context.folder, context.env)
  return underLock(store, credential, async () => {
    const cached = readCache(context.folder, credential)
    const token = cached && !isEnded(cached) ? cached.access_token : undefined
    const secret = await store.read(credential).catch(() => undefined)
    const unheard = await tellServer(context, profile.server, secret ?? token)
    const trouble = await forget(context, profile, { cacheToo: true })
    const copy = await forgetCopy(context, credential, kept)
    const remembered = await forgetAccount(context, credential)
    noteLogin(context, profile, {
      result: unheard === undefined ? 'logged out' : 'logged out, server not told',
    })
    return { heard: unheard === undefined, unheard, trouble: trouble ?? copy, remembered }
  })
}

function forgetAccount(context: Context, credential: string): Promise<CliError | undefined> {
  return troubleOf(async () => {
    await changeConfig(context.folder, (config) => withoutLogin(config, credential))
    context.retarget()
  })
}

async function troubleOf(work: () => Promise<unknown>): Promise<CliError | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return toCliError(error)
  }
}

/** Removes secret and token from this machine only. Returns the error if the secret could not be removed. */
export async function forget(
  context: Context,
  profile: Profile,
  { cacheToo }: { cacheToo: boolean },
): Promise<CliError | undefined> {
  const { credential } = profile
  if (credential === undefined) return undefined
  // The one that cannot be removed must not keep the other.
  const cache = await troubleOf(async () => {
    if (cacheToo) dropCache(context.folder, credential)
  })
  const secret = await troubleOf(async () => {
    const store = await openStore(storageOf(profile), context.folder, context.env)
    await store.remove(credential)
  })
  return secret ?? cache
}

/**
 * A move that was killed at its last step left a copy in the other store, where nobody would look for it any more. A
 * keychain is asked once, within its deadline, and where it has no such entry it says so without being unlocked. One that is
 * absent, locked or hung is no trouble of a login that was kept in a file: there would else be a note at each logout on a
 * machine without one, and a copy opens nothing once the server has heard; where it has not, that is said anyway.
 */
async function forgetCopy(
  { folder, env }: Context,
  credential: string,
  kept: StorageKind,
): Promise<CliError | undefined> {
  const other = otherStore(kept)
  const trouble = await troubleOf(async () => (await openStore(other, folder, env)).remove(credential))
  return other === 'file' ? trouble : undefined
}

/** Whether any profile uses that credential. */
export function isShared({ profiles }: Config, credential: string): boolean {
  return Object.values(profiles).some((profile) => profile.credential === credential)
}

/**
 * A keychain that is out of reach has no lock either, a folder that is read-only takes none, and one may stay taken:
 * logging out has to go on without.
 */
async function underLock<T>(store: SecretStore, credential: string, work: () => Promise<T>): Promise<T> {
  const path = attempt(() => store.lockPath(credential))
  if (path === undefined) return work()
  let begun = false
  const locked = withLock(path, () => {
    begun = true
    return work()
  })
  return locked.catch((error: unknown) => {
    if (begun) throw error
    return work()
  })
}

function attempt(find: () => string): string | undefined {
  try {
    return find()
  } catch {
    return undefined
  }
}

/** Ends the session of a token; why the server could not be told, in words. */
export async function tellServer(
  context: Context,
  server: string,
  bearer: string | undefined,
): Promise<Message | undefined> {
  if (bearer === undefined) return message('there was no token left to tell it with.')
  try {
    const client = await context.clientFor(server)
    await client.send({ method: 'POST', path: paths.logout, bearer })
    return undefined
  } catch (error) {
    const { exitCode, said } = toCliError(error)
    // A session that is over already is just what was asked for.
    return exitCode === exitCodes.loginNeeded ? undefined : said
  }
}

function withoutLogin(config: Config, credential: string): Config {
  const entries = Object.entries(config.profiles).map(([name, profile]) => [
    name,
    profile.credential === credential ? { server: profile.server } : profile,
  ])
  return { ...config, profiles: Object.fromEntries(entries) }
}
