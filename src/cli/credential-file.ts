import { join } from 'node:path'
import { readText, removeFile, writeAtomically } from './files.ts'
import { type SecretStore, seal, storageError, unseal } from './secret-store.ts'

/** The secrets in files of their own, readable by their owner alone: for machines without a keychain. */
export function fileStore(folder: string): SecretStore {
  const pathOf = (credential: string): string => join(folder, 'credentials', `${credential}.json`)
  return {
    kind: 'file',
    async read(credential) {
      const path = pathOf(credential)
      const text = attempt('read', path, () => readText(path))
      return text === undefined ? undefined : unseal(text, path)
    },
    async write(credential, refreshToken) {
      const path = pathOf(credential)
      attempt('written', path, () => writeAtomically(path, `${seal(refreshToken)}\n`))
    },
    async remove(credential) {
      const path = pathOf(credential)
      return attempt('removed', path, () => removeFile(path))
    },
    lockPath: (credential) => `${pathOf(credential)}.lock`,
  }
}

function attempt<T>(what: string, path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const why = code === 'ENOSPC' ? 'the disk is full' : code
    const hint = 'Repair the file or its folder; what was stored before is untouched.'
    throw storageError('storage_unreadable', `${path} could not be ${what}: ${why}.`, hint, error)
  }
}
