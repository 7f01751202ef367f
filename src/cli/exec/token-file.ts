import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from '../files.ts'
import { lockFolder } from '../session/lock-folder.ts'

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
  const folder = mkdtempSync(join(parent, `exec-${process.pid}-`))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  // Also where somebody insists, and where we fail: the file dies before the process does.
  process.once('exit', remove)
  const path = join(folder, 'token')
  const write = (next: string): void => writeAtomically(path, next)
  write(token)
  return { path, write, remove }
}

/** Takes away what a killed one (SIGKILL, power) could not. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^exec-(\d+)-/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
