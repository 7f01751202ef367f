import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { requireBearer } from './bearer.ts'
import { forwardingHeaders, isTrustedPeer } from './client-address.ts'
import { createRouter, type Router } from './router.ts'
import { bearerProblems, bearerSecurity, jsonAnswer, problemAnswers } from './schemas.ts'

const schema = z
  .object({
    address: z.string().nullable().describe('Where the request comes from, as far as it can be known.'),
    host: z.string().nullable().describe('The name that it was sent to.'),
    forwarding_headers: z.array(z.string()).describe('Names of the marks of a proxy that it bears.'),
    proxy_trusted: z.boolean().describe('Whether they come from a proxy that AUTHD_TRUSTED_PROXIES names.'),
    issuer: z.string().describe('What the server calls itself.'),
    version: z.string().describe('Of the server.'),
  })
  .openapi('Connection')

const connectionRoute = createRoute({
  method: 'get',
  path: paths.connection,
  summary: 'How the server sees this very request; for `auth doctor`',
  security: bearerSecurity,
  responses: { 200: jsonAnswer(schema, 'As it arrived.'), ...problemAnswers(...bearerProblems) },
})

/** To members only, and of their own request only: versions and proxies are nobody else's business. */
export function connectionEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openapi(connectionRoute, async (c) => {
    await requireBearer(deps, c, 'account')
    const { config, version } = deps
    const connection = {
      address: c.get('address') ?? null,
      host: c.req.header('host') ?? null,
      forwarding_headers: forwardingHeaders.filter((name) => c.req.header(name) !== undefined),
      proxy_trusted: isTrustedPeer(c, config.trustedProxies),
      issuer: config.issuer,
      version,
    }
    return c.json(connection, 200)
  })
  return router
}
