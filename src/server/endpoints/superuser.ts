import { ProtocolError } from '../../protocol/errors.ts'
import { findAccount } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { type Bearer, requireBearer, requireLogin, type SessionBearer } from './bearer.ts'
import type { RequestContext } from './router.ts'

/** A superuser's token that may be used for administration; 403 for everybody else's. */
export async function requireSuperuser(deps: Deps, c: RequestContext): Promise<Bearer> {
  const bearer = await requireBearer(deps, c, 'admin')
  if (bearer.account.superuser_at !== null) return bearer
  throw new ProtocolError('forbidden', 'This takes a superuser.')
}

/** The same, for what a personal token must not do: a leaked one could make superusers, programs and keys of its own. */
export async function requireSuperuserLogin(deps: Deps, c: RequestContext): Promise<SessionBearer> {
  return requireLogin(await requireSuperuser(deps, c))
}

/**
 * For a change of this account: a superuser's takes a login, so that a leaked token cannot lock out who would revoke it.
 * An account that is not there is left to the change itself.
 */
export async function requireSuperuserOver(deps: Deps, c: RequestContext, id: string): Promise<Bearer> {
  const bearer = await requireSuperuser(deps, c)
  const account = bearer.session ? undefined : await findAccount(deps.db, id)
  return account && account.superuser_at !== null ? requireLogin(bearer) : bearer
}
