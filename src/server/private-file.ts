import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { shellWord } from './data-dir.ts'
import { errorCode, fileFailure, HostError } from './host-error.ts'
import { giveToOwnerOf } from './owner.ts'
import { grantsToOthers } from './platform.ts'

/** Files of the data directory that are nobody else's: keys, and what belongs to them. */

/** What others must not be able to do with a file: nothing at all, or change it. */
export const forbidden = { anything: 0o077, writing: 0o022 }

const unreadable = 'Run authd as the user that owns it.'
const unwritable = 'Make the data directory writable and free some space.'

/** Undefined where there is no such file. Throws HostError where it cannot be read, or others can do what is forbidden. */
export function readPrivateText(
  file: string,
  { hint = unreadable, mask = forbidden.anything } = {},
): string | undefined {
  try {
    const { mode } = statSync(file)
    refuseOpenMode(file, mode, mask)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    if (error instanceof HostError) throw error
    throw new HostError(`The file ${file} cannot be read: ${fileFailure(error)}.`, hint, { cause: error })
  }
}

/** Makes a file (0600) unless it is there: of two starts at once one wins, and nobody ever sees half a file. */
export function createPrivateText(file: string, text: string, hint = unwritable): void {
  place(file, text, hint, linkUnlessThere)
}

/** Puts a file (0600) in the place of what is there, whole or not at all. */
export function replacePrivateText(file: string, text: string): void {
  place(file, text, unwritable, renameSync)
}

function place(file: string, text: string, hint: string, put: (draft: string, file: string) => void): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeDurably(draft, text)
    put(draft, file)
  } catch (error) {
    throw new HostError(`The file ${file} cannot be made: ${fileFailure(error)}.`, hint, { cause: error })
  } finally {
    rmSync(draft, { force: true })
  }
}

function refuseOpenMode(file: string, mode: number, mask: number): void {
  if (!grantsToOthers(mode, mask)) return
  throw new HostError(
    `The file ${file} is open to other users of this machine (mode ${(mode & 0o777).toString(8).padStart(4, '0')}); it was not used.`,
    `Run \`chmod 600 ${shellWord(file)}\`.`,
  )
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600)
  try {
    giveToOwnerOf(dirname(file), handle)
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Unlike rename, link never replaces what is there. */
function linkUnlessThere(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}
