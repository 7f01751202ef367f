import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import lockfile from 'proper-lockfile'
import { CliError, exitCodes } from './errors.ts'
import { makeFolder } from './files.ts'

/** A lock that its owner has not touched for this long belonged to a killed process. Milliseconds. */
const staleAfter = 5_000
/** One refresh has 15 s; whoever waits longer than that would not be helped by waiting. Milliseconds. */
const patience = 20_000

/**
 * Does the work while no other process of this user holds the same lock. `path` is a dedicated file beside what it
 * guards. Throws a CliError (exit 1) when the lock stays taken for 20 s.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  makeFolder(dirname(path))
  const release = await acquire(path, Date.now() + patience)
  try {
    return await work()
  } finally {
    // Losing the lock in the middle is no failure of the work: the work compares before it writes.
    await release().catch(() => undefined)
  }
}

async function acquire(path: string, deadline: number): Promise<() => Promise<void>> {
  const options = {
    lockfilePath: path,
    realpath: false,
    stale: staleAfter,
    update: 1_000,
    // The library's own answer is to throw from a timer, which would kill the process between reply and write.
    onCompromised: () => undefined,
  }
  for (;;) {
    try {
      return await lockfile.lock(path, options)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error
    }
    if (Date.now() > deadline) throw taken(path)
    // Unequal steps, so that a hundred waiting shells do not come back together.
    await sleep(20 + Math.random() * 80)
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
