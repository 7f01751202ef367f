import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { presentAccount, setUsername } from '../accounts/account.ts'
import { deleteAccount } from '../accounts/removal.ts'
import type { Deps } from '../deps.ts'
import { requireBearer, requireSession } from './bearer.ts'
import { accountChanged, requireCurrentPassword, requireUsername } from './fields.ts'
import { createRouter, type Router } from './router.ts'
import {
  accountSchema,
  bearerProblems,
  bearerSecurity,
  emptyAnswer,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  text,
} from './schemas.ts'

const shared = { path: paths.me, security: bearerSecurity }

const readRoute = createRoute({
  ...shared,
  method: 'get',
  summary: 'The account of the token',
  responses: { 200: jsonAnswer(accountSchema, 'The account.'), ...problemAnswers(...bearerProblems) },
})

const changeRoute = createRoute({
  ...shared,
  method: 'patch',
  summary: 'Change the user name; null takes it away',
  request: jsonBody(z.object({ username: text.nullable() })),
  responses: {
    200: jsonAnswer(accountSchema, 'The account as it is now.'),
    ...problemAnswers(...bearerProblems, 'username_taken', 'invalid_username', 'invalid_request'),
  },
})

const withdrawRoute = createRoute({
  ...shared,
  method: 'delete',
  summary: 'Withdraw: the account and all its sessions are deleted',
  request: jsonBody(z.object({ password: text })),
  responses: {
    204: emptyAnswer('It is gone.'),
    ...problemAnswers(
      ...bearerProblems,
      'wrong_password',
      'last_superuser',
      'invalid_request',
      'too_many_requests',
    ),
  },
})

export function meEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(readRoute, async (c) => {
    const { account } = await requireBearer(deps, c, 'account')
    return c.json(presentAccount(account), 200)
  })

  router.openapi(changeRoute, async (c) => {
    const { account } = await requireBearer(deps, c, 'account')
    const changed = await setUsername(deps.db, account, requireUsername(c.req.valid('json').username))
    if (!changed) throw new ProtocolError('username_taken', 'Somebody has this user name; choose another.')
    return c.json(presentAccount(changed), 200)
  })

  router.openapi(withdrawRoute, async (c) => {
    const { account } = await requireSession(deps, c, 'account')
    const now = c.get('now')
    await requireCurrentPassword(deps, account, c.req.valid('json').password, now)
    const result = await deleteAccount(
      deps.db,
      account,
      { actor: account.id, address: c.get('address') },
      now,
    )
    if (result === 'last') throw lastSuperuser()
    if (result === 'changed') throw accountChanged()
    return c.body(null, 204)
  })

  return router
}

function lastSuperuser(): ProtocolError {
  return new ProtocolError('last_superuser', 'This is the last active superuser; nothing was deleted.')
}
