import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import lockfile from 'proper-lockfile'
import { CliError, exitCodes } from './errors.ts'
import { makeFolder } from './files.ts'

/** A lock that its owner has not touched for this long belonged to a killed process. Milliseconds. */
const staleAfter = 5_000
/**
 * A refresh may take 27 s (15 s for the server, 3 s for each of four calls to the keychain), and a killed process costs
 * five seconds: long enough for some of both, one after the other. Milliseconds.
 */
const patience = 60_000

/**
 * Does the work while no other process of this user holds the same lock. `path` is a dedicated file beside what it
 * guards. `look` is asked before each try: what it returns makes lock and work needless, so that a hundred waiting shells
 * leave together. Throws a CliError (exit 1) when the lock stays taken for 60 s.
 *
 * Two processes that find the same lock stale can come to hold it both, because the library removes it and makes it anew.
 * The work has to bear that, and does: it compares before it writes, and the server answers both with one successor.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  look: () => T | undefined = () => undefined,
): Promise<T> {
  makeFolder(dirname(path))
  for (const deadline = Date.now() + patience; ; ) {
    const seen = look()
    if (seen !== undefined) return seen
    const release = await acquire(path)
    if (release) return finish(work, release)
    if (Date.now() > deadline) throw taken(path)
    // Unequal steps, so that a hundred waiting shells do not come back together.
    await sleep(20 + Math.random() * 80)
  }
}

async function finish<T>(work: () => Promise<T>, release: () => Promise<void>): Promise<T> {
  try {
    return await work()
  } finally {
    // Losing the lock in the middle is no failure of the work: the work compares before it writes.
    await release().catch(() => undefined)
  }
}

/** Undefined while another process holds it. */
async function acquire(path: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockfile.lock(path, {
      lockfilePath: path,
      realpath: false,
      stale: staleAfter,
      update: 1_000,
      // The library's own answer is to throw from a timer, which would kill the process between reply and write.
      onCompromised: () => undefined,
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined
    throw error
  }
}

function taken(path: string): CliError {
  const hint = `If no other auth is running, remove ${path} and try again.`
  return new CliError(
    exitCodes.failed,
    'locked',
    `Another auth has held ${path} for ${patience / 1000} s.`,
    hint,
  )
}
