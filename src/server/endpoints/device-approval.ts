import { createRoute, z } from '@hono/zod-openapi'
import { type DeviceLoginEntry, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { narrowScope } from '../../protocol/scopes.ts'
import type { Deps } from '../deps.ts'
import { findClient } from '../grants/client.ts'
import { type DeviceLogin, decideDeviceLogin, findDeviceLogin } from '../grants/device-login.ts'
import { rateLimits } from '../rate-limit.ts'
import { noteAttempt } from './attempts.ts'
import { requireSession } from './bearer.ts'
import { forgiveTries, limitTries } from './limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  bearerProblems,
  bearerSecurity,
  emptyAnswer,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  text,
} from './schemas.ts'

const loginSchema = z
  .object({
    user_code: z.string(),
    client_id: z.string(),
    client_name: z.string(),
    label: z.string().nullable().describe('What the device calls itself.'),
    address: z.string().nullable().describe('Where it asks from.'),
    scopes: z.array(z.string()),
    created_at: z.string(),
    expires_at: z.string(),
  })
  .openapi('DeviceLogin') satisfies z.ZodType<DeviceLoginEntry>

const lookRoute = createRoute({
  method: 'get',
  path: paths.device,
  summary: 'Who asks under a user code',
  security: bearerSecurity,
  request: { query: z.object({ user_code: text.describe('As the device shows it.') }) },
  responses: {
    200: jsonAnswer(loginSchema, 'A login that waits.'),
    ...problemAnswers(...bearerProblems, 'not_found', 'too_many_requests'),
  },
})

const decideRoute = createRoute({
  method: 'post',
  path: paths.device,
  summary: 'Say yes or no to a login that waits',
  security: bearerSecurity,
  request: jsonBody(
    z.object({
      user_code: text.describe('As the device shows it.'),
      approve: z.boolean({ error: 'it must be true or false.' }).describe('Yes or no.'),
    }),
  ),
  responses: {
    204: emptyAnswer('Said.'),
    ...problemAnswers(...bearerProblems, 'not_found', 'invalid_request', 'too_many_requests'),
  },
})

export function deviceApprovalEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(lookRoute, async (c) => {
    const { account } = await requireSession(deps, c, 'account')
    const { user_code } = c.req.valid('query')
    const login = await findWaiting(deps, c, account.id, user_code)
    return c.json(await presentDeviceLogin(deps, login, user_code), 200)
  })

  router.openapi(decideRoute, async (c) => {
    const { account, scope } = await requireSession(deps, c, 'account')
    const { user_code, approve } = c.req.valid('json')
    const login = await findWaiting(deps, c, account.id, user_code)
    if (approve) refuseMoreScope(scope, login)
    const decision = { accountId: account.id, approve, address: c.get('address') }
    const decided = await decideDeviceLogin(deps.db, login, decision, c.get('now'))
    if (!decided) throw nothingWaits()
    return c.body(null, 204)
  })

  return router
}

/** Nobody gives away more than they have: a token with little scope could approve itself a login with all of it. */
function refuseMoreScope(granted: string, login: DeviceLogin): void {
  if (narrowScope(granted, login.scope) !== undefined) return
  throw new ProtocolError(
    'insufficient_scope',
    'That login asks for more than this one has; approve it from a full login.',
  )
}

/** Guesses are counted per account and per address (RFC 8628 §5.1); a right code costs nothing. */
export async function findWaiting(
  deps: Deps,
  c: RequestContext,
  accountId: string,
  userCode: string,
): Promise<DeviceLogin> {
  const now = c.get('now')
  const tries = [
    [rateLimits.userCodeAddress, c.get('address')],
    [rateLimits.userCodeAccount, accountId],
  ] as const
  await limitTries(deps, c, tries)
  const login = await findDeviceLogin(deps.db, deps.secret, userCode, now)
  if (!login) {
    const owner = { actor: accountId, subject: accountId }
    await noteAttempt(deps, c, { event: 'user-code.failed', ...owner, reason: 'unknown code' })
    throw nothingWaits()
  }
  await forgiveTries(deps, c, tries)
  return login
}

export async function presentDeviceLogin(
  { db }: Deps,
  login: DeviceLogin,
  userCode: string,
): Promise<DeviceLoginEntry> {
  const client = await findClient(db, login.client_id)
  const letters = userCode.toUpperCase().replace(/[^A-Z]/g, '')
  return {
    user_code: `${letters.slice(0, 4)}-${letters.slice(4)}`,
    client_id: login.client_id,
    client_name: client?.name ?? login.client_id,
    label: login.label,
    address: login.address,
    scopes: login.scope.split(' '),
    created_at: new Date(login.created_at).toISOString(),
    expires_at: new Date(login.expires_at).toISOString(),
  }
}

function nothingWaits(): ProtocolError {
  return new ProtocolError(
    'not_found',
    'No login waits under this code; it may be mistyped, decided or expired.',
  )
}
