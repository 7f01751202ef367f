import { createRoute } from '@hono/zod-openapi'
import { apiClientId, cliClientId, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { message } from '../../protocol/messages.ts'
import type { Deps } from '../deps.ts'
import { logOutSession } from '../grants/logout.ts'
import { findRefreshSession, parseRefreshToken } from '../grants/refresh-token.ts'
import { findSession, type Session } from '../grants/session.ts'
import { describeSessionEnd, sessionEndCode } from '../grants/session-end.ts'
import { translate } from '../language.ts'
import { noStore } from './answer-headers.ts'
import { readBearer, requireBearer, requireSession } from './bearer.ts'
import { requestLanguage } from './correspondence.ts'
import { rotate } from './rotation.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  bearerProblems,
  bearerSecurity,
  emptyAnswer,
  jsonAnswer,
  problemAnswers,
  sessionStateSchema,
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
    200: jsonAnswer(
      tokenSchema,
      'New tokens. The refresh token sent stays good for the grace window.',
      noStore,
    ),
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

const stateRoute = createRoute({
  method: 'get',
  path: paths.session,
  summary: 'How the session of the access or refresh token stands; changes nothing',
  security: bearerSecurity,
  responses: { 200: jsonAnswer(sessionStateSchema, 'The session.'), ...problemAnswers(...bearerProblems) },
})

export function sessionTokenEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(updateRoute, async (c) => {
    const { session, refreshToken } = await refresh(deps, c)
    return c.json(await answerTokens(deps, c, session, refreshToken), 200)
  })

  router.openapi(validateRoute, async (c) => {
    const { account, session, expiresAt } = await requireBearer(deps, c, 'account')
    const expires_at = expiresAt === undefined ? null : new Date(expiresAt * 1000).toISOString()
    return c.json({ user_id: account.id, session_id: session?.id ?? null, expires_at }, 200)
  })

  router.openapi(logoutRoute, async (c) => {
    await logOutSession(deps.db, await sessionOfToken(deps, c), c.get('address'), c.get('now'))
    return c.body(null, 204)
  })

  router.openapi(stateRoute, async (c) => {
    const session = await sessionOfToken(deps, c)
    const end = describeSessionEnd(session, c.get('now'))
    const answer = { id: session.id, client_id: session.client_id, label: session.label }
    if (end === undefined) return c.json({ ...answer, active: true, reason: null, detail: null }, 200)
    const detail = translate(message('The session {end}.', { end }), requestLanguage(c))
    return c.json({ ...answer, active: false, reason: sessionEndCode(session), detail }, 200)
  })

  return router
}

/** For our own programs; a registered client's tokens take its own authentication, at `/oauth2/token` (RFC 6749 §6). */
async function refresh(deps: Deps, c: RequestContext): Promise<{ session: Session; refreshToken: string }> {
  const clientIds = [apiClientId, cliClientId]
  const rotation = await rotate(deps, c, { token: readBearer(c), clientIds })
  switch (rotation.outcome) {
    case 'rotated':
      return rotation
    case 'too much':
    case 'unknown':
      throw new ProtocolError('invalid_token', 'This is no refresh token of this server; log in again.')
    case 'ended':
      throw sessionEnded(rotation.session, c.get('now'))
    case 'reused':
      throw new ProtocolError(
        'session_ended',
        'An old refresh token was used again, so the session was ended for safety; log in again.',
      )
  }
}

/** Told only to who holds a genuine token of the session: when and why it ended. */
function sessionEnded(session: Session, now: number): ProtocolError {
  const end = describeSessionEnd(session, now) ?? message('has ended')
  return new ProtocolError('session_ended', message('The session {end}; log in again.', { end }))
}

/** Either token will do: who has only the refresh token left must still be able to log out (kanidm#2507). */
async function sessionOfToken(deps: Deps, c: RequestContext): Promise<Session> {
  const refresh = parseRefreshToken(readBearer(c))
  const session = refresh
    ? await findRefreshSession(deps.db, deps.secret, refresh)
    : await findSession(deps.db, (await requireSession(deps, c, 'account')).session.id)
  if (session) return session
  throw new ProtocolError('invalid_token', 'This is no token of a session of this server.')
}
