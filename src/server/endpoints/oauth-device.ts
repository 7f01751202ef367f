import { createRoute, z } from '@hono/zod-openapi'
import { pagePaths } from '../../protocol/endpoints.ts'
import { type DeviceAuthorization, deviceCodeGrant, OAuthError, oauthPaths } from '../../protocol/oauth.ts'
import { narrowScope } from '../../protocol/scopes.ts'
import type { Deps } from '../deps.ts'
import { startDeviceLogin } from '../grants/device-login.ts'
import { rateLimits } from '../rate-limit.ts'
import { noStore } from './answer-headers.ts'
import { describeDevice, deviceHeaders } from './device-label.ts'
import { limitTries } from './limits.ts'
import { readOAuthForm, requireClient, requireGrant } from './oauth-form.ts'
import { clientSecurity, oauthAnswers, oauthFormBody } from './oauth-schemas.ts'
import { createRouter, type Router } from './router.ts'
import { jsonAnswer } from './schemas.ts'

const authorizationSchema = z
  .object({
    device_code: z.string().describe('The device polls with it at `/oauth2/token`.'),
    user_code: z.string().describe('The person types it.'),
    verification_uri: z.string().describe('Where the person types it.'),
    verification_uri_complete: z.string().describe('The same with the code in it, for a QR code.'),
    expires_in: z.number().int().describe('Seconds that both codes live.'),
    interval: z.number().int().describe('Seconds between polls, at least.'),
  })
  .openapi('DeviceAuthorization') satisfies z.ZodType<DeviceAuthorization>

const authorizationRoute = createRoute({
  method: 'post',
  path: oauthPaths.deviceAuthorization,
  summary: 'Start a login of a device that has no browser (RFC 8628 §3.1)',
  security: clientSecurity,
  request: { headers: deviceHeaders, ...oauthFormBody('scope') },
  responses: {
    200: jsonAnswer(authorizationSchema, 'Codes for the device and for the person.', noStore),
    ...oauthAnswers('unauthorized_client', 'invalid_scope'),
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
    await limitTries(deps, c, [[rateLimits.deviceAddress, address]])
    const asked = { clientId: client.id, scope, label, address }
    const started = await startDeviceLogin(deps.db, deps.secret, asked, now)
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
