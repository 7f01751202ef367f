import { createRoute, z } from '@hono/zod-openapi'
import { pagePaths } from '../../protocol/endpoints.ts'
import { type DeviceAuthorization, deviceCodeGrant, OAuthError, oauthPaths } from '../../protocol/oauth.ts'
import { narrowScope } from '../../protocol/scopes.ts'
import type { Deps } from '../deps.ts'
import { startDeviceLogin } from '../grants/device-login.ts'
import { rateLimits } from '../rate-limit.ts'
import { describeDevice } from './device-label.ts'
import { limitTries } from './limits.ts'
import { readOAuthForm, requireClient, requireGrant } from './oauth-form.ts'
import { oauthAnswers, oauthFormBody } from './oauth-schemas.ts'
import { createRouter, type Router } from './router.ts'
import { jsonAnswer } from './schemas.ts'

const authorizationSchema = z
  .object({
    device_code: z.string(),
    user_code: z.string(),
    verification_uri: z.string(),
    verification_uri_complete: z.string(),
    expires_in: z.number().int(),
    interval: z.number().int(),
  })
  .openapi('DeviceAuthorization') satisfies z.ZodType<DeviceAuthorization>

const authorizationRoute = createRoute({
  method: 'post',
  path: oauthPaths.deviceAuthorization,
  summary: 'Start a login of a device that has no browser (RFC 8628 §3.1)',
  request: oauthFormBody('scope'),
  responses: {
    200: jsonAnswer(authorizationSchema, 'Codes for the device and for the person.'),
    ...oauthAnswers,
  },
})

export function oauthDeviceEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openAPIRegistry.registerPath(authorizationRoute)
  router.post(oauthPaths.deviceAuthorization, async (c) => {
    const form = await readOAuthForm(c)
    const client = await requireClient(deps, c, form)
    requireGrant(client, deviceCodeGrant)
    const scope = narrowScope(client.scope, form.get('scope'))
    if (scope === undefined)
      throw new OAuthError('invalid_scope', 'The scope is unknown, or more than this client has.')
    const now = c.get('now')
    const { label, address } = describeDevice(c)
    await limitTries(deps, [[rateLimits.deviceAddress, address]], now)
    const started = await startDeviceLogin(
      deps.db,
      deps.secret,
      { clientId: client.id, scope, label, address },
      now,
    )
    const page = `${deps.config.issuer}${pagePaths.device}`
    const answer: DeviceAuthorization = {
      device_code: started.deviceCode,
      user_code: started.userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${started.userCode}`,
      expires_in: Math.floor((started.expiresAt - now) / 1000),
      interval: started.interval / 1000,
    }
    c.header('Cache-Control', 'no-store')
    return c.json(answer, 200)
  })
  return router
}
