import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import { type AnswerHeaders, noStore } from './answer-headers.ts'
import { requireBearer } from './bearer.ts'
import { createRouter, type Router } from './router.ts'
import { bearerProblems, bearerSecurity, emptyAnswer, problemAnswers } from './schemas.ts'

const identity: AnswerHeaders = {
  'X-Auth-User': { description: 'The id of the account.', schema: { type: 'string' } },
  'X-Auth-Email': {
    description: 'Its address; what is not printable ASCII, and `%`, in percent signs.',
    schema: { type: 'string' },
  },
  'X-Auth-Superuser': { description: '`true` or `false`.', schema: { type: 'string' } },
  ...noStore,
}

const forwardRoute = createRoute({
  method: 'get',
  path: paths.forward,
  summary: 'For proxies: whether a request may pass (nginx auth_request, Caddy forward_auth, Traefik)',
  security: bearerSecurity,
  request: {
    query: z.object({ superuser: z.literal('true').optional().describe('Let only superusers pass.') }),
  },
  responses: {
    204: emptyAnswer('It may; the headers say who asks.', identity),
    ...problemAnswers(...bearerProblems, 'forbidden'),
  },
})

export function forwardAuthEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openapi(forwardRoute, async (c) => {
    const { account } = await requireBearer(deps, c, 'account')
    const isSuperuser = account.superuser_at !== null
    if (c.req.valid('query').superuser && !isSuperuser) {
      throw new ProtocolError('forbidden', 'Only superusers may pass here.')
    }
    c.header('X-Auth-User', account.id)
    // Headers are Latin-1 at best; what lies beyond ASCII in an address travels as UTF-8 in percent signs, and so does the
    // percent sign: otherwise an address could be chosen to be read as somebody else's.
    c.header('X-Auth-Email', account.email.replace(/[^\x21-\x24\x26-\x7e]/gu, encodeURIComponent))
    c.header('X-Auth-Superuser', String(isSuperuser))
    c.header('Cache-Control', 'no-store')
    return c.body(null, 204)
  })
  return router
}
