import type { Deps } from '../deps.ts'
import { type Rotation, type RotationInput, rotateRefreshToken } from '../grants/refresh-token.ts'
import type { RequestContext } from './router.ts'

/** Trades a refresh token by the rules of this server, and counts what became of it. */
export async function rotate(
  { config, db, metrics, secret }: Deps,
  c: RequestContext,
  input: Pick<RotationInput, 'token' | 'clientIds' | 'wish'>,
): Promise<Rotation> {
  const policy = { ttl: config.refreshTokenTtl, grace: config.refreshGrace }
  const rotation = await rotateRefreshToken(
    db,
    secret,
    { ...input, address: c.get('address'), policy },
    c.get('now'),
  )
  const isReplay = rotation.outcome === 'rotated' && rotation.replayed
  metrics.refreshed(isReplay ? 'replayed' : rotation.outcome)
  return rotation
}
