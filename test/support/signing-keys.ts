import type { Store } from '../../db/connect.ts'
import { algorithms, makeKey } from '../../src/server/key-material.ts'
import type { Secret } from '../../src/server/secret.ts'

/** Making an RSA key takes longer than most tests: the pairs are made once, and each store seals its own copy. */
let pairs: ReturnType<typeof makePairs> | undefined

/** Gives a fresh store the keys that the first start would make, in force from `now`; leaves any other store alone. */
export async function seedSigningKeys(db: Store, secret: Secret, now: number): Promise<void> {
  const existing = await db.selectFrom('signing_keys').select('id').limit(1).executeTakeFirst()
  if (existing) return
  pairs ??= makePairs()
  const rows = (await pairs).map(({ algorithm, id, publicJwk, privateJwk }) => ({
    id,
    algorithm,
    public_jwk: JSON.stringify(publicJwk),
    private_jwk_sealed: secret.seal('signing key', JSON.stringify(privateJwk)),
    created_at: now,
    activates_at: now,
  }))
  await db.insertInto('signing_keys').values(rows).execute()
}

function makePairs() {
  return Promise.all(algorithms.map(async (algorithm) => ({ algorithm, ...(await makeKey(algorithm)) })))
}
