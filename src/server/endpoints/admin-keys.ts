import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { rotateKeys } from '../keys.ts'
import { administrator } from './members.ts'
import { createRouter, type Router } from './router.ts'
import { bearerSecurity, jsonAnswer, problemAnswers, superuserProblems } from './schemas.ts'
import { requireSuperuserLogin } from './superuser.ts'

const rotateRoute = createRoute({
  method: 'post',
  path: paths.adminRotateKeys,
  summary: 'Make new signing keys; they sign when everybody can know them',
  security: bearerSecurity,
  responses: {
    200: jsonAnswer(z.object({ keys: z.array(z.string()) }), 'Their ids.'),
    ...problemAnswers(...superuserProblems),
  },
})

export function adminKeyEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(rotateRoute, async (c) => {
    const { account } = await requireSuperuserLogin(deps, c)
    const now = c.get('now')
    const keys = await rotateKeys(deps.db, deps.secret, now, administrator(c, account))
    await deps.keys.refresh(now)
    return c.json({ keys }, 200)
  })

  return router
}
