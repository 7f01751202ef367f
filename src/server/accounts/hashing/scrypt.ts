import { scryptSync } from 'node:crypto'
import { boundDigest, boundSalt, findBreach, fromBase64, type HashFault } from './hash-fields.ts'

/** RFC 7914, in passlib's form `$scrypt$ln=…,r=…,p=…$salt$digest` and Django's `scrypt$N$salt$r$p$digest`. */
export interface ScryptHash {
  algorithm: 'scrypt'
  /** N, a power of two. */
  cost: number
  blockSize: number
  parallelism: number
  salt: Buffer
  digest: Buffer
}

/**
 * N · r · p: what OWASP asks for, and more than Django does. About one and a half bcrypt of cost 12, and 128 MiB of memory
 * (128 · N · r bytes), which each hashing thread may need at once.
 */
const mostWork = 2 ** 17 * 8

const passlib =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/.]*={0,2})\$([A-Za-z0-9+/.]+={0,2})$/
const django = /^scrypt\$(\d{1,10})\$([^$\p{Cc}\p{Cs}]+)\$(\d{1,9})\$(\d{1,9})\$([A-Za-z0-9+/]+={0,2})$/u

export function readScrypt(text: string): ScryptHash | HashFault {
  const hash = readPasslib(text) ?? readDjango(text)
  if (!hash) return { fault: 'it is no whole $scrypt$ln=…,r=…,p=…$salt$digest or scrypt$N$salt$r$p$digest' }
  const { cost, blockSize, parallelism, salt, digest } = hash
  if (!Number.isInteger(Math.log2(cost))) return { fault: `its cost N is ${cost}, which is no power of two` }
  const breach = findBreach([
    { what: 'its cost N', value: cost, least: 2, most: 2 ** 20 },
    { what: 'its block size r', value: blockSize, least: 1, most: 64 },
    { what: 'its parallelism p', value: parallelism, least: 1, most: 64 },
    { what: 'its work N × r × p', value: cost * blockSize * parallelism, least: 2, most: mostWork },
    boundSalt(salt, 0),
    boundDigest(digest),
  ])
  return breach ?? hash
}

function readPasslib(text: string): ScryptHash | undefined {
  const [, ln, r, p, salt = '', digest = ''] = passlib.exec(text) ?? []
  if (ln === undefined) return undefined
  const parameters = { cost: 2 ** Number(ln), blockSize: Number(r), parallelism: Number(p) }
  return { algorithm: 'scrypt', ...parameters, salt: fromBase64(salt), digest: fromBase64(digest) }
}

/** Django takes the salt's letters as they are; control characters are none, and no store takes all of them. */
function readDjango(text: string): ScryptHash | undefined {
  const [, n, salt = '', r, p, digest = ''] = django.exec(text) ?? []
  if (n === undefined) return undefined
  const parameters = { cost: Number(n), blockSize: Number(r), parallelism: Number(p) }
  return { algorithm: 'scrypt', ...parameters, salt: Buffer.from(salt), digest: fromBase64(digest) }
}

/** Synchronous: for hashing threads only. */
export function deriveScrypt(password: string, hash: ScryptHash): Buffer {
  const { cost: N, blockSize: r, parallelism: p } = hash
  const maxmem = 128 * r * (N + p + 2) + 2 ** 20
  return scryptSync(password, hash.salt, hash.digest.length, { N, r, p, maxmem })
}
