import { createRoute, z } from '@hono/zod-openapi'
import { type NewPersonalTokenAnswer, type PersonalTokenEntry, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { fullScope, narrowScope } from '../../protocol/scopes.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import {
  deletePersonalToken,
  insertPersonalToken,
  listPersonalTokens,
  type PersonalToken,
} from '../grants/personal-token.ts'
import { requireBearer, requireSession } from './bearer.ts'
import { createRouter, type Router } from './router.ts'
import {
  bearerProblems,
  bearerSecurity,
  emptyAnswer,
  idParams,
  jsonAnswer,
  jsonBody,
  nameText,
  pageSchema,
  problemAnswers,
} from './schemas.ts'

const entry = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
}
const entrySchema = z.object(entry).openapi('PersonalToken') satisfies z.ZodType<PersonalTokenEntry>
const newSchema = z
  .object({ ...entry, token: z.string() })
  .openapi('NewPersonalToken') satisfies z.ZodType<NewPersonalTokenAnswer>

const shared = { security: bearerSecurity }

const listRoute = createRoute({
  ...shared,
  method: 'get',
  path: paths.tokens,
  summary: 'Your personal access tokens, newest first, without their values',
  responses: {
    200: jsonAnswer(pageSchema(entrySchema), 'All of them.'),
    ...problemAnswers(...bearerProblems),
  },
})

const makeRoute = createRoute({
  ...shared,
  method: 'post',
  path: paths.tokens,
  summary: 'Make a personal access token; its value is in this answer and nowhere else',
  request: jsonBody(
    z.object({
      name: nameText,
      scopes: z.array(z.string()).min(1, 'name at least one scope.').optional(),
      expires_at: z.iso.datetime({ offset: true, error: 'it must be an RFC 3339 time.' }).nullish(),
    }),
  ),
  responses: { 201: jsonAnswer(newSchema, 'Made.'), ...problemAnswers(...bearerProblems, 'invalid_request') },
})

const deleteRoute = createRoute({
  ...shared,
  method: 'delete',
  path: `${paths.tokens}/{id}`,
  summary: 'Revoke a personal access token, at once',
  request: { params: idParams },
  responses: {
    204: emptyAnswer('Revoked.'),
    ...problemAnswers(...bearerProblems, 'not_found', 'invalid_request'),
  },
})

export function personalTokenEndpoints(deps: Deps): Router {
  const { db, secret } = deps
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    const { account } = await requireBearer(deps, c, 'account')
    const tokens = await listPersonalTokens(db, account.id)
    return c.json({ items: tokens.map(present), next_cursor: null }, 200)
  })

  router.openapi(makeRoute, async (c) => {
    const { account, scope: granted } = await requireSession(deps, c, 'account')
    const input = c.req.valid('json')
    const now = c.get('now')
    const scope = narrowScope(granted, input.scopes?.join(' ') ?? 'account')
    if (scope === undefined) {
      throw new ProtocolError(
        'invalid_request',
        `Field "scopes": choose from ${fullScope.replaceAll(' ', ', ')}.`,
      )
    }
    const expiresAt = input.expires_at == null ? undefined : Date.parse(input.expires_at)
    if (expiresAt !== undefined && expiresAt <= now) {
      throw new ProtocolError('invalid_request', 'Field "expires_at": it is in the past.')
    }
    const made = await db.transaction().execute(async (tx) => {
      const inserted = await insertPersonalToken(
        tx,
        secret,
        { accountId: account.id, name: input.name, scope, expiresAt },
        now,
      )
      const detail = { token: inserted.token.id, scope }
      const address = c.get('address')
      await recordAudit(
        tx,
        { event: 'token.made', actor: account.id, subject: account.id, address, detail },
        now,
      )
      return inserted
    })
    c.header('Cache-Control', 'no-store')
    return c.json({ ...present(made.token), token: made.value }, 201)
  })

  router.openapi(deleteRoute, async (c) => {
    const { account } = await requireBearer(deps, c, 'account')
    const { id } = c.req.valid('param')
    const gone = await db.transaction().execute(async (tx) => {
      const deleted = await deletePersonalToken(tx, account.id, id)
      const entry = {
        actor: account.id,
        subject: account.id,
        address: c.get('address'),
        detail: { token: id },
      }
      if (deleted) await recordAudit(tx, { event: 'token.revoked', ...entry }, c.get('now'))
      return deleted
    })
    if (!gone) throw new ProtocolError('not_found', 'You have no such token.')
    return c.body(null, 204)
  })

  return router
}

function present(token: PersonalToken): PersonalTokenEntry {
  return {
    id: token.id,
    name: token.name,
    scopes: token.scope.split(' '),
    created_at: new Date(token.created_at).toISOString(),
    expires_at: optionalTime(token.expires_at),
    last_used_at: optionalTime(token.last_used_at),
  }
}

function optionalTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString()
}
