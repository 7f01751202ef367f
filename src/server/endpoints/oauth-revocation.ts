import { createRoute } from '@hono/zod-openapi'
import { OAuthError, oauthPaths } from '../../protocol/oauth.ts'
import type { Deps } from '../deps.ts'
import { logOutSession } from '../grants/logout.ts'
import { findRefreshSession, parseRefreshToken } from '../grants/refresh-token.ts'
import { findSession, type Session } from '../grants/session.ts'
import { readOAuthForm, requireClient, requireParameter } from './oauth-form.ts'
import { clientSecurity, oauthAnswers, oauthFormBody } from './oauth-schemas.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import { emptyAnswer } from './schemas.ts'

const revokeRoute = createRoute({
  method: 'post',
  path: oauthPaths.revoke,
  summary: 'End the session of a token (RFC 7009)',
  security: clientSecurity,
  request: oauthFormBody('token', 'token_type_hint'),
  responses: {
    200: emptyAnswer('It is good no more, or never was.'),
    ...oauthAnswers('invalid_grant', 'unsupported_token_type'),
  },
})

/**
 * Unknown tokens are answered like revoked ones (§2.2); another client's are refused (§2.1). Hints are not needed. A token
 * that has no session cannot be revoked here, and who asks must not believe it was (§2.2.1).
 */
export function oauthRevocationEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openAPIRegistry.registerPath(revokeRoute)
  router.post(oauthPaths.revoke, async (c) => {
    const form = await readOAuthForm(c)
    const client = await requireClient(deps, c, form)
    const found = await findOwner(deps, c, requireParameter(form, 'token'))
    if (found && found.clientId !== client.id) {
      throw new OAuthError('invalid_grant', 'The token was issued to another client.')
    }
    if (found && !found.session) {
      throw new OAuthError('unsupported_token_type', 'This token has no session; it lives until it expires.')
    }
    if (found?.session) await logOutSession(deps.db, found.session, c.get('address'), c.get('now'))
    return c.body(null, 200)
  })
  return router
}

/** Undefined for an unknown token. */
type Owner = { clientId: string; session: Session | undefined } | undefined

/** Access and refresh token stand and fall with their session, so revoking either ends it (§2.1). */
async function findOwner(deps: Deps, c: RequestContext, token: string): Promise<Owner> {
  const refresh = parseRefreshToken(token)
  if (refresh) return ownerOf(await findRefreshSession(deps.db, deps.secret, refresh))
  const check = await deps.accessTokens.verify(token, c.get('now'))
  if (check.outcome !== 'valid') return undefined
  const { sid, clientId } = check.claims
  return sid === undefined ? { clientId, session: undefined } : ownerOf(await findSession(deps.db, sid))
}

function ownerOf(session: Session | undefined): Owner {
  return session && { clientId: session.client_id, session }
}
