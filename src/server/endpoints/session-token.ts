import { createRoute } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { findRefreshSession, parseRefreshToken, rotateRefreshToken } from '../grants/refresh-token.ts'
import { endSession, type Session } from '../grants/session.ts'
import { readBearer, requireBearer } from './bearer.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  bearerProblems,
  bearerSecurity,
  emptyAnswer,
  jsonAnswer,
  problemAnswers,
  tokenSchema,
  tokenValiditySchema,
} from './schemas.ts'
import { answerTokens } from './token-answer.ts'

const updateRoute = createRoute({
  method: 'get',
  path: paths.updateToken,
  summary: 'Trade the refresh token, sent as bearer, for new tokens',
  security: bearerSecurity,
  responses: {
    200: jsonAnswer(tokenSchema, 'New tokens. The refresh token sent stays good for the grace window.'),
    ...problemAnswers('missing_token', 'invalid_token', 'session_ended'),
  },
})

const validateRoute = createRoute({
  method: 'get',
  path: paths.validateAccessToken,
  summary: 'Whether an access token is good now',
  security: bearerSecurity,
  responses: { 200: jsonAnswer(tokenValiditySchema, 'It is.'), ...problemAnswers(...bearerProblems) },
})

const logoutRoute = createRoute({
  method: 'post',
  path: paths.logout,
  summary: 'End the session of the access or refresh token sent as bearer',
  security: bearerSecurity,
  responses: { 204: emptyAnswer('It has ended.'), ...problemAnswers(...bearerProblems) },
})

export function sessionTokenEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(updateRoute, async (c) => {
    const { session, refreshToken } = await rotate(deps, c)
    return c.json(await answerTokens(deps, c, session, refreshToken), 200)
  })

  router.openapi(validateRoute, async (c) => {
    const { account, id, expiresAt } = await requireBearer(deps, c)
    const expires_at = new Date(expiresAt * 1000).toISOString()
    return c.json({ user_id: account.id, session_id: id, expires_at }, 200)
  })

  router.openapi(logoutRoute, async (c) => {
    const { sessionId, accountId } = await sessionOfToken(deps, c)
    const now = c.get('now')
    const entry = {
      actor: accountId,
      subject: accountId,
      address: c.get('address'),
      detail: { session: sessionId },
    }
    await deps.db.transaction().execute(async (tx) => {
      const ended = await endSession(tx, sessionId, 'logout', now)
      if (ended) await recordAudit(tx, { event: 'logout', ...entry }, now)
    })
    return c.body(null, 204)
  })

  return router
}

async function rotate(deps: Deps, c: RequestContext): Promise<{ session: Session; refreshToken: string }> {
  const { refreshTokenTtl: ttl, refreshGrace: grace } = deps.config
  const input = { token: readBearer(c), address: c.get('address'), policy: { ttl, grace } }
  const rotation = await rotateRefreshToken(deps.db, deps.secret, input, c.get('now'))
  switch (rotation.outcome) {
    case 'rotated':
      return rotation
    case 'unknown':
      throw new ProtocolError('invalid_token', 'This is no refresh token of this server; log in again.')
    case 'ended':
      throw new ProtocolError('session_ended', 'The session of this token has ended; log in again.')
    case 'reused':
      throw new ProtocolError(
        'session_ended',
        'An old refresh token was used again, so the session was ended for safety; log in again.',
      )
  }
}

/** Either token will do: who has only the refresh token left must still be able to log out (kanidm#2507). */
async function sessionOfToken(
  deps: Deps,
  c: RequestContext,
): Promise<{ sessionId: string; accountId: string }> {
  const refresh = parseRefreshToken(readBearer(c))
  if (!refresh) {
    const bearer = await requireBearer(deps, c)
    return { sessionId: bearer.id, accountId: bearer.account.id }
  }
  const session = await findRefreshSession(deps.db, deps.secret, refresh)
  if (!session) throw new ProtocolError('invalid_token', 'This is no refresh token of this server.')
  return { sessionId: session.id, accountId: session.account_id }
}
