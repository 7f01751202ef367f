import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { pageQuery } from './cursor.ts'
import { endMemberSession, endMemberSessions, pageOfMemberSessions } from './members.ts'
import { createRouter, type Router } from './router.ts'
import {
  bearerSecurity,
  emptyAnswer,
  idParams,
  jsonAnswer,
  pageSchema,
  problemAnswers,
  superuserProblems,
} from './schemas.ts'
import { sessionSchema } from './sessions.ts'
import { requireSuperuser, requireSuperuserOver } from './superuser.ts'

const shared = { path: `${paths.adminUsers}/{id}/sessions`, security: bearerSecurity }
const problems = problemAnswers(...superuserProblems, 'not_found')
const oneParams = z.object({ ...idParams.shape, session_id: idParams.shape.id })

const listRoute = createRoute({
  ...shared,
  method: 'get',
  summary: 'The sessions of an account that stand, newest first',
  request: { params: idParams, query: pageQuery },
  responses: { 200: jsonAnswer(pageSchema(sessionSchema), 'A page of them.'), ...problems },
})

const endAllRoute = createRoute({
  ...shared,
  method: 'delete',
  summary: 'End all sessions of an account, at once',
  request: { params: idParams },
  responses: { 204: emptyAnswer('They have ended.'), ...problems },
})

const endOneRoute = createRoute({
  ...shared,
  method: 'delete',
  path: `${shared.path}/{session_id}`,
  summary: 'End one session of an account, at once',
  request: { params: oneParams },
  responses: { 204: emptyAnswer('It has ended.'), ...problems },
})

export function adminSessionEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    const { session } = await requireSuperuser(deps, c)
    const query = { ...c.req.valid('query'), currentId: session?.id }
    return c.json(await pageOfMemberSessions(deps, c, c.req.valid('param').id, query), 200)
  })

  router.openapi(endAllRoute, async (c) => {
    const { id } = c.req.valid('param')
    const { account } = await requireSuperuserOver(deps, c, id)
    await endMemberSessions(deps, c, account, id)
    return c.body(null, 204)
  })

  router.openapi(endOneRoute, async (c) => {
    const { id: accountId, session_id: sessionId } = c.req.valid('param')
    const { account } = await requireSuperuserOver(deps, c, accountId)
    await endMemberSession(deps, c, account, { accountId, sessionId })
    return c.body(null, 204)
  })

  return router
}
