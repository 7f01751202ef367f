import { createRoute, z } from '@hono/zod-openapi'
import { type NewPersonalTokenAnswer, type PersonalTokenEntry, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { message } from '../../protocol/messages.ts'
import { fullScope, narrowScope } from '../../protocol/scopes.ts'
import type { Deps } from '../deps.ts'
import { listPersonalTokens, type PersonalToken } from '../grants/personal-token.ts'
import { makePersonalToken, revokePersonalToken, type TokenMaking } from '../grants/personal-token-change.ts'
import { noStore } from './answer-headers.ts'
import { type Bearer, requireBearer, requireSession } from './bearer.ts'
import { accountChanged } from './fields.ts'
import { limitChanges } from './limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
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
  expires_at: z.string().nullable().describe('Null: it lives until it is revoked.'),
  last_used_at: z.string().nullable(),
}
const entrySchema = z.object(entry).openapi('PersonalToken') satisfies z.ZodType<PersonalTokenEntry>
const newSchema = z
  .object({ ...entry, token: z.string().describe('Shown here and never again.') })
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
      name: nameText.describe('What you call it; at most 64 characters.'),
      scopes: z
        .array(z.string())
        .min(1, 'name at least one scope.')
        .optional()
        .describe(
          `Among ${fullScope.replaceAll(' ', ', ')} (for superusers); \`account\` where none is named.`,
        ),
      expires_at: z.iso
        .datetime({ offset: true, error: 'it must be an RFC 3339 time.' })
        .nullish()
        .describe('RFC 3339; without it the token lives until it is revoked.'),
    }),
  ),
  responses: {
    201: jsonAnswer(newSchema, 'Made.', noStore),
    ...problemAnswers(...bearerProblems, 'invalid_request', 'too_many_requests'),
  },
})

const deleteRoute = createRoute({
  ...shared,
  method: 'delete',
  path: `${paths.tokens}/{id}`,
  summary: 'Revoke a personal access token, at once',
  request: { params: idParams },
  responses: {
    204: emptyAnswer('Revoked.'),
    ...problemAnswers(...bearerProblems, 'not_found', 'invalid_request', 'too_many_requests'),
  },
})

export function personalTokenEndpoints(deps: Deps): Router {
  const { db } = deps
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    const { account } = await requireBearer(deps, c, 'account')
    const tokens = await listPersonalTokens(db, account.id)
    return c.json({ items: tokens.map(presentToken), next_cursor: null }, 200)
  })

  router.openapi(makeRoute, async (c) => {
    const bearer = await requireSession(deps, c, 'account')
    const { name, scopes, expires_at } = c.req.valid('json')
    const expiresAt = expires_at == null ? undefined : Date.parse(expires_at)
    const made = await makeToken(deps, c, bearer, { name, scope: scopes?.join(' ') ?? 'account', expiresAt })
    c.header('Cache-Control', 'no-store')
    return c.json({ ...presentToken(made.token), token: made.value }, 201)
  })

  router.openapi(deleteRoute, async (c) => {
    const { account } = await requireBearer(deps, c, 'account')
    await revokeToken(deps, c, account.id, c.req.valid('param').id)
    return c.body(null, 204)
  })

  return router
}

/** With no more scope than who asks has. `expiresAt` in epoch ms; undefined: until it is revoked. */
export async function makeToken(
  deps: Deps,
  c: RequestContext,
  { account, scope: granted }: Bearer,
  wish: { name: string; scope: string; expiresAt: number | undefined },
): Promise<{ token: PersonalToken; value: string }> {
  const now = c.get('now')
  const scope = narrowScope(granted, wish.scope)
  if (scope === undefined) {
    const scopes = fullScope.replaceAll(' ', ', ')
    throw new ProtocolError('invalid_request', message('Field "scopes": choose from {scopes}.', { scopes }))
  }
  if (wish.expiresAt !== undefined && wish.expiresAt <= now) {
    throw new ProtocolError('invalid_request', 'Field "expires_at": it is in the past.')
  }
  await limitChanges(deps, c, account.id)
  const input = { ...wish, accountId: account.id, scope, address: c.get('address') }
  const making = await makePersonalToken(deps.db, deps.secret, input, now)
  if (making.outcome !== 'made') throw makingError(making)
  return making
}

function makingError(making: Exclude<TokenMaking, { outcome: 'made' }>): ProtocolError {
  switch (making.outcome) {
    case 'changed':
      return accountChanged()
    case 'no superuser':
      return new ProtocolError('invalid_request', 'Field "scopes": only superusers can choose admin.')
    case 'full': {
      const { count } = making
      const full = message('You have {count} tokens, and more cannot be made; revoke one first.', { count })
      return new ProtocolError('invalid_request', full)
    }
  }
}

/** Throws `not_found` where the account has no such token. */
export async function revokeToken(
  deps: Deps,
  c: RequestContext,
  accountId: string,
  id: string,
): Promise<void> {
  await limitChanges(deps, c, accountId)
  const owner = { accountId, address: c.get('address') }
  const gone = await revokePersonalToken(deps.db, id, owner, c.get('now'))
  if (!gone) throw new ProtocolError('not_found', 'You have no such token.')
}

export function presentToken(token: PersonalToken): PersonalTokenEntry {
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
