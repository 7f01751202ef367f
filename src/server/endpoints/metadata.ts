import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { createRouter, type Router } from './router.ts'
import { jsonAnswer } from './schemas.ts'

const jwksRoute = createRoute({
  method: 'get',
  path: paths.jwks,
  summary: 'The keys that verify access tokens (RFC 7517 §5)',
  responses: {
    200: jsonAnswer(z.object({ keys: z.array(z.record(z.string(), z.string())) }), 'The JWK Set.'),
  },
})

export function metadataEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(jwksRoute, (c) => {
    c.header('Cache-Control', 'public, max-age=300')
    return c.json(deps.keys.jwks(), 200)
  })

  return router
}

/** Serves the description of every route that the app has. */
export function describeRoutes(app: Router, deps: Deps): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  app.doc31(paths.openapi, {
    openapi: '3.1.0',
    info: { title: 'Latchkey', version: deps.version, license: { name: 'MIT' } },
    servers: [{ url: deps.config.issuer }],
  })
}
