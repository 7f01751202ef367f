import { createRoute, z } from '@hono/zod-openapi'
import { type LimitEntry, type LimitsReleased, type Page, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Account } from '../accounts/account.ts'
import {
  type CounterQuery,
  limitNames,
  listCounters,
  presentCounter,
  releaseCounters,
} from '../accounts/limit-list.ts'
import type { Deps } from '../deps.ts'
import { makePage, pageQuery } from './cursor.ts'
import { administrator, type PageQuery } from './members.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  bearerSecurity,
  jsonAnswer,
  pageSchema,
  problemAnswers,
  searchedText,
  superuserProblems,
} from './schemas.ts'
import { requireSuperuser } from './superuser.ts'

const entrySchema = z
  .object({
    name: z.string().describe('Which limit, such as `login.pair`: this account as tried from this address.'),
    account: z
      .string()
      .nullable()
      .describe('Its address, or what was typed; null where only the source counts.'),
    address: z.string().nullable().describe('Where the tries come from; null where any source counts.'),
    used: z.number().int().describe('How many of the `burst` are used up.'),
    burst: z.number().int().describe('How many are let through at once.'),
    refused_until: z
      .string()
      .nullable()
      .describe('Until then a try is refused; null where one is let through.'),
    forgotten_at: z.string().describe('When all of it is forgotten.'),
  })
  .openapi('Limit') satisfies z.ZodType<LimitEntry>
const releasedSchema = z
  .object({ released: z.number().int().describe('How many counters were emptied.') })
  .openapi('LimitsReleased') satisfies z.ZodType<LimitsReleased>

const shared = { path: paths.adminLimits, security: bearerSecurity }

const listRoute = createRoute({
  ...shared,
  method: 'get',
  summary: 'What the rate limits count at the moment, by account and by source',
  request: {
    query: pageQuery.extend({
      cursor: z.string().max(1_000).optional().describe('The `next_cursor` of the page before.'),
      q: searchedText.optional().describe('An account, a source, or a part of what was typed.'),
    }),
  },
  responses: {
    200: jsonAnswer(pageSchema(entrySchema), 'A page of them.'),
    ...problemAnswers(...superuserProblems),
  },
})

const releaseRoute = createRoute({
  ...shared,
  method: 'delete',
  summary: 'Forget what is counted of an account or a source, at once',
  request: {
    query: z.object({
      who: searchedText.min(1, 'it is empty.').describe('An address, a user name, an id, or a source.'),
      name: z
        .string()
        .refine((name) => limitNames.includes(name), { error: 'there is no such limit.' })
        .optional()
        .describe('Only this limit.'),
    }),
  },
  responses: {
    200: jsonAnswer(releasedSchema, 'Forgotten.'),
    ...problemAnswers(...superuserProblems, 'not_found'),
  },
})

export function adminLimitEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(listRoute, async (c) => {
    await requireSuperuser(deps, c)
    return c.json(await pageOfLimits(deps, c, c.req.valid('query')), 200)
  })

  router.openapi(releaseRoute, async (c) => {
    const { account } = await requireSuperuser(deps, c)
    return c.json({ released: await releaseLimits(deps, c, account, c.req.valid('query')) }, 200)
  })

  return router
}

/** By account and source; for the pages too, as what follows. Who asks has been checked before. */
export async function pageOfLimits(
  { db }: Deps,
  c: RequestContext,
  { cursor, limit, q }: PageQuery & { q?: string | undefined },
): Promise<Page<LimitEntry>> {
  const now = c.get('now')
  const counters = await listCounters(db, { q, after: readCursor(cursor), limit: limit + 1 }, now)
  return makePage(counters, limit, (counter) => presentCounter(counter, now), writeCursor)
}

/** Returns how many counters that were. */
export async function releaseLimits(
  { db }: Deps,
  c: RequestContext,
  superuser: Account,
  { who, name }: { who: string; name?: string | undefined },
): Promise<number> {
  const released = await releaseCounters(db, { who, name }, administrator(c, superuser), c.get('now'))
  if (released > 0) return released
  throw new ProtocolError(
    'not_found',
    'Nothing is counted of this account or source; nobody is kept out by it.',
  )
}

/** Counters have no ids: what they count tells them apart. */
function writeCursor({ subject, name }: NonNullable<CounterQuery['after']>): string {
  return Buffer.from(JSON.stringify([subject, name])).toString('base64url')
}

function readCursor(cursor: string | undefined): CounterQuery['after'] {
  if (cursor === undefined) return undefined
  const parts = parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  const [subject, name] = Array.isArray(parts) ? parts : []
  if (isPlain(subject) && isPlain(name)) return { subject, name }
  throw new ProtocolError('invalid_request', 'The cursor is not one that a list gave.')
}

/** No store takes every character. */
function isPlain(value: unknown): value is string {
  return typeof value === 'string' && /^\P{C}*$/u.test(value)
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
