import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Store } from '../../db/connect.ts'
import { HostError } from './host-error.ts'
import type { Secret } from './secret.ts'

const algorithm = 'ES256'

/** How often at most the store is asked about key ids that this node does not know, in ms. */
const rereadInterval = 1_000

export interface SigningKey {
  id: string
  algorithm: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  publicJwk: PublicJwk
}

/** Only strings, as an EC key's public half is. */
export type PublicJwk = Record<string, string>

/** The signing keys of this server; read from the store, where the private halves are sealed. */
export interface KeyRing {
  /** Signs what is issued now. */
  current(): SigningKey
  /** By the `kid` of a token; asks the store about unknown ones, since another node may have made the key. */
  find(id: string, now: number): Promise<SigningKey | undefined>
  /** The public halves as a JWK Set (RFC 7517 §5). */
  jwks(): { keys: PublicJwk[] }
}

/** Opens the ring; makes the first key where there is none. Throws HostError where the secret key is another one. */
export async function openKeyRing(db: Store, secret: Secret, now: number): Promise<KeyRing> {
  let keys = await readKeys(db, secret)
  if (keys.length === 0) {
    await createKey(db, secret, now)
    keys = await readKeys(db, secret)
  }
  let lastReread = Number.NEGATIVE_INFINITY
  return {
    current: () => newest(keys),
    find: async (id, at) => {
      const known = keys.find((key) => key.id === id)
      if (known || at - lastReread < rereadInterval) return known
      lastReread = at
      keys = await readKeys(db, secret)
      return keys.find((key) => key.id === id)
    },
    jwks: () => ({ keys: keys.map((key) => key.publicJwk) }),
  }
}

/** Key id, algorithm and time of making, newest first. */
export async function listKeys(db: Store) {
  return db
    .selectFrom('signing_keys')
    .select(['id', 'algorithm', 'created_at'])
    .orderBy('created_at', 'desc')
    .execute()
}

async function createKey(db: Store, secret: Secret, now: number): Promise<void> {
  const pair = await generateKeyPair(algorithm, { extractable: true })
  const publicJwk = await exportJWK(pair.publicKey)
  const id = await calculateJwkThumbprint(publicJwk)
  await db
    .insertInto('signing_keys')
    .values({
      id,
      algorithm,
      public_jwk: JSON.stringify({ ...publicJwk, kid: id, alg: algorithm, use: 'sig' }),
      private_jwk_sealed: secret.seal('signing key', JSON.stringify(await exportJWK(pair.privateKey))),
      created_at: now,
    })
    .execute()
}

/** Newest first. Two nodes that start at once may both have made a first key; all agree which is the newest. */
async function readKeys(db: Store, secret: Secret): Promise<SigningKey[]> {
  const rows = await db
    .selectFrom('signing_keys')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return Promise.all(
    rows.map(async (row) => {
      const opened = secret.open('signing key', row.private_jwk_sealed)
      if (opened === undefined) throw wrongSecret()
      const publicJwk = JSON.parse(row.public_jwk) as PublicJwk
      return {
        id: row.id,
        algorithm: row.algorithm,
        privateKey: await importKey(JSON.parse(opened) as JWK, row.algorithm),
        publicKey: await importKey(publicJwk, row.algorithm),
        publicJwk,
      }
    }),
  )
}

async function importKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg)
  if (key instanceof Uint8Array) throw new Error('a signing key is never symmetric')
  return key
}

function newest(keys: readonly SigningKey[]): SigningKey {
  const [key] = keys
  if (!key) throw new Error('there is no signing key')
  return key
}

function wrongSecret(): HostError {
  return new HostError(
    'the secret key does not open this store: it was made with another one; nothing was changed',
    'give back the AUTHD_SECRET_KEY or the secret.key that belongs to this store; old keys go behind the new one, after a comma',
  )
}
