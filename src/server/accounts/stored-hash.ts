/** Bytes of UTF-8. bcrypt reads no further; what lies behind would not count (pocketbase#5899). */
export const longestPassword = 72

/** A stored password hash that this program can verify; it carries its own algorithm, cost and salt. */
export interface StoredHash {
  algorithm: 'bcrypt'
  /** Rounds as the power of two. */
  cost: number
}

/** Verifying at cost 16 takes seconds; a stored `$2b$31$` would hold a thread for days. */
const highestCost = 16

/** Undefined for a format that is not known or whose cost is out of bounds. */
export function parseStoredHash(text: string): StoredHash | undefined {
  const [, digits] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text) ?? []
  const cost = Number(digits)
  return cost >= 4 && cost <= highestCost ? { algorithm: 'bcrypt', cost } : undefined
}
