import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds between the signs of life of a process that holds a folder: it sets the folder's time. */
export const beat = 60_000
/** Without a sign for so long it is taken for dead, where its number cannot be looked up. */
const longestSilence = 10 * beat

/** How the name of a process's folder begins. */
export function nameFor(pid: number): string {
  return `exec-${pid}-${numbering()}-`
}

/** Takes away what a killed one (SIGKILL, power) could not. */
export function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name)
    if (name.startsWith('exec-') && isLeft(name, path)) rmSync(path, { recursive: true, force: true })
  }
}

/**
 * A number says something only where it was given: containers that share a runtime folder do not see each other's processes,
 * and one swept the file of a program that ran. Of those from elsewhere the signs of life count.
 */
function isLeft(name: string, path: string): boolean {
  const [, pid, where] = /^exec-(\d+)-(\d+)-/.exec(name) ?? []
  if (pid !== undefined && where === numbering()) return !isAlive(Number(pid))
  const then = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs
  return then !== undefined && Date.now() - then > longestSilence
}

/** The namespace that process numbers are of, pid_namespaces(7); 0 where there is but one. */
function numbering(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0'
  } catch {
    return '0'
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
