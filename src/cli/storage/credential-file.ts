import { join } from 'node:path'
import { type Message, message } from '../../protocol/messages.ts'
import { readText, rehearseWrite, removeFile, writeAtomically } from '../files.ts'
import { type SecretStore, seal, storageError, unseal } from './secret-store.ts'

/** The secrets in files of their own, readable by their owner alone: for machines without a keychain. */
export function fileStore(folder: string): SecretStore {
  const pathOf = (credential: string): string => join(folder, 'credentials', `${credential}.json`)
  const write = (credential: string, refreshToken: string, put: typeof writeAtomically): void => {
    const path = pathOf(credential)
    attempt(message('{path} could not be written: {why}.'), path, () => put(path, `${seal(refreshToken)}\n`))
  }
  return {
    kind: 'file',
    async read(credential) {
      const path = pathOf(credential)
      const text = attempt(message('{path} could not be read: {why}.'), path, () => readText(path))
      return text === undefined ? undefined : unseal(text, path)
    },
    async write(credential, refreshToken) {
      write(credential, refreshToken, writeAtomically)
    },
    async rehearse(credential, refreshToken) {
      write(credential, refreshToken, rehearseWrite)
    },
    async remove(credential) {
      const path = pathOf(credential)
      return attempt(message('{path} could not be removed: {why}.'), path, () => removeFile(path))
    },
    lockPath: (credential) => `${pathOf(credential)}.lock`,
  }
}

function attempt<T>(failure: Message, path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const why = code === 'ENOSPC' ? message('the disk is full') : code
    const hint = 'Repair the file or its folder; what was stored before is untouched.'
    throw storageError('storage_unreadable', { ...failure, values: { path, why } }, hint, error)
  }
}
