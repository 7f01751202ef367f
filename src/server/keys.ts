import type { CryptoKey } from 'jose'
import type { Store } from '../../db/connect.ts'
import { recordAudit } from './audit.ts'
import { HostError } from './host-error.ts'
import { type Algorithm, algorithms, importKey, makeKey, type PublicJwk } from './key-material.ts'
import { claimLock } from './locks.ts'
import type { Secret } from './secret.ts'

/** How long verifiers may keep the JWK Set, in seconds; stated in its `Cache-Control`. */
export const jwksMaxAge = 300

/** How often each node reads the keys again, in ms. */
export const keyRereadInterval = 60_000

/** A new key is published this long before it signs: every node has read it by then, every verifier fetched it. Ms. */
export const publicationLead = 2 * (jwksMaxAge * 1000 + keyRereadInterval)

/** A key signs for 90 days, in ms. */
const signingLife = 90 * 24 * 60 * 60 * 1000

export interface SigningKey {
  id: string
  algorithm: Algorithm
  privateKey: CryptoKey
  publicKey: CryptoKey
  publicJwk: PublicJwk
  createdAt: number
  activatesAt: number
}

/** The signing keys of this server; read from the store, where the private halves are sealed. */
export interface KeyRing {
  /** Signs what is issued now: the newest of its kind that is in force. */
  current(algorithm: Algorithm, now: number): SigningKey
  /** By the `kid` of a token; asks the store about unknown ones, since another node may have made the key. */
  find(id: string, now: number): Promise<SigningKey | undefined>
  /** The public halves as a JWK Set (RFC 7517 §5), those that do not sign yet included. */
  jwks(): { keys: PublicJwk[] }
  /** Reads the keys again, and makes new ones where the current ones are 90 days old. */
  refresh(now: number): Promise<void>
}

/** How often at most the store is asked about key ids that this node does not know, in ms. */
const strangerInterval = 1_000

/**
 * Opens the ring; makes the first keys where there are none. `tokenLife` (ms) is that of the longest token: a key that was
 * replaced still verifies for as long. Throws HostError where the secret key is another one.
 */
export async function openKeyRing(
  db: Store,
  secret: Secret,
  now: number,
  tokenLife: number,
): Promise<KeyRing> {
  await makeFirstKeys(db, secret, now)
  let keys = await readKeys(db, secret)
  let lastReread = Number.NEGATIVE_INFINITY
  let reading: Promise<void> = Promise.resolve()
  const reread = async () => {
    keys = await readKeys(db, secret)
  }
  return {
    current: (algorithm, at) => currentKey(keys, algorithm, at),
    find: async (id, at) => {
      const known = keys.find((key) => key.id === id)
      if (known) return known
      if (Math.abs(at - lastReread) >= strangerInterval) {
        lastReread = at
        reading = reread()
      }
      await reading // who asks meanwhile waits for the same answer
      return keys.find((key) => key.id === id)
    },
    jwks: () => ({ keys: keys.map((key) => key.publicJwk) }),
    refresh: async (at) => {
      await rotateOldKeys(db, secret, at)
      await removeRetiredKeys(db, at, tokenLife)
      await reread()
    },
  }
}

/** Key id, algorithm and times, newest first. */
export async function listKeys(db: Store) {
  return db
    .selectFrom('signing_keys')
    .select(['id', 'algorithm', 'created_at', 'activates_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

/** Whether the store holds anything that only its secret key opens; asked before there is one. */
export async function hasSealedKeys(db: Store): Promise<boolean> {
  return (await db.selectFrom('signing_keys').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** A new key of each kind; it is published at once and signs when everybody can know it. */
export async function rotateKeys(
  db: Store,
  secret: Secret,
  now: number,
  by: { actor?: string | undefined; address?: string | undefined } = {},
): Promise<string[]> {
  const rows = await Promise.all(
    algorithms.map((algorithm) => makeRow(secret, { algorithm, activatesAt: now + publicationLead }, now)),
  )
  const keys = rows.map(({ id }) => id)
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('signing_keys').values(rows).execute()
    await recordAudit(tx, { event: 'keys.rotated', ...by, detail: { keys } }, now)
  })
  return keys
}

/** Two nodes that start at once may both make a first key: all agree which is the newest, and know both. */
async function makeFirstKeys(db: Store, secret: Secret, now: number): Promise<void> {
  for (const algorithm of algorithms) {
    const exists = await db
      .selectFrom('signing_keys')
      .select('id')
      .where('algorithm', '=', algorithm)
      .executeTakeFirst()
    if (!exists) await createKey(db, secret, { algorithm, activatesAt: now }, now)
  }
}

async function rotateOldKeys(db: Store, secret: Secret, now: number): Promise<void> {
  for (const algorithm of algorithms) {
    const isDue = (await isOld(db, algorithm, now)) && (await claimRotation(db, algorithm, now))
    if (!isDue || !(await isOld(db, algorithm, now))) continue
    await createKey(db, secret, { algorithm, activatesAt: now + publicationLead }, now)
  }
}

/** Longer than two clocks may differ; a node that died with the claim delays the new key by no more than this. Ms. */
const claimTime = 10 * 60 * 1000

/**
 * Of several nodes that find a key old at the same time the one with the claim makes the new one. Making it takes a while,
 * so no transaction is held open meanwhile: on SQLite it would stop every other process.
 */
async function claimRotation(db: Store, algorithm: Algorithm, now: number): Promise<boolean> {
  return claimLock(db, `rotate ${algorithm}`, { at: now, due: now - claimTime }, now)
}

async function isOld(db: Store, algorithm: Algorithm, now: number): Promise<boolean> {
  const fresh = await db
    .selectFrom('signing_keys')
    .select('id')
    .where('algorithm', '=', algorithm)
    .where('activates_at', '>', now - signingLife)
    .executeTakeFirst()
  return fresh === undefined
}

/** A key goes when its successor has signed for longer than any of its own tokens can live and be cached. */
async function removeRetiredKeys(db: Store, now: number, tokenLife: number): Promise<void> {
  const keep = tokenLife + jwksMaxAge * 1000 + keyRereadInterval
  for (const algorithm of algorithms) {
    const successor = await db
      .selectFrom('signing_keys')
      .select('activates_at')
      .where('algorithm', '=', algorithm)
      .where('activates_at', '<=', now - keep)
      .orderBy('activates_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!successor) continue
    await db
      .deleteFrom('signing_keys')
      .where('algorithm', '=', algorithm)
      .where('activates_at', '<', successor.activates_at)
      .execute()
  }
}

interface NewKey {
  algorithm: Algorithm
  activatesAt: number
}

async function createKey(db: Store, secret: Secret, input: NewKey, now: number): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values(await makeRow(secret, input, now))
    .execute()
}

async function makeRow(secret: Secret, { algorithm, activatesAt }: NewKey, now: number) {
  const { id, publicJwk, privateJwk } = await makeKey(algorithm)
  return {
    id,
    algorithm,
    public_jwk: JSON.stringify(publicJwk),
    private_jwk_sealed: secret.seal('signing key', JSON.stringify(privateJwk)),
    created_at: now,
    activates_at: activatesAt,
  }
}

/** Newest first. Two nodes that start at once may both have made a first key; all agree which is the newest. */
async function readKeys(db: Store, secret: Secret): Promise<SigningKey[]> {
  const rows = await db
    .selectFrom('signing_keys')
    .selectAll()
    .orderBy('activates_at', 'desc')
    .orderBy('id')
    .execute()
  return Promise.all(
    rows.map(async (row) => {
      const opened = secret.open('signing key', row.private_jwk_sealed)
      if (opened === undefined) throw wrongSecret()
      await renewSeal(db, secret, row)
      const algorithm = row.algorithm === 'RS256' ? 'RS256' : 'ES256'
      const publicJwk = JSON.parse(row.public_jwk) as PublicJwk
      return {
        id: row.id,
        algorithm,
        privateKey: await importKey(JSON.parse(opened), algorithm),
        publicKey: await importKey(publicJwk, algorithm),
        publicJwk,
        createdAt: row.created_at,
        activatesAt: row.activates_at,
      }
    }),
  )
}

/** What an old secret key sealed is sealed anew, so that the old one can be dropped from the list in time. */
async function renewSeal(
  db: Store,
  secret: Secret,
  row: { id: string; private_jwk_sealed: string },
): Promise<void> {
  const resealed = secret.reseal('signing key', row.private_jwk_sealed)
  if (resealed === undefined) return
  await db
    .updateTable('signing_keys')
    .set({ private_jwk_sealed: resealed })
    .where('id', '=', row.id)
    .where('private_jwk_sealed', '=', row.private_jwk_sealed)
    .execute()
}

function currentKey(keys: readonly SigningKey[], algorithm: Algorithm, now: number): SigningKey {
  const ours = keys.filter((candidate) => candidate.algorithm === algorithm)
  // None is in force where another node, whose clock is ahead, made the first one: then that one has to do.
  const key = ours.find(({ activatesAt }) => activatesAt <= now) ?? ours.at(-1)
  if (!key) throw new Error(`there is no ${algorithm} key`)
  return key
}

function wrongSecret(): HostError {
  return new HostError(
    'The secret key does not open this store, which was made with another one; nothing was changed.',
    'Give back the AUTHD_SECRET_KEY or the secret.key that belongs to this store; old keys go behind the new one, after a comma.',
  )
}
