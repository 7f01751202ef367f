import { type Argon2Hash, readArgon2 } from './argon2.ts'
import type { HashFault } from './hash-fields.ts'
import { type Pbkdf2Hash, readPbkdf2 } from './pbkdf2.ts'
import { readScrypt, type ScryptHash } from './scrypt.ts'

/** Bytes of UTF-8. bcrypt reads no further; what lies behind would not count (pocketbase#5899). */
export const longestPassword = 72

/** Whether a hash of our own kind can be made of it. */
export function fitsOwnHash(password: string): boolean {
  return Buffer.byteLength(password) <= longestPassword
}

/** The only kind that this program makes; the others came with an import, until their owner's next login. */
export interface BcryptHash {
  algorithm: 'bcrypt'
  /** Rounds as the power of two. */
  cost: number
}

export type ForeignHash = Argon2Hash | ScryptHash | Pbkdf2Hash

/** A stored password hash that this program can verify; it carries its own algorithm, cost and salt. */
export type StoredHash = BcryptHash | ForeignHash

/** Verifying at cost 16 takes seconds; a stored `$2b$31$` would hold a thread for days. */
const highestCost = 16

/** Every known form fits; nothing longer is looked at. */
const longestHash = 512

/** `fault` for a format that is not known or whose cost is out of bounds. */
export function readStoredHash(text: string): StoredHash | HashFault {
  if (text.length > longestHash) return { fault: `it is longer than ${longestHash} characters` }
  const reader = readers.find(([start]) => start.test(text))
  if (!reader) return { fault: 'its form is not known' }
  const [, read] = reader
  return typeof read === 'string' ? { fault: read } : read(text)
}

/** The same without the reason. */
export function parseStoredHash(text: string): StoredHash | undefined {
  const reading = readStoredHash(text)
  return 'fault' in reading ? undefined : reading
}

/** Django writes the name of its hasher before hashes that carry their own. */
export function withoutDjangoPrefix(text: string): string {
  return text.replace(/^bcrypt\$(?=\$2)/, '').replace(/^argon2\$(?=argon2)/, () => '$')
}

const readers: ReadonlyArray<readonly [RegExp, string | ((text: string) => StoredHash | HashFault)]> = [
  [/^\$2[aby]\$/, readBcrypt],
  [/^\$2x\$/, '$2x$ marks hashes of a broken bcrypt, which treats several passwords as one'],
  [/^\$argon2id\$/, readArgon2],
  [/^\$argon2[id]\$/, 'of the argon2 kinds only argon2id is taken'],
  [/^\$?scrypt\$/, readScrypt],
  [/^(pbkdf2_|\$pbkdf2[-$])/, readPbkdf2],
  [/^(bcrypt_sha256\$|\$bcrypt-sha256\$)/, 'bcrypt over SHA-256 is not taken, only plain bcrypt'],
]

function readBcrypt(text: string): BcryptHash | HashFault {
  const [, digits] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text) ?? []
  if (digits === undefined) return { fault: 'it is no whole bcrypt hash of 60 characters' }
  const cost = Number(digits)
  if (cost >= 4 && cost <= highestCost) return { algorithm: 'bcrypt', cost }
  return { fault: `its bcrypt cost is ${cost}, and only 4 to ${highestCost} is taken` }
}
