import { createRoute, z } from '@hono/zod-openapi'
import {
  type ClientEntry,
  idTokenAlgorithms,
  type NewClientAnswer,
  type Page,
  paths,
} from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { isLoopback } from '../../protocol/loopback.ts'
import { grantTypes } from '../../protocol/oauth.ts'
import { parseScope } from '../../protocol/scopes.ts'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { type Client, listClients } from '../grants/client.ts'
import { changeClient, registerClient, removeClient } from '../grants/client-registration.ts'
import { noStore } from './answer-headers.ts'
import { makePage, pageQuery, readCursor, writeCursor } from './cursor.ts'
import { administrator, type PageQuery } from './members.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  bearerSecurity,
  emptyAnswer,
  idParams,
  jsonAnswer,
  jsonBody,
  nameText,
  pageSchema,
  problemAnswers,
  superuserProblems,
} from './schemas.ts'
import { requireSuperuser, requireSuperuserLogin } from './superuser.ts'

const shown = {
  client_id: z.string(),
  name: z.string(),
  public: z.boolean(),
  redirect_uris: z.array(z.string()),
  grants: z.array(z.string()),
  scopes: z.array(z.string()),
  id_token_algorithm: z.enum(idTokenAlgorithms),
  created_at: z.string(),
}
const clientSchema = z.object(shown).openapi('Client') satisfies z.ZodType<ClientEntry>
const newClientSchema = z
  .object({
    ...shown,
    client_secret: z.string().nullable().describe('Shown here and never again; null for a public client.'),
  })
  .openapi('NewClient') satisfies z.ZodType<NewClientAnswer>

/** Exact addresses: https, or http to this machine itself, without a fragment (RFC 6749 §3.1.2, RFC 8252 §7.3). */
const redirectUri = z
  .string()
  .refine(isRedirectUri, { error: 'it is no https address, or http to loopback.' })

const fields = {
  name: nameText.describe('What people are shown; at most 64 characters.'),
  redirect_uris: z
    .array(redirectUri)
    .max(20)
    .describe('Exact addresses: https, or http to this machine; none has a fragment.'),
  grants: z.array(z.enum(grantTypes)).min(1, 'name at least one grant.').describe('What it may ask for.'),
  scopes: z
    .array(z.string())
    .refine((list) => parseScope(list.join(' ')), { error: 'it holds an unknown scope, or none.' })
    .describe('All that it may ever have.'),
  id_token_algorithm: z.enum(idTokenAlgorithms).describe('Signs its ID tokens.'),
}
const newFields = z.object({
  ...fields,
  public: z.boolean().default(false).describe('Whether it is a program that can keep no secret.'),
  redirect_uris: fields.redirect_uris.default([]),
  scopes: fields.scopes.default(['openid', 'email', 'profile']),
  id_token_algorithm: fields.id_token_algorithm.default('RS256'),
})
const changedFields = z.object(fields).partial()

const shared = { security: bearerSecurity }
const one = { path: `${paths.adminClients}/{id}`, params: idParams }
const problems = problemAnswers(...superuserProblems)
const problemsOfOne = problemAnswers(...superuserProblems, 'not_found')

const listRoute = createRoute({
  ...shared,
  method: 'get',
  path: paths.adminClients,
  summary: 'Registered clients',
  request: { query: pageQuery },
  responses: { 200: jsonAnswer(pageSchema(clientSchema), 'A page of them.'), ...problems },
})

const addRoute = createRoute({
  ...shared,
  method: 'post',
  path: paths.adminClients,
  summary: 'Register a client; its secret is in this answer and nowhere else',
  request: jsonBody(newFields),
  responses: { 201: jsonAnswer(newClientSchema, 'Registered.', noStore), ...problems },
})

const changeRoute = createRoute({
  ...shared,
  method: 'patch',
  path: one.path,
  summary: 'Change a client',
  request: { params: one.params, ...jsonBody(changedFields) },
  responses: { 200: jsonAnswer(clientSchema, 'As it is now.'), ...problemsOfOne },
})

const removeRoute = createRoute({
  ...shared,
  method: 'delete',
  path: one.path,
  summary: 'Remove a client and end the sessions that it holds',
  request: { params: one.params },
  responses: { 204: emptyAnswer('Removed.'), ...problemsOfOne },
})

export function adminClientEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    await requireSuperuser(deps, c)
    return c.json(await pageOfClients(deps, c.req.valid('query')), 200)
  })

  router.openapi(addRoute, async (c) => {
    const { account } = await requireSuperuserLogin(deps, c)
    const added = await addClient(deps, c, account, c.req.valid('json'))
    c.header('Cache-Control', 'no-store')
    return c.json(added, 201)
  })

  router.openapi(changeRoute, async (c) => {
    const { account } = await requireSuperuserLogin(deps, c)
    const changed = await patchClient(deps, c, account, c.req.valid('param').id, c.req.valid('json'))
    return c.json(changed, 200)
  })

  router.openapi(removeRoute, async (c) => {
    const { account } = await requireSuperuserLogin(deps, c)
    const by = administrator(c, account)
    if (!(await removeClient(deps.db, c.req.valid('param').id, by, c.get('now')))) throw noClient()
    return c.body(null, 204)
  })

  return router
}

async function pageOfClients({ db }: Deps, { cursor, limit }: PageQuery): Promise<Page<ClientEntry>> {
  const clients = await listClients(db, { after: readCursor(cursor)?.id, limit: limit + 1 })
  return makePage(clients, limit, presentClient, ({ createdAt, id }) =>
    writeCursor({ created_at: createdAt, id }),
  )
}

async function addClient(
  { db, secret }: Deps,
  c: RequestContext,
  superuser: Account,
  fields: z.infer<typeof newFields>,
): Promise<NewClientAnswer> {
  const { name, grants, public: isPublic, redirect_uris: redirectUris, scopes } = fields
  const about = { name, grants, isPublic, redirectUris, scope: scopes.join(' ') }
  const input = { ...about, idTokenAlgorithm: fields.id_token_algorithm }
  const added = await registerClient(db, secret, input, administrator(c, superuser), c.get('now'))
  if (added === 'no secret') throw needsSecret()
  return { ...presentClient(added.client), client_secret: added.clientSecret ?? null }
}

async function patchClient(
  { db }: Deps,
  c: RequestContext,
  superuser: Account,
  id: string,
  fields: z.infer<typeof changedFields>,
): Promise<ClientEntry> {
  const { name, grants, redirect_uris: redirectUris, scopes } = fields
  const about = { name, grants, redirectUris, scope: scopes?.join(' ') }
  const change = { ...about, idTokenAlgorithm: fields.id_token_algorithm }
  const changed = await changeClient(db, id, change, administrator(c, superuser), c.get('now'))
  if (changed === 'no secret') throw needsSecret()
  if (!changed) throw noClient()
  return presentClient(changed)
}

function presentClient(client: Client): ClientEntry {
  return {
    client_id: client.id,
    name: client.name,
    public: client.isPublic,
    redirect_uris: [...client.redirectUris],
    grants: [...client.grants],
    scopes: client.scope.split(' '),
    id_token_algorithm: client.idTokenAlgorithm,
    created_at: new Date(client.createdAt).toISOString(),
  }
}

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

function noClient(): ProtocolError {
  return new ProtocolError('not_found', 'There is no such client.')
}

function needsSecret(): ProtocolError {
  return new ProtocolError(
    'invalid_request',
    'A public client has no secret, so it cannot have client_credentials.',
  )
}
