import { lstatSync } from 'node:fs'
import { message } from '../../protocol/messages.ts'
import { makeFolder } from '../files.ts'
import { isPrivateFolder } from '../platform/files.ts'
import { sharedFolder } from '../platform/paths.ts'
import { storageError } from '../storage/secret-store.ts'

/**
 * A folder that all shells of this user share, as they share the keychain; a config folder can differ between them.
 * Made if it is missing. Throws a CliError (exit 6) if it is not this user's own: in /tmp anyone can make names.
 */
export function lockFolder(env: NodeJS.ProcessEnv): string {
  const uid = process.getuid?.()
  const folder = sharedFolder(env, uid)
  makeFolder(folder)
  if (isPrivateFolder(lstatSync(folder), uid)) return folder
  const hint = message('Remove {folder}, or set XDG_RUNTIME_DIR to a folder of your own.', { folder })
  throw storageError(
    'storage_unreadable',
    message('{folder} is not a folder that only you can enter.', { folder }),
    hint,
  )
}
