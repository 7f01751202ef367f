import { timingSafeEqual } from 'node:crypto'
import { deriveArgon2 } from './argon2.ts'
import { derivePbkdf2 } from './pbkdf2.ts'
import { deriveScrypt } from './scrypt.ts'
import type { ForeignHash } from './stored-hash.ts'

/** Bytes; passlib takes no more. Unlike bcrypt these algorithms read all of them. */
const longestForeignPassword = 4_096

/** Whether the password made a hash of another program. For hashing threads only. */
export async function matchesForeignHash(password: string, hash: ForeignHash): Promise<boolean> {
  const isTooLong = Buffer.byteLength(password) > longestForeignPassword
  const derived = await derive(isTooLong ? '' : password, hash)
  return timingSafeEqual(derived, hash.digest) && !isTooLong
}

async function derive(password: string, hash: ForeignHash): Promise<Buffer> {
  switch (hash.algorithm) {
    case 'argon2id':
      return deriveArgon2(password, hash)
    case 'scrypt':
      return deriveScrypt(password, hash)
    case 'pbkdf2':
      return derivePbkdf2(password, hash)
  }
}
