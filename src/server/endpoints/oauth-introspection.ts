import { createRoute, z } from '@hono/zod-openapi'
import { oauthPaths } from '../../protocol/oauth.ts'
import type { Deps } from '../deps.ts'
import { findClient } from '../grants/client.ts'
import { findPersonalToken, looksPersonal } from '../grants/personal-token.ts'
import { findRefreshSession, parseRefreshToken } from '../grants/refresh-token.ts'
import { findActiveSession, isAccountActive } from '../grants/session.ts'
import { isStanding } from '../grants/standing.ts'
import { noStore } from './answer-headers.ts'
import { readOAuthForm, requireClient, requireConfidential, requireParameter } from './oauth-form.ts'
import { clientSecurity, oauthAnswers, oauthFormBody } from './oauth-schemas.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import { jsonAnswer } from './schemas.ts'

const introspectionSchema = z
  .looseObject({
    active: z.boolean().describe('Whether the token is good now.'),
    scope: z.string().optional(),
    client_id: z.string().optional(),
    username: z.string().optional().describe('The address of the account.'),
    token_type: z.string().optional(),
    exp: z.number().int().optional().describe('Epoch seconds.'),
    iat: z.number().int().optional().describe('Epoch seconds.'),
    sub: z.string().optional().describe('The id of the account.'),
    aud: z.string().optional(),
    iss: z.string().optional(),
    jti: z.string().optional(),
    sid: z.string().optional().describe('The id of the session.'),
  })
  .openapi('Introspection')

const introspectRoute = createRoute({
  method: 'post',
  path: oauthPaths.introspect,
  summary: 'Whether a token is good, and whose (RFC 7662); for clients with a secret',
  security: clientSecurity,
  request: oauthFormBody('token', 'token_type_hint'),
  responses: {
    200: jsonAnswer(introspectionSchema, 'What is known; of a token that is not good, nothing.', noStore),
    ...oauthAnswers(),
  },
})

type Introspection = { active: false } | ({ active: true } & Record<string, unknown>)

/** Of a token that is not good, nothing more is told (§2.2). */
const inactive: Introspection = { active: false }

export function oauthIntrospectionEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openAPIRegistry.registerPath(introspectRoute)
  router.post(oauthPaths.introspect, async (c) => {
    const form = await readOAuthForm(c)
    requireConfidential(await requireClient(deps, c, form))
    const answer = await introspect(deps, c, requireParameter(form, 'token'))
    c.header('Cache-Control', 'no-store')
    return c.json(answer, 200)
  })
  return router
}

async function introspect(deps: Deps, c: RequestContext, token: string): Promise<Introspection> {
  if (looksPersonal(token)) return introspectPersonal(deps, c, token)
  return parseRefreshToken(token) ? introspectRefresh(deps, c, token) : introspectAccess(deps, c, token)
}

async function introspectAccess(deps: Deps, c: RequestContext, token: string): Promise<Introspection> {
  const now = c.get('now')
  const check = await deps.accessTokens.verify(token, now)
  if (check.outcome !== 'valid') return inactive
  const { sub, sid, clientId: client_id, scope, exp, iat, jti } = check.claims
  const iss = deps.config.issuer
  const told = {
    active: true as const,
    scope,
    client_id,
    token_type: 'Bearer',
    exp,
    iat,
    sub,
    aud: iss,
    iss,
    jti,
  }
  if (sid === undefined) return (await findClient(deps.db, client_id)) ? told : inactive
  const session = await findActiveSession(deps.db, sid, now)
  return session?.account.id === sub ? { ...told, username: session.account.email, sid } : inactive
}

async function introspectRefresh(deps: Deps, c: RequestContext, token: string): Promise<Introspection> {
  const now = c.get('now')
  const parsed = parseRefreshToken(token)
  const session = parsed && (await findRefreshSession(deps.db, deps.secret, parsed))
  if (!session || !isStanding(session, now) || session.generation > parsed.generation) return inactive
  if (!(await isAccountActive(deps.db, session.account_id))) return inactive
  const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000)
  return {
    active: true,
    scope: session.scope,
    client_id: session.client_id,
    token_type: 'refresh_token',
    exp: seconds(session.expires_at),
    iat: seconds(session.rotated_at),
    sub: session.account_id,
    iss: deps.config.issuer,
    sid: session.id,
  }
}

async function introspectPersonal(deps: Deps, c: RequestContext, token: string): Promise<Introspection> {
  const found = await findPersonalToken(deps.db, deps.secret, token, c.get('now'))
  if (!found) return inactive
  const { scope, account, expiresAt } = found
  const expiry = expiresAt === null ? {} : { exp: Math.floor(expiresAt / 1000) }
  const iss = deps.config.issuer
  return {
    active: true,
    scope,
    token_type: 'Bearer',
    sub: account.id,
    username: account.email,
    iss,
    ...expiry,
  }
}
