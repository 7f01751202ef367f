import { createRoute, z } from '@hono/zod-openapi'
import { paths, type SessionEntry } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import { revokeOtherSessions, revokeSession, type SessionOwner } from '../grants/logout.ts'
import { listSessions, type Session } from '../grants/session.ts'
import { type Bearer, requireBearer } from './bearer.ts'
import { makePage, pageQuery, readCursor, writeCursor } from './cursor.ts'
import { limitChanges } from './limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  bearerProblems,
  bearerSecurity,
  emptyAnswer,
  idParams,
  jsonAnswer,
  pageSchema,
  problemAnswers,
} from './schemas.ts'

export const sessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean().describe('Whether it is the one of the token that asks.'),
    client_id: z.string(),
    label: z.string().nullable().describe('What the device called itself.'),
    address: z.string().nullable().describe('Where it was last seen.'),
    created_at: z.string(),
    last_used_at: z.string().describe('Exact to the minute.'),
    expires_at: z.string(),
  })
  .openapi('Session') satisfies z.ZodType<SessionEntry>

const listRoute = createRoute({
  method: 'get',
  path: paths.sessions,
  summary: 'Your sessions that stand, newest first',
  security: bearerSecurity,
  request: { query: pageQuery },
  responses: {
    200: jsonAnswer(pageSchema(sessionSchema), 'A page of them.'),
    ...problemAnswers(...bearerProblems),
  },
})

const endOneRoute = createRoute({
  method: 'delete',
  path: `${paths.sessions}/{id}`,
  summary: 'End one of your sessions, at once',
  security: bearerSecurity,
  request: { params: idParams },
  responses: {
    204: emptyAnswer('It has ended.'),
    ...problemAnswers(...bearerProblems, 'not_found', 'invalid_request', 'too_many_requests'),
  },
})

const endOthersRoute = createRoute({
  method: 'delete',
  path: paths.sessions,
  summary: 'End all your sessions but the one that asks',
  security: bearerSecurity,
  request: {
    query: z.object({
      others: z.literal('true', { error: 'say ?others=true.' }).describe('Says that you mean it.'),
    }),
  },
  responses: {
    204: emptyAnswer('They have ended.'),
    ...problemAnswers(...bearerProblems, 'invalid_request', 'too_many_requests'),
  },
})

export function sessionsEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    const { account, session } = await requireBearer(deps, c, 'account')
    const { cursor, limit } = c.req.valid('query')
    const page = { after: readCursor(cursor), limit: limit + 1 }
    const sessions = await listSessions(deps.db, account.id, page, c.get('now'))
    return c.json(
      makePage(sessions, limit, (row) => presentSession(row, session?.id), writeCursor),
      200,
    )
  })

  router.openapi(endOneRoute, async (c) => {
    const bearer = await requireBearer(deps, c, 'account')
    const ended = await endOne(deps, c, bearer, c.req.valid('param').id)
    if (!ended) throw new ProtocolError('not_found', 'You have no such session, or it has ended already.')
    return c.body(null, 204)
  })

  router.openapi(endOthersRoute, async (c) => {
    const bearer = await requireBearer(deps, c, 'account')
    await endOthers(deps, c, bearer)
    return c.body(null, 204)
  })

  return router
}

export function presentSession(session: Session, currentId: string | undefined): SessionEntry {
  return {
    id: session.id,
    current: session.id === currentId,
    client_id: session.client_id,
    label: session.label,
    address: session.address,
    created_at: new Date(session.created_at).toISOString(),
    last_used_at: new Date(session.last_used_at).toISOString(),
    expires_at: new Date(session.expires_at).toISOString(),
  }
}

/** False where the account has no such session that stands. */
export async function endOne(deps: Deps, c: RequestContext, bearer: Bearer, id: string): Promise<boolean> {
  await limitChanges(deps, c, bearer.account.id)
  return revokeSession(deps.db, id, ownerOf(c, bearer), c.get('now'))
}

export async function endOthers(deps: Deps, c: RequestContext, bearer: Bearer): Promise<void> {
  await limitChanges(deps, c, bearer.account.id)
  await revokeOtherSessions(deps.db, ownerOf(c, bearer), c.get('now'))
}

function ownerOf(c: RequestContext, { account, session }: Bearer): SessionOwner {
  return { accountId: account.id, session, address: c.get('address') }
}
