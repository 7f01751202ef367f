import { createRoute, z } from '@hono/zod-openapi'
import { idTokenAlgorithms, paths } from '../../protocol/endpoints.ts'
import { grantTypes, oauthPaths } from '../../protocol/oauth.ts'
import { fullScope } from '../../protocol/scopes.ts'
import type { Deps } from '../deps.ts'
import { jwksMaxAge } from '../keys.ts'
import { cachedAnswer } from './answer-headers.ts'
import { createRouter, type Router } from './router.ts'
import { jsonAnswer } from './schemas.ts'

const jwksRoute = createRoute({
  method: 'get',
  path: paths.jwks,
  summary: 'The keys that verify tokens (RFC 7517 §5)',
  responses: {
    200: jsonAnswer(
      z.object({ keys: z.array(z.record(z.string(), z.string())) }),
      'The JWK Set.',
      cachedAnswer,
    ),
  },
})

const metadataSchema = z.looseObject({ issuer: z.string().describe('The `iss` of every token.') })

const serverRoute = createRoute({
  method: 'get',
  path: oauthPaths.authorizationServerMetadata,
  summary: 'What this server offers (RFC 8414)',
  responses: { 200: jsonAnswer(metadataSchema, 'Metadata.', cachedAnswer) },
})

const openidRoute = createRoute({
  method: 'get',
  path: oauthPaths.openidConfiguration,
  summary: 'The same in the words of OpenID Connect Discovery',
  responses: { 200: jsonAnswer(metadataSchema, 'Metadata.', cachedAnswer) },
})

const cached = `public, max-age=${jwksMaxAge}`

export function metadataEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(jwksRoute, (c) => {
    c.header('Cache-Control', cached)
    return c.json(deps.keys.jwks(), 200)
  })
  router.openapi(serverRoute, (c) => {
    c.header('Cache-Control', cached)
    return c.json(describeServer(deps.config.issuer), 200)
  })
  router.openapi(openidRoute, (c) => {
    c.header('Cache-Control', cached)
    return c.json({ ...describeServer(deps.config.issuer), ...describeOpenId() }, 200)
  })
  return router
}

/** Only what is true: there is no authorization endpoint, so no response types. */
function describeServer(issuer: string) {
  const clientAuthentication = ['client_secret_basic', 'client_secret_post']
  return {
    issuer,
    token_endpoint: `${issuer}${oauthPaths.token}`,
    device_authorization_endpoint: `${issuer}${oauthPaths.deviceAuthorization}`,
    revocation_endpoint: `${issuer}${oauthPaths.revoke}`,
    introspection_endpoint: `${issuer}${oauthPaths.introspect}`,
    userinfo_endpoint: `${issuer}${oauthPaths.userinfo}`,
    jwks_uri: `${issuer}${paths.jwks}`,
    scopes_supported: fullScope.split(' '),
    response_types_supported: [],
    grant_types_supported: [...grantTypes],
    token_endpoint_auth_methods_supported: [...clientAuthentication, 'none'],
    revocation_endpoint_auth_methods_supported: [...clientAuthentication, 'none'],
    introspection_endpoint_auth_methods_supported: clientAuthentication,
  }
}

function describeOpenId() {
  return {
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...idTokenAlgorithms],
    claims_supported: ['sub', 'email', 'email_verified', 'preferred_username', 'auth_time', 'sid'],
  }
}
