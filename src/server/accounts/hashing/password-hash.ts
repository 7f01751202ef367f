import { compareSync, genSaltSync, hashSync } from 'bcryptjs'
import { matchesForeignHash } from './foreign-hash.ts'
import { type BcryptHash, fitsOwnHash, longestPassword, parseStoredHash } from './stored-hash.ts'

/**
 * Hashing itself: each call holds its thread for as long as the cost says, so only hash-worker.ts may call it. Passwords
 * come as `normalizePassword` gives them.
 */

/** `$2b$…`. Throws RangeError for more than 72 bytes, which the policy should have refused. */
export function hashPassword(password: string, cost: number): string {
  if (!fitsOwnHash(password))
    throw new RangeError(`a password of more than ${longestPassword} bytes cannot be hashed`)
  return hashSync(password, cost)
}

/**
 * Whether the password made the stored hash. Every "no" costs as much as one hash of `cost`, whatever the reason, so
 * that time does not tell known accounts from unknown ones (kratos#832); a stored hash of a higher cost costs more, until
 * its owner's next login makes it anew.
 */
export async function verifyPassword(password: string, storedHash: string, cost: number): Promise<boolean> {
  const known = parseStoredHash(storedHash)
  if (!known) return verifyNothing(password, cost)
  if (known.algorithm === 'bcrypt') return verifyBcrypt(password, storedHash, known, cost)
  const begun = performance.now()
  const matches = await matchesForeignHash(password, known)
  if (!matches) workOn(password, cost, performance.now() - begun)
  return matches
}

function verifyBcrypt(password: string, storedHash: string, known: BcryptHash, cost: number): boolean {
  const matches = compareSync(withinLimit(password), storedHash) && fitsOwnHash(password)
  // Hashes of the costs c, c+1, … C-1 on top of one of c are as much work as one of C.
  if (!matches) for (let missing = known.cost; missing < cost; missing++) work(password, missing)
  return matches
}

/** The work of one verification, for accounts that do not exist. */
export function verifyNothing(password: string, cost: number): false {
  work(password, cost)
  return false
}

function work(password: string, cost: number): void {
  hashSync(withinLimit(password), genSaltSync(cost))
}

/**
 * What is missing to one hash of `cost` after `spent` ms of another algorithm. No table knows how the two compare on this
 * machine, so each small hash measures it.
 */
function workOn(password: string, cost: number, spent: number): void {
  const smallCost = Math.max(4, cost - 5)
  const parts = 2 ** (cost - smallCost)
  const begun = performance.now()
  for (let done = 1; ; done++) {
    work(password, smallCost)
    const filled = performance.now() - begun
    const part = filled / done
    if (spent + filled + part / 2 >= part * parts) return
  }
}

/** Never longer than the limit, so that a body full of password costs nothing extra. */
function withinLimit(password: string): string {
  return fitsOwnHash(password) ? password : password.slice(0, longestPassword)
}
