import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** What each derived key is for. A value made for one purpose means nothing for another. */
export type SecretPurpose =
  | 'refresh token'
  | 'one-time code'
  | 'outbox letter'
  | 'signing key'
  | 'client secret'
  | 'device login'
  | 'form token'
  | 'pending form'
  | 'personal token'
  | 'invite'
  | 'known device'

/**
 * The server's secret keys behind four verbs. New values are made under the newest key; every key in the list still
 * opens and recognises what it once made, so changing the key logs nobody out (better-auth#7738).
 */
export interface Secret {
  /** Whether there is anything to seal anew. */
  readonly hasFormerKeys: boolean
  /** Encrypts with AES-256-GCM, bound to the purpose. Returns printable text. */
  seal(purpose: SecretPurpose, text: string): string
  /** Undefined where no key of ours made it, or it was changed. */
  open(purpose: SecretPurpose, sealed: string): string | undefined
  /** HMAC-SHA-256 under the newest key, base64url. */
  digest(purpose: SecretPurpose, message: string): string
  /** The digest under each key, newest first: for finding a row by what it was made of. */
  digests(purpose: SecretPurpose, message: string): string[]
  /** The same text under the newest key; undefined where it is already, or cannot be opened. */
  reseal(purpose: SecretPurpose, sealed: string): string | undefined
  /** Compares in constant time with the digest under each key. */
  matches(purpose: SecretPurpose, message: string, digest: string): boolean
}

/** `keys`: 32 bytes each, newest first. */
export function createSecret(keys: readonly Buffer[]): Secret {
  const ring = keys.map(deriveKeys)
  const [newest] = ring
  if (!newest) throw new Error('at least one secret key is needed')
  return {
    hasFormerKeys: ring.length > 1,
    seal: (purpose, text) => seal(newest(purpose), purpose, text),
    open: (purpose, sealed) => firstDefined(ring, (key) => open(key(purpose), purpose, sealed)),
    digest: (purpose, message) => digest(newest(purpose), message).toString('base64url'),
    digests: (purpose, message) => ring.map((key) => digest(key(purpose), message).toString('base64url')),
    reseal: (purpose, sealed) => {
      if (open(newest(purpose), purpose, sealed) !== undefined) return undefined
      const text = firstDefined(ring, (key) => open(key(purpose), purpose, sealed))
      return text === undefined ? undefined : seal(newest(purpose), purpose, text)
    },
    matches: (purpose, message, given) => {
      const wanted = Buffer.from(given, 'base64url')
      return ring.some((key) => equal(digest(key(purpose), message), wanted))
    },
  }
}

type DeriveKey = (purpose: SecretPurpose) => Buffer

/** One key per purpose (RFC 5869), derived once. */
function deriveKeys(secret: Buffer): DeriveKey {
  const derived = new Map<SecretPurpose, Buffer>()
  return (purpose) => {
    const known = derived.get(purpose)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, '', `latchkey ${purpose}`, 32))
    derived.set(purpose, key)
    return key
  }
}

const version = 'v1'

function seal(key: Buffer, purpose: SecretPurpose, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${version}.${nonce.toString('base64url')}.${body.toString('base64url')}`
}

function open(key: Buffer, purpose: SecretPurpose, sealed: string): string | undefined {
  const [given, nonce, body] = sealed.split('.')
  if (given !== version || !nonce || !body) return undefined
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.length < 16) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
      authTagLength: 16,
    })
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
  } catch {
    return undefined // another key's, or changed: GCM tells only that
  }
}

function digest(key: Buffer, message: string): Buffer {
  return createHmac('sha256', key).update(message).digest()
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function firstDefined<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = read(item)
    if (found !== undefined) return found
  }
  return undefined
}
