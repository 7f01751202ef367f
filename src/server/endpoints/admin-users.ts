import { createRoute, z } from '@hono/zod-openapi'
import { accountStatuses, type MemberEntry, paths } from '../../protocol/endpoints.ts'
import { presentMember } from '../accounts/member-list.ts'
import type { Deps } from '../deps.ts'
import { mailed } from './answer-headers.ts'
import { closedBody } from './closed-body.ts'
import { pageQuery } from './cursor.ts'
import {
  addMember,
  changeMember,
  pageOfMembers,
  removeMember,
  requireMember,
  startMemberReset,
} from './members.ts'
import { createRouter, type Router } from './router.ts'
import {
  accountSchema,
  bearerSecurity,
  emptyAnswer,
  idParams,
  jsonAnswer,
  jsonBody,
  pageSchema,
  problemAnswers,
  searchedText,
  superuserProblems,
  text,
} from './schemas.ts'
import { requireSuperuser, requireSuperuserLogin, requireSuperuserOver } from './superuser.ts'

const memberSchema = accountSchema
  .extend({
    sessions: z.number().int().describe('How many stand.'),
    last_used_at: z.string().nullable().describe('When one of them was last used, to the minute.'),
  })
  .openapi('Member') satisfies z.ZodType<MemberEntry>

const trueOrFalse = z.boolean({ error: 'it must be true or false.' })
const ownersPassword =
  'nobody sets the password of somebody else; its owner chooses it by the code that goes to the address.'

const newMember = closedBody(
  {
    email: text.describe('Counts as verified; a code for a password goes to it.'),
    username: text.nullish().describe('Logs in as well as the address does; may be left out.'),
    is_superuser: trueOrFalse.optional().describe('Whether it may use the administration.'),
  },
  { password: ownersPassword },
)
const changes = closedBody(
  {
    is_active: trueOrFalse.optional().describe('False logs it out everywhere and lets it in no more.'),
    is_superuser: trueOrFalse.optional().describe('Whether it may use the administration.'),
    username: text.nullable().optional().describe('Null takes it away.'),
  },
  {
    password: ownersPassword,
    email: 'its owner changes the address, by the code that goes to the new one.',
  },
)

const listQuery = pageQuery.extend({
  q: searchedText.optional().describe('Part of an address or a user name, in any case.'),
  status: z
    .enum(accountStatuses, { error: 'choose from active, disabled, unverified, superuser.' })
    .optional()
    .describe('Only those; `active` are all that are not disabled.'),
})

const shared = { security: bearerSecurity }
const one = { ...shared, path: `${paths.adminUsers}/{id}` }
const problems = problemAnswers(...superuserProblems)
const problemsOfOne = problemAnswers(...superuserProblems, 'not_found')

const listRoute = createRoute({
  ...shared,
  method: 'get',
  path: paths.adminUsers,
  summary: 'Accounts, newest first',
  request: { query: listQuery },
  responses: { 200: jsonAnswer(pageSchema(memberSchema), 'A page of them.'), ...problems },
})

const addRoute = createRoute({
  ...shared,
  method: 'post',
  path: paths.adminUsers,
  summary: 'Add an account; its owner gets a code for a password by letter',
  request: jsonBody(newMember),
  responses: {
    201: jsonAnswer(memberSchema, 'Added.', mailed),
    ...problems,
    ...problemAnswers(
      'email_taken',
      'username_taken',
      'invalid_request',
      'invalid_email',
      'invalid_username',
    ),
  },
})

const showRoute = createRoute({
  ...one,
  method: 'get',
  summary: 'One account',
  request: { params: idParams },
  responses: { 200: jsonAnswer(memberSchema, 'The account.'), ...problemsOfOne },
})

const changeRoute = createRoute({
  ...one,
  method: 'patch',
  summary: 'Disable, enable, promote, demote or rename an account; all that is asked for, or nothing',
  request: { params: idParams, ...jsonBody(changes) },
  responses: {
    200: jsonAnswer(memberSchema, 'As it is now.'),
    ...problemsOfOne,
    ...problemAnswers('username_taken', 'last_superuser', 'invalid_request', 'invalid_username'),
  },
})

const removeRoute = createRoute({
  ...one,
  method: 'delete',
  summary: 'Delete an account and all its sessions; the audit log keeps that it was there',
  request: { params: idParams },
  responses: { 204: emptyAnswer('It is gone.'), ...problemsOfOne, ...problemAnswers('last_superuser') },
})

const resetRoute = createRoute({
  ...shared,
  method: 'post',
  path: `${one.path}/password-reset`,
  summary: 'Send its owner a code for a new password; the old one stays until then',
  request: { params: idParams },
  responses: {
    202: emptyAnswer('A letter is on its way.', mailed),
    ...problemsOfOne,
    ...problemAnswers('too_many_requests'),
  },
})

export function adminUserEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    await requireSuperuser(deps, c)
    return c.json(await pageOfMembers(deps, c, c.req.valid('query')), 200)
  })

  router.openapi(addRoute, async (c) => {
    const fresh = c.req.valid('json')
    const require = fresh.is_superuser ? requireSuperuserLogin : requireSuperuser
    const { account } = await require(deps, c)
    return c.json(await addMember(deps, c, account, fresh), 201)
  })

  router.openapi(showRoute, async (c) => {
    await requireSuperuser(deps, c)
    return c.json(presentMember(await requireMember(deps, c, c.req.valid('param').id)), 200)
  })

  router.openapi(changeRoute, async (c) => {
    const [{ id }, change] = [c.req.valid('param'), c.req.valid('json')]
    const { account } = change.is_superuser
      ? await requireSuperuserLogin(deps, c)
      : await requireSuperuserOver(deps, c, id)
    return c.json(await changeMember(deps, c, account, id, change), 200)
  })

  router.openapi(removeRoute, async (c) => {
    const { id } = c.req.valid('param')
    const { account } = await requireSuperuserOver(deps, c, id)
    await removeMember(deps, c, account, id)
    return c.body(null, 204)
  })

  router.openapi(resetRoute, async (c) => {
    const { id } = c.req.valid('param')
    const { account } = await requireSuperuserOver(deps, c, id)
    await startMemberReset(deps, c, account, id)
    return c.body(null, 202)
  })

  return router
}
