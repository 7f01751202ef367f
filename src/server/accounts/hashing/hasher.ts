import { availableParallelism } from 'node:os'
import { type HashLoad, HashPool, type HashWatch } from './hash-pool.ts'
import { parseStoredHash } from './stored-hash.ts'

/**
 * Password work on threads of its own; the event loop never hashes. Passwords are expected as `normalizePassword` gives
 * them. Every method that works throws ProtocolError('overloaded') where the queue is full or the wait was too long, and
 * Error where a thread died.
 */
export interface Hasher {
  hash(password: string): Promise<string>
  /** False too, after the same work, for a hash of unknown format and for a bcrypt hash and a password over 72 bytes. */
  verify(password: string, storedHash: string): Promise<boolean>
  /** The work of `verify`, for accounts that do not exist. */
  verifyNothing(password: string): Promise<false>
  /** Whether the password is a common one or easily guessed; `hints` are words that an attacker would try first. */
  rate(password: string, hints: readonly string[]): Promise<{ guessable: boolean }>
  /** Whether the hash should be made anew at the next login: it is of another algorithm or cost than ours. */
  needsRehash(storedHash: string): boolean
  /** How busy the threads are now. */
  load(): HashLoad
  /** Ends the threads; what still waits or runs is rejected. */
  close(): Promise<void>
}

export interface HasherOptions {
  /** bcrypt's rounds as the power of two, 4 to 16. */
  cost: number
  /** The built hash-worker.js. */
  workerFile: string
  /** As many as cores by default. They start when the first jobs come, so that a command without one pays nothing. */
  threads?: number
  /** Jobs that may wait; 16 per thread by default. */
  maxQueue?: number
  /** Milliseconds that a job may wait for a thread; 10,000 by default. */
  maxWait?: number
  watch?: HashWatch
}

export function createHasher(options: HasherOptions): Hasher {
  const {
    cost,
    workerFile,
    threads = availableParallelism(),
    maxQueue = threads * 16,
    maxWait = 10_000,
    watch,
  } = options
  const pool = new HashPool({ workerFile, threads, maxQueue, maxWait, watch })
  return {
    hash: async (password) => String(await pool.run({ kind: 'hash', password, cost })),
    verify: async (password, storedHash) =>
      (await pool.run({ kind: 'verify', password, storedHash, cost })) === true,
    verifyNothing: async (password) => {
      await pool.run({ kind: 'verifyNothing', password, cost })
      return false
    },
    rate: async (password, hints) => ({
      guessable: (await pool.run({ kind: 'rate', password, hints })) === true,
    }),
    needsRehash: (storedHash) => {
      const known = parseStoredHash(storedHash)
      return known?.algorithm !== 'bcrypt' || known.cost !== cost
    },
    load: () => pool.load(),
    close: () => pool.close(),
  }
}
