import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileFailure, HostError } from './host-error.ts'
import { grantsToOthers } from './platform.ts'

/** A group may do it: volumes of Kubernetes come that way. */
const othersWrite = 0o002

/**
 * Makes the data directory (0700) where it is missing. Throws HostError where it cannot be made, or anybody can write to it:
 * who can, puts a secret key of his own in place. Others may look into one that was there: what lies in it is 0600.
 */
export function makeDataDir(dataDir: string): void {
  if (!grantsToOthers(makeAndReadMode(dataDir), othersWrite)) return
  throw new HostError(
    `Any user of this machine can write to the data directory ${dataDir}; nothing was changed.`,
    `Run \`chmod 700 ${shellWord(dataDir)}\`.`,
  )
}

function makeAndReadMode(dataDir: string): number {
  try {
    makeFolder(dataDir)
    return statSync(dataDir).mode
  } catch (error) {
    throw new HostError(
      `The data directory ${dataDir} cannot be made: ${fileFailure(error)}.`,
      'Make it for the user that runs authd, or choose another by `--data-dir` or AUTHD_DATA_DIR.',
      { cause: error },
    )
  }
}

/**
 * Makes a folder, and those above it, for its owner alone. Node's own `recursive` never comes back where a parent
 * answers ENOENT although it is there, as /proc does.
 */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    makeFolder(dirname(path))
    mkdirSync(path, { mode: 0o700 })
  }
}

/** A path as a shell takes it, for commands in hints. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
