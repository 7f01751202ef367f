import { existsSync, lstatSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { message } from '../protocol/messages.ts'
import { makeFolder } from './files.ts'
import { storageError } from './secret-store.ts'

/**
 * A folder that all shells of this user share, as they share the keychain; a config folder can differ between them.
 * Made if it is missing. Throws a CliError (exit 6) if it is not this user's own: in /tmp anyone can make names.
 */
export function lockFolder(env: NodeJS.ProcessEnv): string {
  const folder = runtimeFolder(env)
  makeFolder(folder)
  const { uid, mode } = lstatSync(folder)
  const own = process.getuid === undefined || (uid === process.getuid() && (mode & 0o170077) === 0o040000)
  if (own) return folder
  const hint = message('Remove {folder}, or set XDG_RUNTIME_DIR to a folder of your own.', { folder })
  throw storageError(
    'storage_unreadable',
    message('{folder} is not a folder that only you can enter.', { folder }),
    hint,
  )
}

function runtimeFolder(env: NodeJS.ProcessEnv): string {
  const user = process.getuid?.()
  const xdg = env.XDG_RUNTIME_DIR
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'latchkey')
  if (existsSync(`/run/user/${user}`)) return `/run/user/${user}/latchkey`
  return join(tmpdir(), `latchkey-${user ?? 'user'}`)
}
