import { readlinkSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { HashJob, HashReply } from './hash-job.ts'
import { hashPassword, verifyNothing, verifyPassword } from './password-hash.ts'

/** The program of one hashing thread: a job comes in, its reply goes out, one at a time. */

yieldToTheEventLoop()
const rate = lazily(async () => (await import('../password-guess.ts')).createGuesser())
parentPort?.on('message', async (job: HashJob) => {
  parentPort?.postMessage(await answer(job))
})

async function answer(job: HashJob): Promise<HashReply> {
  try {
    return { value: await run(job) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'unknown failure' }
  }
}

async function run(job: HashJob): Promise<string | boolean> {
  switch (job.kind) {
    case 'hash':
      return hashPassword(job.password, job.cost)
    case 'verify':
      return verifyPassword(job.password, job.storedHash, job.cost)
    case 'verifyNothing':
      return verifyNothing(job.password, job.cost)
    case 'rate':
      return (await rate())(job.password, job.hints)
  }
}

/**
 * There are as many of these threads as cores, so some share a core with the event loop, and a fair scheduler would
 * leave it half of that core while people log in. Linux gives every thread a priority of its own; elsewhere all stay
 * equal, which is slower and not wrong.
 */
function yieldToTheEventLoop(): void {
  try {
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (!(threadId > 0) || threadId === process.pid) return
    setPriority(threadId, Math.min(getPriority(threadId) + 10, constants.priority.PRIORITY_LOW))
  } catch {
    // not Linux, or not allowed
  }
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
