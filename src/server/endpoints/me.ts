import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { type Account, presentAccount } from '../accounts/account.ts'
import { deleteAccount } from '../accounts/removal.ts'
import { renameAccount } from '../accounts/rename.ts'
import type { Deps } from '../deps.ts'
import { noteAttempt } from './attempts.ts'
import { requireBearer, requireSession } from './bearer.ts'
import { accountChanged, requireCurrentPassword, requireUsername } from './fields.ts'
import { limitChanges } from './limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
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
  request: jsonBody(z.object({ username: text.nullable().describe('The new name; null for none.') })),
  responses: {
    200: jsonAnswer(accountSchema, 'The account as it is now.'),
    ...problemAnswers(
      ...bearerProblems,
      'username_taken',
      'invalid_username',
      'invalid_request',
      'too_many_requests',
    ),
  },
})

const withdrawRoute = createRoute({
  ...shared,
  method: 'delete',
  summary: 'Withdraw: the account and all its sessions are deleted',
  request: jsonBody(z.object({ password: text.describe('Your current password.') })),
  responses: {
    204: emptyAnswer('It is gone.'),
    ...problemAnswers(
      ...bearerProblems,
      'wrong_password',
      'last_superuser',
      'invalid_request',
      'too_many_requests',
      'overloaded',
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
    return c.json(presentAccount(await rename(deps, c, account, c.req.valid('json').username)), 200)
  })

  router.openapi(withdrawRoute, async (c) => {
    const { account } = await requireSession(deps, c, 'account')
    await withdraw(deps, c, account, c.req.valid('json').password)
    return c.body(null, 204)
  })

  return router
}

/** Gives the account another name; null takes it away. */
export async function rename(
  deps: Deps,
  c: RequestContext,
  account: Account,
  name: string | null,
): Promise<Account> {
  const username = requireUsername(name)
  await limitChanges(deps, c, account.id)
  const change = { username, address: c.get('address') }
  const changed = await renameAccount(deps.db, account, change, c.get('now'))
  if (changed) return changed
  const owner = { actor: account.id, subject: account.id }
  await noteAttempt(deps, c, { event: 'username.change-failed', ...owner, reason: 'name taken' })
  throw new ProtocolError('username_taken', 'Somebody has this user name; choose another.')
}

/** Deletes the account at its owner's word, which takes the password. */
export async function withdraw(
  deps: Deps,
  c: RequestContext,
  account: Account,
  password: string,
): Promise<void> {
  await requireCurrentPassword(deps, c, account, password)
  const by = { actor: account.id, address: c.get('address') }
  const result = await deleteAccount(deps.db, account, by, c.get('now'))
  if (result === 'last') {
    const entry = { actor: account.id, subject: account.id, reason: 'last superuser' }
    await noteAttempt(deps, c, { event: 'withdrawal.failed', ...entry })
    throw lastSuperuser()
  }
  if (result === 'changed') throw accountChanged()
}

function lastSuperuser(): ProtocolError {
  return new ProtocolError('last_superuser', 'This is the last active superuser; nothing was deleted.')
}
