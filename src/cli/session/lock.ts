import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import lockfile from 'proper-lockfile'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import { makeFolder } from '../files.ts'

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
    breakStale(path)
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
      // Taking over is our own business, see below.
      stale: Number.MAX_SAFE_INTEGER,
      update: 1_000,
      // The library's own answer is to throw from a timer, which would kill the process between reply and write.
      onCompromised: () => undefined,
    })
  } catch (error) {
    // ENOENT: somebody removed it in the moment in which we took it.
    if (['ELOCKED', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code))) return undefined
    throw error
  }
}

/**
 * Removes the lock of a killed process. One process at a time may judge that: of two that see the same old lock, the slower
 * would else remove the lock that the faster one has just taken, and both would believe that they hold it. (The library's
 * own takeover does; a hundred shells behind a killed one showed it.)
 */
function breakStale(path: string): void {
  if (!isStale(path)) return
  const guard = `${path}.stale`
  try {
    if (isStale(guard)) rmdirSync(guard)
    mkdirSync(guard)
  } catch (error) {
    // In a folder that takes nothing it never goes away, and no lock can be made: better said now than after a minute.
    if (['EACCES', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))) throw error
    return
  }
  try {
    if (isStale(path)) rmdirSync(path)
  } catch {
    return
  } finally {
    rmdirSync(guard)
  }
}

/** A living owner touches it every second, so one from the future is left over from before the clock was set back. */
function isStale(path: string): boolean {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  return touched !== undefined && Math.abs(Date.now() - touched) > staleAfter
}

/** A little longer than the second within which a living owner touches its lock. Milliseconds. */
const watched = 1_100

/**
 * Since when one process has been holding a lock, in milliseconds; undefined if it is free, left over, or changes hands
 * while it is watched, as it does where many shells take turns. It is a folder, so its birth is when it was taken; a file
 * system that keeps no births gives the last touch for it, which changes meanwhile: then nothing is known, and nothing said.
 */
export async function heldSince(path: string): Promise<number | undefined> {
  const birth = () => (isStale(path) ? undefined : statSync(path, { throwIfNoEntry: false })?.birthtimeMs)
  const first = birth()
  for (const end = Date.now() + watched; first !== undefined && Date.now() < end; await sleep(50))
    if (birth() !== first) return undefined
  return first || undefined
}

function taken(path: string): CliError {
  const hint = message('If no other auth is running, remove {path} and try again.', { path })
  return new CliError(
    exitCodes.failed,
    'locked',
    message('Another auth has held {path} for {seconds} s.', { path, seconds: patience / 1000 }),
    hint,
  )
}
