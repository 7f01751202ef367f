/** What the readers of stored hashes share: bounds with words for each breach, and the Base64 of the field. */

/** Why a stored hash is not taken, as a part of a sentence; never quotes the hash. */
export interface HashFault {
  fault: string
}

export interface Bound {
  what: string
  value: number
  least: number
  most: number
}

/** The first breach in words; undefined where all values are in their bounds. */
export function findBreach(bounds: readonly Bound[]): HashFault | undefined {
  const breach = bounds.find(({ value, least, most }) => !(value >= least && value <= most))
  if (!breach) return undefined
  const { what, value, least, most } = breach
  return { fault: `${what} is ${value}, and only ${least} to ${most} is taken` }
}

/** Fewer bytes could be matched by chance; more are in no known form. */
export function boundDigest(digest: Buffer): Bound {
  return { what: 'the length of its digest in bytes', value: digest.length, least: 16, most: 64 }
}

export function boundSalt(salt: Buffer, least: number): Bound {
  return { what: 'the length of its salt in bytes', value: salt.length, least, most: 64 }
}

/** Base64 with or without padding; passlib writes `.` for `+` in some of its forms. */
export function fromBase64(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64')
}
