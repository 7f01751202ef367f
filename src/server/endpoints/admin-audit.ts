import { createRoute, z } from '@hono/zod-openapi'
import { type AuditEntry, type AuditPage, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { findAccountByEmail } from '../accounts/account.ts'
import { normalizeEmail } from '../accounts/email-address.ts'
import { readAuditHead, readAuditLog } from '../audit-log.ts'
import type { Deps } from '../deps.ts'
import { noStore } from './answer-headers.ts'
import { makePage } from './cursor.ts'
import { createRouter, type Router } from './router.ts'
import { bearerSecurity, jsonAnswer, pageSchema, problemAnswers, superuserProblems } from './schemas.ts'
import { requireSuperuser } from './superuser.ts'

const entrySchema = z
  .object({
    sequence: z.number().int().describe('1, 2, 3 …, without a gap.'),
    at: z.string().describe('RFC 3339, in UTC.'),
    event: z.string().describe('What happened, such as `login` or `session.reused`.'),
    actor: z.string().nullable().describe('Account id of who did it; null for the host and for nobody.'),
    subject: z.string().nullable().describe('Account id that it happened to.'),
    client_id: z.string().nullable(),
    reason: z.string().nullable().describe('Why an attempt failed, or which role was given.'),
    address: z.string().nullable().describe('Where it came from; null too once it is erased.'),
    detail: z.record(z.string(), z.unknown()).nullable(),
    salt: z.string().nullable().describe('Null once what is personal was erased with its account.'),
    private_digest: z.string().describe('SHA-256 of salt, address and detail.'),
    hash: z.string().describe('SHA-256 of the entry and the hash of the one before.'),
    actor_email: z.string().nullable().describe('The address of the actor now; no part of the chain.'),
    subject_email: z.string().nullable().describe('The address of the subject now; no part of the chain.'),
  })
  .openapi('AuditEntry') satisfies z.ZodType<AuditEntry>

const auditPageSchema = pageSchema(entrySchema).extend({
  head: z
    .object({ sequence: z.number().int(), hash: z.string() })
    .describe('The newest entry when the page was read; a chain that ends before it lacks its end.'),
}) satisfies z.ZodType<AuditPage>

/** More than other lists give: who verifies the chain reads all of it. */
const mostEntries = 1_000

const time = z.iso
  .datetime({ offset: true, error: 'it must be an RFC 3339 time.' })
  .transform((text) => Date.parse(text))
  .optional()
const sequence = z.coerce.number({ error: 'it must be a number.' }).int().min(0).optional()

const auditQuery = z.object({
  person: z
    .string()
    .max(320)
    .optional()
    .describe('Account id or address of who did it or to whom it was done.'),
  event: z
    .string()
    .regex(/^[a-z][a-z-]*(\.[a-z-]+)*$/, 'it is no kind of event, such as login or session.reused.')
    .max(64)
    .optional()
    .describe('A kind, or the part of one before a dot: `login` finds `login.failed` too.'),
  since: time.describe('From this time on (RFC 3339).'),
  until: time.describe('Before this time (RFC 3339).'),
  after: sequence.describe('Only what comes after the entry with this number.'),
  cursor: sequence.describe('The `next_cursor` of the page before.'),
  order: z
    .enum(['asc', 'desc'], { error: 'choose from asc, desc.' })
    .default('desc')
    .describe('`desc`, newest first, or `asc`, as the chain goes.'),
  limit: z.coerce
    .number({ error: 'it must be a number.' })
    .int()
    .min(1)
    .max(mostEntries)
    .default(50)
    .describe(`How many, from 1 to ${mostEntries}.`),
})

const readRoute = createRoute({
  method: 'get',
  path: paths.adminAudit,
  summary: 'The audit log; each entry hangs on the one before by its hash',
  security: bearerSecurity,
  request: { query: auditQuery },
  responses: {
    200: jsonAnswer(auditPageSchema, 'A page of it.', noStore),
    ...problemAnswers(...superuserProblems),
  },
})

export function adminAuditEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(readRoute, async (c) => {
    await requireSuperuser(deps, c)
    c.header('Cache-Control', 'no-store')
    return c.json(await readAuditPage(deps, c.req.valid('query')), 200)
  })

  return router
}

type AuditPageQuery = z.infer<typeof auditQuery>

/** For the pages too. Reading leaves no entry. */
export async function readAuditPage(deps: Deps, query: AuditPageQuery): Promise<AuditPage> {
  const { person, event, since, until, after, cursor, order, limit } = query
  const accountId = person === undefined ? undefined : await findPerson(deps, person)
  if (accountId === null) return { items: [], next_cursor: null, head: await readAuditHead(deps.db) }
  const filter = { accountId, event, since, until, after, cursor, order, limit: limit + 1 }
  const { entries, head } = await readAuditLog(deps.db, filter)
  const page = makePage(
    entries,
    limit,
    (entry) => entry,
    ({ sequence }) => String(sequence),
  )
  return { ...page, head }
}

/** Ids of deleted accounts are in the log too; an address is somebody's only while an account has it. */
async function findPerson({ db }: Deps, person: string): Promise<string | null> {
  if (/^[0-9A-Za-z-]{1,64}$/.test(person)) return person
  const email = normalizeEmail(person)
  if (!email)
    throw new ProtocolError('invalid_request', 'Field "person": it is neither an account id nor an address.')
  return (await findAccountByEmail(db, email))?.id ?? null
}
