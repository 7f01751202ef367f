import { createRoute } from '@hono/zod-openapi'
import { cliClientId } from '../../protocol/endpoints.ts'
import {
  deviceCodeGrant,
  type GrantType,
  grantTypes,
  OAuthError,
  type OAuthTokenAnswer,
  oauthPaths,
} from '../../protocol/oauth.ts'
import { hasScope, narrowScope } from '../../protocol/scopes.ts'
import { findAccount } from '../accounts/account.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import type { Client } from '../grants/client.ts'
import { type DeviceRedemption, redeemDeviceLogin } from '../grants/login.ts'
import { mintRefreshToken } from '../grants/refresh-token.ts'
import type { Session } from '../grants/session.ts'
import { signIdToken, userClaims } from '../id-token.ts'
import { noStore } from './answer-headers.ts'
import { answerKnownDevice } from './known-device.ts'
import {
  type OAuthForm,
  readOAuthForm,
  requireClient,
  requireConfidential,
  requireGrant,
  requireParameter,
} from './oauth-form.ts'
import { clientSecurity, oauthAnswers, oauthFormBody, oauthTokenSchema } from './oauth-schemas.ts'
import { rotate } from './rotation.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import { jsonAnswer } from './schemas.ts'

const tokenRoute = createRoute({
  method: 'post',
  path: oauthPaths.token,
  summary: 'Tokens for a refresh token, a device code, or the client itself (RFC 6749 §3.2)',
  security: clientSecurity,
  request: oauthFormBody('grant_type', 'refresh_token', 'device_code', 'scope'),
  responses: {
    200: jsonAnswer(oauthTokenSchema, 'Tokens.', noStore),
    ...oauthAnswers(
      'invalid_grant',
      'unauthorized_client',
      'unsupported_grant_type',
      'invalid_scope',
      'authorization_pending',
      'slow_down',
      'access_denied',
      'expired_token',
    ),
  },
})

interface GrantRequest {
  deps: Deps
  c: RequestContext
  client: Client
  form: OAuthForm
}

const grants: Readonly<Record<GrantType, (request: GrantRequest) => Promise<OAuthTokenAnswer>>> = {
  refresh_token: refresh,
  [deviceCodeGrant]: redeemDeviceCode,
  client_credentials: grantToClient,
}

export function oauthTokenEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openAPIRegistry.registerPath(tokenRoute)
  router.post(oauthPaths.token, async (c) => {
    const form = await readOAuthForm(c)
    const name = requireParameter(form, 'grant_type')
    const client = await requireClient(deps, c, form)
    const grant = grantTypes.find((type) => type === name)
    if (!grant) throw new OAuthError('unsupported_grant_type', 'This server has no such grant.')
    requireGrant(client, grant)
    const answer = await grants[grant]({ deps, c, client, form })
    c.header('Cache-Control', 'no-store')
    return c.json(answer, 200)
  })
  return router
}

async function refresh({ deps, c, client, form }: GrantRequest): Promise<OAuthTokenAnswer> {
  const wish = form.get('scope')
  const token = requireParameter(form, 'refresh_token')
  const rotation = await rotate(deps, c, { token, clientIds: [client.id], wish })
  if (rotation.outcome === 'too much') {
    throw new OAuthError('invalid_scope', 'The scope may shrink with a refresh, but not grow.')
  }
  if (rotation.outcome !== 'rotated') {
    throw new OAuthError('invalid_grant', 'The refresh token is unknown, or its session has ended.')
  }
  const { session, refreshToken } = rotation
  const scope = narrowScope(session.scope, wish) ?? session.scope
  return answerSession({ deps, c, client }, session, scope, refreshToken)
}

async function redeemDeviceCode({ deps, c, client, form }: GrantRequest): Promise<OAuthTokenAnswer> {
  const input = { deviceCode: requireParameter(form, 'device_code'), clientId: client.id }
  const redeemed = await redeemDeviceLogin(deps, input, c.get('now'))
  if (redeemed.outcome !== 'approved') throw pollError(redeemed.outcome)
  const { session } = redeemed
  if (client.id === cliClientId) answerKnownDevice(deps, c, session.account_id)
  const refreshToken = mintRefreshToken(deps.secret, session, session.generation)
  return answerSession({ deps, c, client }, session, session.scope, refreshToken)
}

/** RFC 8628 §3.5. */
function pollError(outcome: Exclude<DeviceRedemption['outcome'], 'approved'>): OAuthError {
  switch (outcome) {
    case 'pending':
      return new OAuthError('authorization_pending', 'Nobody has said yes or no yet.')
    case 'too soon':
      return new OAuthError('slow_down', 'Polled too soon; wait five seconds longer from now on.')
    case 'denied':
      return new OAuthError('access_denied', 'The login was denied.')
    case 'expired':
      return new OAuthError('expired_token', 'The device code has expired; start again.')
    case 'unknown':
      return new OAuthError('invalid_grant', 'The device code is unknown, or was used already.')
  }
}

/** A token for the client itself: no person, no session, no refresh token (RFC 6749 §4.4.3). */
async function grantToClient({ deps, c, client, form }: GrantRequest): Promise<OAuthTokenAnswer> {
  requireConfidential(client)
  const scope = narrowScope(client.scope, form.get('scope'))
  if (scope === undefined)
    throw new OAuthError('invalid_scope', 'The scope is unknown, or more than this client has.')
  const now = c.get('now')
  const issued = await deps.accessTokens.issue({ subject: client.id, clientId: client.id, scope }, now)
  const entry = { event: 'client.token', clientId: client.id, address: c.get('address') } as const
  await recordAudit(deps.db, { ...entry, detail: { scope } }, now)
  return { access_token: issued.token, token_type: 'Bearer', expires_in: issued.expiresIn, scope }
}

async function answerSession(
  { deps, c, client }: Pick<GrantRequest, 'deps' | 'c' | 'client'>,
  session: Session,
  scope: string,
  refreshToken: string,
): Promise<OAuthTokenAnswer> {
  const now = c.get('now')
  const { id: sessionId, account_id: subject, expires_at: endsAt } = session
  const issued = await deps.accessTokens.issue(
    { subject, sessionId, clientId: client.id, scope, endsAt },
    now,
  )
  const answer: OAuthTokenAnswer = {
    access_token: issued.token,
    token_type: 'Bearer',
    expires_in: issued.expiresIn,
    scope,
    ...(client.grants.includes('refresh_token') ? { refresh_token: refreshToken } : {}),
  }
  if (!hasScope(scope, 'openid')) return answer
  const account = await findAccount(deps.db, subject)
  if (!account) throw new OAuthError('invalid_grant', 'The account is gone.')
  const claims = userClaims(account, scope)
  const about = {
    issuer: deps.config.issuer,
    clientId: client.id,
    algorithm: client.idTokenAlgorithm,
    claims,
    sessionId,
  }
  const times = { authenticatedAt: session.created_at, expiresIn: issued.expiresIn }
  return { ...answer, id_token: await signIdToken(deps.keys, { ...about, ...times }, now) }
}
