import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from '../files.ts'
import { lockFolder } from '../session/lock-folder.ts'
import { beat, nameFor, sweep } from './leftovers.ts'

/** A file that holds the token and nothing else, for as long as the child runs. */
export interface TokenFile {
  path: string
  /** Replaces the token: readers see the old one or the new one. */
  write(token: string): void
  remove(): void
}

/** Makes the file (0600) in a folder of its own (0700) below the user's runtime folder, which is in memory where there is one. */
export function openTokenFile(env: NodeJS.ProcessEnv, token: string): TokenFile {
  const parent = lockFolder(env)
  sweep(parent)
  const folder = mkdtempSync(join(parent, nameFor(process.pid)))
  const path = join(folder, 'token')
  let latest = token
  const write = (next: string): void => {
    latest = next
    writeAtomically(path, next)
  }
  const sign = setInterval(() => showLife(folder, () => write(latest)), beat).unref()
  const remove = (): void => {
    clearInterval(sign)
    rmSync(folder, { recursive: true, force: true })
  }
  // Also where somebody insists, and where we fail: the file dies before the process does.
  process.once('exit', remove)
  write(token)
  return { path, write, remove }
}

/** For those who cannot see this process. After a long sleep one of them may have swept the file already. */
function showLife(folder: string, restore: () => void): void {
  try {
    const now = new Date()
    utimesSync(folder, now, now)
  } catch {
    tryTo(restore)
  }
}

/** A full disk does not end the program that we watch over; the next sign of life tries again. */
function tryTo(restore: () => void): void {
  try {
    restore()
  } catch {}
}
