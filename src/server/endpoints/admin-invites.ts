import { createRoute, z } from '@hono/zod-openapi'
import {
  type InviteEntry,
  type InviteRole,
  inviteRoles,
  type NewInviteAnswer,
  type Page,
  paths,
} from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Account } from '../accounts/account.ts'
import { listInvites, makeInvite, presentInvite, revokeInvite } from '../accounts/invite.ts'
import type { Deps } from '../deps.ts'
import { mailed, noStore } from './answer-headers.ts'
import { closedBody } from './closed-body.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { makePage, pageQuery, readCursor, writeCursor } from './cursor.ts'
import { requireEmail } from './fields.ts'
import { administrator, type PageQuery } from './members.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  bearerSecurity,
  emptyAnswer,
  idParams,
  jsonAnswer,
  jsonBody,
  pageSchema,
  problemAnswers,
  superuserProblems,
  text,
} from './schemas.ts'
import { requireSuperuser, requireSuperuserLogin } from './superuser.ts'

const entry = {
  id: z.string(),
  email: z.string().nullable().describe('The only address that may use it; null for any.'),
  role: z.enum(inviteRoles).describe('What the account becomes.'),
  state: z
    .enum(['open', 'used', 'expired'])
    .describe('One for a superuser has expired too once its maker is none any more.'),
  created_at: z.string(),
  expires_at: z.string(),
  redeemed_at: z.string().nullable(),
}
const entrySchema = z.object(entry).openapi('Invite') satisfies z.ZodType<InviteEntry>
const newSchema = z
  .object({ ...entry, code: z.string().describe('Shown here and never again.') })
  .openapi('NewInvite') satisfies z.ZodType<NewInviteAnswer>

const day = 24 * 60 * 60 * 1000
const usualLife = 7 * day
const longestLife = 90 * day

const newInvite = closedBody(
  {
    email: text.nullish().describe('The only address that may use it; the code goes to it by letter.'),
    role: z
      .enum(inviteRoles, { error: 'choose from member, superuser.' })
      .default('member')
      .describe('What the account becomes.'),
    expires_at: z.iso
      .datetime({ offset: true, error: 'it must be an RFC 3339 time.' })
      .nullish()
      .describe('At most 90 days ahead; 7 days where it is left out.'),
  },
  {},
)

const shared = { path: paths.adminInvites, security: bearerSecurity }
const problems = problemAnswers(...superuserProblems)

const listRoute = createRoute({
  ...shared,
  method: 'get',
  summary: 'Invitations, newest first, without their codes',
  request: { query: pageQuery },
  responses: { 200: jsonAnswer(pageSchema(entrySchema), 'A page of them.'), ...problems },
})

const makeRoute = createRoute({
  ...shared,
  method: 'post',
  summary: 'Invite somebody to register; the code is in this answer and nowhere else',
  request: jsonBody(newInvite),
  responses: {
    201: jsonAnswer(newSchema, 'Made.', { ...noStore, ...mailed }),
    ...problems,
    ...problemAnswers('invalid_request', 'invalid_email'),
  },
})

const revokeRoute = createRoute({
  ...shared,
  method: 'delete',
  path: `${paths.adminInvites}/{id}`,
  summary: 'Take back an invitation that nobody has used',
  request: { params: idParams },
  responses: {
    204: emptyAnswer('Its code is void.'),
    ...problemAnswers(...superuserProblems, 'not_found'),
  },
})

export function adminInviteEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    await requireSuperuser(deps, c)
    return c.json(await pageOfInvites(deps, c, c.req.valid('query')), 200)
  })

  router.openapi(makeRoute, async (c) => {
    const fresh = c.req.valid('json')
    const require = fresh.role === 'superuser' ? requireSuperuserLogin : requireSuperuser
    const { account } = await require(deps, c)
    const made = await inviteSomebody(deps, c, account, fresh)
    c.header('Cache-Control', 'no-store')
    return c.json(made, 201)
  })

  router.openapi(revokeRoute, async (c) => {
    const { account } = await requireSuperuser(deps, c)
    await takeBackInvite(deps, c, account, c.req.valid('param').id)
    return c.body(null, 204)
  })

  return router
}

/** Newest first; for the pages too, as what follows. Who asks has been checked before. */
export async function pageOfInvites(
  { db }: Deps,
  c: RequestContext,
  { cursor, limit }: PageQuery,
): Promise<Page<InviteEntry>> {
  const invites = await listInvites(db, { after: readCursor(cursor), limit: limit + 1 })
  return makePage(invites, limit, (invite) => presentInvite(invite, c.get('now')), writeCursor)
}

/** With an address, a letter takes the code there. `expires_at` is an RFC 3339 time. */
export async function inviteSomebody(
  deps: Deps,
  c: RequestContext,
  superuser: Account,
  input: { email?: string | null | undefined; role: InviteRole; expires_at?: string | null | undefined },
): Promise<NewInviteAnswer> {
  const now = c.get('now')
  const email = input.email == null ? undefined : requireEmail(input.email)
  const expiresAt = input.expires_at == null ? now + usualLife : readEnd(input.expires_at, now)
  const fresh = { email, role: input.role, expiresAt, language: requestLanguage(c) }
  const { invite, code } = await makeInvite(deps, fresh, administrator(c, superuser), now)
  if (email !== undefined) announceLetter(deps, c)
  return { ...presentInvite({ ...invite, vouched: true }, now), code }
}

export async function takeBackInvite(
  { db }: Deps,
  c: RequestContext,
  superuser: Account,
  id: string,
): Promise<void> {
  const gone = await revokeInvite(db, id, administrator(c, superuser), c.get('now'))
  if (!gone) throw new ProtocolError('not_found', 'There is no such invitation, or it has been used.')
}

function readEnd(text: string, now: number): number {
  const end = Date.parse(text)
  if (end <= now) throw new ProtocolError('invalid_request', 'Field "expires_at": it is in the past.')
  if (end > now + longestLife)
    throw new ProtocolError('invalid_request', 'Field "expires_at": it is more than 90 days ahead.')
  return end
}
