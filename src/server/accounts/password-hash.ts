import { compareSync, genSaltSync, hashSync } from 'bcryptjs'
import { longestPassword, parseStoredHash } from './stored-hash.ts'

/**
 * Hashing itself, synchronous: each call holds its thread for as long as the cost says, so only hash-worker.ts may call
 * it. Passwords come as `normalizePassword` gives them.
 */

/** `$2b$…`. Throws RangeError for more than 72 bytes, which the policy should have refused. */
export function hashPassword(password: string, cost: number): string {
  if (isTooLong(password))
    throw new RangeError(`a password of more than ${longestPassword} bytes cannot be hashed`)
  return hashSync(password, cost)
}

/**
 * Whether the password made the stored hash. Every "no" costs as much as one hash of `cost`, whatever the reason, so
 * that time does not tell known accounts from unknown ones (kratos#832); a stored hash of a higher cost costs more, until
 * its owner's next login makes it anew.
 */
export function verifyPassword(password: string, storedHash: string, cost: number): boolean {
  const known = parseStoredHash(storedHash)
  if (!known) return verifyNothing(password, cost)
  const matches = compareSync(withinLimit(password), storedHash) && !isTooLong(password)
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

function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > longestPassword
}

/** Never longer than the limit, so that a body full of password costs nothing extra. */
function withinLimit(password: string): string {
  return isTooLong(password) ? password.slice(0, longestPassword) : password
}
