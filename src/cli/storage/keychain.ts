import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { AsyncEntry } from '@napi-rs/keyring'
import { type Message, message } from '../../protocol/messages.ts'
import type { CliError } from '../errors.ts'
import { keychainCauses, keychainStores } from '../platform/keychain.ts'
import { lockFolder } from '../session/lock-folder.ts'
import { type SecretStore, seal, storageError, unseal } from './secret-store.ts'

const service = 'latchkey'

/** A keychain that waits for an invisible dialog would wait for ever (supabase/cli#1778). Milliseconds. */
const deadline = 3_000

/** The operating system's keychain: Secret Service, macOS Keychain, Windows Credential Manager. */
export function keyringStore(env: NodeJS.ProcessEnv): SecretStore {
  return {
    kind: 'keyring',
    async read(credential) {
      const text = await call(credential, (entry, signal) => entry.getPassword(signal))
      return text == null ? undefined : unseal(text, message('the keychain'))
    },
    async write(credential, refreshToken) {
      const text = seal(refreshToken)
      await call(credential, (entry, signal) => entry.setPassword(text, signal))
      // Some keychains accept a write and keep nothing; better known now than at the next refresh.
      const back = await call(credential, (entry, signal) => entry.getPassword(signal))
      if (back !== text) throw unusable('it did not keep what was written')
    },
    remove: (credential) => call(credential, (entry, signal) => entry.deletePassword(signal)),
    lockPath: (credential) => join(lockFolder(env), `${credential}.lock`),
  }
}

/** Writes, reads and removes an entry of its own. Returns the error that a login would meet, or undefined. */
export async function probeKeyring(env: NodeJS.ProcessEnv): Promise<CliError | undefined> {
  const store = keyringStore(env)
  const probe = `probe-${randomUUID()}`
  try {
    await store.write(probe, 'probe')
    await store.remove(probe)
    return undefined
  } catch (error) {
    return error as CliError
  }
}

async function call<T>(
  name: string,
  act: (entry: AsyncEntry, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), deadline)
  try {
    const entry = await open(name)
    const late = new Promise<never>((_, reject) => {
      over.signal.addEventListener('abort', () => reject(new Late()))
    })
    return await Promise.race([act(entry, over.signal), late])
  } catch (error) {
    await hearSignals()
    throw unusable(describe(error), error)
  } finally {
    clearTimeout(timer)
  }
}

/**
 * A call that hangs holds up the event loop for two seconds, and a Ctrl-C of that time with it: it is an interruption, and
 * must not be told as an error of the keychain. The loop looks at signals once between two of these.
 */
async function hearSignals(): Promise<void> {
  const { setImmediate: turn } = await import('node:timers/promises')
  await turn()
  await turn()
}

/** The deadline is over. */
class Late extends Error {}

async function open(name: string): Promise<AsyncEntry> {
  const { AsyncEntry } = await import('@napi-rs/keyring')
  return new AsyncEntry(service, name, keychainStores)
}

const hung = message('it gave no answer within {seconds} s', { seconds: deadline / 1_000 })

/** The library reports in the words of whatever lies below it. */
function describe(error: unknown): string | Message {
  if (error instanceof Late) return hung
  const said = error instanceof Error ? error.message : String(error)
  const [, words] = keychainCauses().find(([pattern]) => pattern.test(said)) ?? []
  return words ?? said.replace(/\.$/, '')
}

function unusable(why: string | Message, cause?: unknown): CliError {
  const hint = 'Unlock or start it, or keep the login in a file of mode 0600: `auth login --storage file`.'
  return storageError(
    'storage_unreadable',
    message('The keychain cannot be used: {why}.', { why: typeof why === 'string' ? message(why) : why }),
    hint,
    cause,
  )
}
