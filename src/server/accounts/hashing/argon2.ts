import { boundDigest, boundSalt, findBreach, fromBase64, type HashFault } from './hash-fields.ts'

/** RFC 9106, in the form of its reference implementation: `$argon2id$v=19$m=…,t=…,p=…$salt$digest`. */
export interface Argon2Hash {
  algorithm: 'argon2id'
  /** KiB. */
  memory: number
  passes: number
  lanes: number
  salt: Buffer
  digest: Buffer
}

/** 128 MiB: each hashing thread may need it at once. Django asks for 100 MiB, OWASP for less. */
const mostMemory = 131_072

/** Memory times passes, in KiB: less than twice one bcrypt of cost 12 takes, on a slow machine too. */
const mostWork = 524_288

const shape =
  /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]+={0,2})$/

export function readArgon2(text: string): Argon2Hash | HashFault {
  const [, m, t, p, salt = '', digest = ''] = shape.exec(text) ?? []
  if (m === undefined) return { fault: 'it is no whole $argon2id$v=19$m=…,t=…,p=…$salt$digest' }
  const hash: Argon2Hash = {
    algorithm: 'argon2id',
    memory: Number(m),
    passes: Number(t),
    lanes: Number(p),
    salt: fromBase64(salt),
    digest: fromBase64(digest),
  }
  const { memory, passes, lanes } = hash
  const breach = findBreach([
    { what: 'its parallelism p', value: lanes, least: 1, most: 16 },
    // RFC 9106 §3.1: eight blocks for each lane.
    { what: 'its memory m in KiB', value: memory, least: 8 * lanes, most: mostMemory },
    { what: 'its number of passes t', value: passes, least: 1, most: 64 },
    { what: 'its memory times passes, m × t,', value: memory * passes, least: 1, most: mostWork },
    boundSalt(hash.salt, 8),
    boundDigest(hash.digest),
  ])
  return breach ?? hash
}

/** Loaded only in a hashing thread that meets such a hash: most servers never do. */
export async function deriveArgon2(password: string, hash: Argon2Hash): Promise<Buffer> {
  const { hashRawSync } = await import('@node-rs/argon2')
  return hashRawSync(password, {
    memoryCost: hash.memory,
    timeCost: hash.passes,
    parallelism: hash.lanes,
    outputLen: hash.digest.length,
    salt: hash.salt,
  })
}
