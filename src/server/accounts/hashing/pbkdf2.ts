import { pbkdf2Sync } from 'node:crypto'
import { boundDigest, boundSalt, findBreach, fromBase64, type HashFault } from './hash-fields.ts'

/**
 * RFC 8018 §5.2, in Django's form `pbkdf2_sha256$iterations$salt$digest` and passlib's
 * `$pbkdf2-sha256$iterations$salt$digest`; the latter's `$pbkdf2$` is SHA-1.
 */
export interface Pbkdf2Hash {
  algorithm: 'pbkdf2'
  function: 'sha1' | 'sha256' | 'sha512'
  iterations: number
  salt: Buffer
  digest: Buffer
}

/**
 * About twice one bcrypt of cost 12: a wrong password must neither hold a thread for long nor tell much by its time. Twice
 * Django's number of 2025 for SHA-256.
 */
const mostIterations = { sha1: 3_000_000, sha256: 2_000_000, sha512: 1_200_000 }

/** Bytes of one block: a digest of more takes all iterations for each (RFC 8018 §5.2). */
const blockLength = { sha1: 20, sha256: 32, sha512: 64 }

const django = /^pbkdf2_(sha1|sha256)\$([1-9]\d{0,9})\$([^$\p{Cc}\p{Cs}]+)\$([A-Za-z0-9+/]+={0,2})$/u
const passlib =
  /^\$pbkdf2(|-sha256|-sha512)\$([1-9]\d{0,9})\$([A-Za-z0-9+/.]*={0,2})\$([A-Za-z0-9+/.]+={0,2})$/

export function readPbkdf2(text: string): Pbkdf2Hash | HashFault {
  const hash = readDjango(text) ?? readPasslib(text)
  if (!hash) return { fault: 'it is no whole pbkdf2_sha256$iterations$salt$digest or its like' }
  const blocks = Math.ceil(hash.digest.length / blockLength[hash.function])
  const most = Math.floor(mostIterations[hash.function] / Math.max(1, blocks))
  const breach = findBreach([
    { what: 'its number of iterations', value: hash.iterations, least: 1, most },
    boundSalt(hash.salt, 0),
    boundDigest(hash.digest),
  ])
  return breach ?? hash
}

/** Django takes the salt's letters as they are; control characters are none, and no store takes all of them. */
function readDjango(text: string): Pbkdf2Hash | undefined {
  const [, name, iterations, salt = '', digest = ''] = django.exec(text) ?? []
  if (name === undefined) return undefined
  return {
    algorithm: 'pbkdf2',
    function: name === 'sha1' ? 'sha1' : 'sha256',
    iterations: Number(iterations),
    salt: Buffer.from(salt),
    digest: fromBase64(digest),
  }
}

const passlibFunctions = { '': 'sha1', '-sha256': 'sha256', '-sha512': 'sha512' } as const

function readPasslib(text: string): Pbkdf2Hash | undefined {
  const [, name, iterations, salt = '', digest = ''] = passlib.exec(text) ?? []
  if (name === undefined) return undefined
  return {
    algorithm: 'pbkdf2',
    function: passlibFunctions[name as keyof typeof passlibFunctions],
    iterations: Number(iterations),
    salt: fromBase64(salt),
    digest: fromBase64(digest),
  }
}

/** Synchronous: for hashing threads only. */
export function derivePbkdf2(password: string, hash: Pbkdf2Hash): Buffer {
  return pbkdf2Sync(password, hash.salt, hash.iterations, hash.digest.length, hash.function)
}
