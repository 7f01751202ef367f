import { createRoute, z } from '@hono/zod-openapi'
import { oauthPaths } from '../../protocol/oauth.ts'
import type { Deps } from '../deps.ts'
import { userClaims } from '../id-token.ts'
import { noStore } from './answer-headers.ts'
import { requireBearer } from './bearer.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import { bearerProblems, bearerSecurity, jsonAnswer, problemAnswers } from './schemas.ts'

const claimsSchema = z
  .object({
    sub: z.string().describe('The id of the account.'),
    email: z.string().optional().describe('With the scope `email`.'),
    email_verified: z.boolean().optional().describe('With the scope `email`.'),
    preferred_username: z.string().optional().describe('With the scope `profile`.'),
  })
  .openapi('UserClaims')

const shared = {
  path: oauthPaths.userinfo,
  summary: 'Claims about the person of the token (OpenID Connect Core §5.3)',
  security: bearerSecurity,
  responses: {
    200: jsonAnswer(claimsSchema, 'Those that the scope opens.', noStore),
    ...problemAnswers(...bearerProblems),
  },
}

export function oauthUserinfoEndpoints(deps: Deps): Router {
  const router = createRouter()
  const answer = async (c: RequestContext) => {
    const { account, scope } = await requireBearer(deps, c, 'openid')
    c.header('Cache-Control', 'no-store')
    return c.json(userClaims(account, scope), 200)
  }
  router.openapi(createRoute({ ...shared, method: 'get' }), answer)
  router.openapi(createRoute({ ...shared, method: 'post' }), answer)
  return router
}
