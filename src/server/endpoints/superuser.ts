import { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import { type Bearer, requireBearer } from './bearer.ts'
import type { RequestContext } from './router.ts'

/** A superuser's token that may be used for administration; 403 for everybody else's. */
export async function requireSuperuser(deps: Deps, c: RequestContext): Promise<Bearer> {
  const bearer = await requireBearer(deps, c, 'admin')
  if (bearer.account.superuser_at !== null) return bearer
  throw new ProtocolError('forbidden', 'This takes a superuser.')
}
