import { message } from '../../protocol/messages.ts'
import { changeConfig, type Profile, type StorageKind, storageOf } from '../config.ts'
import type { Context } from '../context.ts'
import { type CliError, toCliError } from '../errors.ts'
import { withLock } from '../session/lock.ts'
import { type SecretStore, storageError } from './secret-store.ts'
import { openStore, otherStore } from './storage.ts'

export type Moved = 'moved' | 'unchanged' | 'empty'

export interface Move {
  outcome: Moved
  /** Whether a copy that an earlier move had left in the other store was removed. */
  tidied?: boolean
  /** Why a copy may lie in the other store still. */
  left?: CliError
}

/**
 * Moves one login to the other store. Written and read back there first, then written down, then removed here: killed at
 * any moment, the login is where the configuration says. Both locks are held, so that no refresh comes between.
 */
export async function moveLogin(context: Context, { credential }: Profile, to: StorageKind): Promise<Move> {
  if (credential === undefined) return { outcome: 'empty' }
  const [fresh, old] = [await open(context, to), await open(context, otherStore(to))]
  return withBothLocks(fresh, old, credential, () =>
    context.interruptions.hold(async () => {
      // Read only now: another process may have moved it, or logged out, while we waited for the locks.
      const kept = Object.values(context.config().profiles).find((each) => each.credential === credential)
      if (kept === undefined) return { outcome: 'empty' }
      const outcome = storageOf(kept) === to ? 'unchanged' : 'moved'
      const secret = await (outcome === 'moved' ? old : fresh).read(credential)
      // Without a secret where the login should be, what lies in the other store may be the only one: it is left alone.
      if (secret === undefined) return { outcome: 'empty' }
      if (outcome === 'moved') {
        await writeAndReadBack(fresh, credential, secret)
        await writeDown(context, credential, to)
      }
      return { outcome, ...(await removeCopy(old, credential, outcome)) }
    }),
  )
}

/** The file's first, whichever way it goes: two moves in opposite directions would else wait for each other. */
function withBothLocks<T>(
  one: SecretStore,
  other: SecretStore,
  credential: string,
  work: () => Promise<T>,
): Promise<T> {
  const [first, second] = one.kind === 'file' ? [one, other] : [other, one]
  return withLock(first.lockPath(credential), () => withLock(second.lockPath(credential), work))
}

/** The login is in the new store by now, so a copy that stays in the old one is no failure of the move. */
async function removeCopy(
  old: SecretStore,
  credential: string,
  outcome: Moved,
): Promise<Pick<Move, 'tidied' | 'left'>> {
  try {
    const wasThere = await old.remove(credential)
    return { tidied: wasThere && outcome === 'unchanged' }
  } catch (error) {
    return { left: toCliError(error) }
  }
}

/** Where the secret is kept now, if another process has moved it since the configuration was read. */
export function movedLogin(context: Context, credential: string, from: StorageKind): Profile | undefined {
  const profiles = Object.values(context.config().profiles)
  return profiles.find((each) => each.credential === credential && storageOf(each) !== from)
}

function open({ folder, env }: Context, kind: StorageKind): Promise<SecretStore> {
  return openStore(kind, folder, env)
}

async function writeAndReadBack(store: SecretStore, credential: string, secret: string): Promise<void> {
  await store.write(credential, secret)
  if ((await store.read(credential)) === secret) return
  const hint = 'The login is where it was.'
  throw storageError('storage_unreadable', message('The new store did not keep what was written.'), hint)
}

/** Profiles of one account share a login. */
async function writeDown({ folder }: Context, credential: string, storage: StorageKind): Promise<void> {
  const change = (profile: Profile): Profile =>
    profile.credential === credential
      ? { ...profile, storage, storage_why: 'moved there by `auth storage move`' }
      : profile
  await changeConfig(folder, (config) => {
    const entries = Object.entries(config.profiles).map(([name, profile]) => [name, change(profile)])
    return { ...config, profiles: Object.fromEntries(entries) }
  })
}
