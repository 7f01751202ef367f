import { message } from '../../protocol/messages.ts'
import { changeConfig, type Profile, type StorageKind } from '../config.ts'
import type { Context } from '../context.ts'
import { withLock } from '../session/lock.ts'
import { type SecretStore, storageError } from './secret-store.ts'
import { openStore } from './storage.ts'

export type Moved = 'moved' | 'unchanged' | 'empty'

/**
 * Moves one login to the other store. Written and read back there first, then written down, then removed here: killed at
 * any moment, the login is where the configuration says. Both locks are held, so that no refresh comes between.
 */
export async function moveLogin(context: Context, profile: Profile, to: StorageKind): Promise<Moved> {
  const { credential, storage: from = 'keyring' } = profile
  if (credential === undefined) return 'empty'
  if (from === to) return 'unchanged'
  const [old, fresh] = [await open(context, from), await open(context, to)]
  return withLock(old.lockPath(credential), () =>
    withLock(fresh.lockPath(credential), () =>
      context.interruptions.hold(async () => {
        const secret = await old.read(credential)
        // Another process may have moved it while we waited for the lock.
        if (secret === undefined) return movedLogin(context, credential, from) ? 'unchanged' : 'empty'
        await writeAndReadBack(fresh, credential, secret)
        await writeDown(context, credential, to)
        await old.remove(credential)
        return 'moved'
      }),
    ),
  )
}

/** Where the secret is kept now, if another process has moved it since the configuration was read. */
export function movedLogin(context: Context, credential: string, from: StorageKind): Profile | undefined {
  const profiles = Object.values(context.config().profiles)
  return profiles.find((each) => each.credential === credential && (each.storage ?? 'keyring') !== from)
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
