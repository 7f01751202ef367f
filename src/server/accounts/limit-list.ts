import { isIP } from 'node:net'
import { type Selectable, sql } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { escapeLike } from '../../../db/like.ts'
import type { LimitEntry } from '../../protocol/endpoints.ts'
import { recordAudit } from '../audit.ts'
import { nextTurnAt, type RateLimit, rateLimits } from '../rate-limit.ts'
import { sourceOf } from '../source-network.ts'
import { findAccount, findAccountByLogin } from './account.ts'
import type { Administrator } from './administration.ts'
import { normalizeEmail } from './email-address.ts'
import { foldUsername } from './username.ts'

/** What the limits count at the moment, for who has to let somebody in. */

type Row = Selectable<Database['rate_limits']>

/** A counter with the address of its account, where it is one's. */
export type Counter = Row & { email: string | null }

export interface CounterQuery {
  /** An account, a source, or a part of what was typed; none for all. */
  q: string | undefined
  /** The last one of the page before. */
  after: Pick<Row, 'subject' | 'name'> | undefined
  limit: number
}

const { refusalNote, ...counted } = rateLimits
const limitsByName = new Map<string, RateLimit>(Object.values(counted).map((limit) => [limit.name, limit]))

export const limitNames: readonly string[] = [...limitsByName.keys()]

/** By what they count, so that everything about one person or source stands together. */
export async function listCounters(db: Store, query: CounterQuery, now: number): Promise<Counter[]> {
  const { after } = query
  const q = query.q?.trim() ?? ''
  const matches = q === '' ? undefined : [hasPart(q), ...(await subjectsOf(db, q)).conditions]
  return (
    db
      .selectFrom('rate_limits')
      // Counters of an account begin with its id, which has no spaces.
      .leftJoin('accounts', (join) => join.on(sql<boolean>`accounts.id = substr(rate_limits.subject, 1, 36)`))
      .selectAll('rate_limits')
      .select('accounts.email')
      .where('rate_limits.name', 'in', limitNames)
      .where('rate_limits.forgotten_at', '>', now)
      .$if(matches !== undefined, (select) => select.where((eb) => eb.or(matches ?? [])))
      .$if(after !== undefined, (select) =>
        select.where((eb) =>
          eb(
            eb.refTuple('rate_limits.subject', 'rate_limits.name'),
            '>',
            eb.tuple(after?.subject ?? '', after?.name ?? ''),
          ),
        ),
      )
      .orderBy('rate_limits.subject')
      .orderBy('rate_limits.name')
      .limit(query.limit)
      .execute()
  )
}

export function presentCounter(counter: Counter, now: number): LimitEntry {
  const { name, arrives_at, forgotten_at } = counter
  const limit = limitsByName.get(name)
  if (!limit) throw new Error(`there is no limit ${name}`)
  const used = Math.ceil((arrives_at - now) / limit.interval)
  const next = nextTurnAt(limit, arrives_at)
  return {
    name,
    ...describeSubject(counter),
    used: Math.min(limit.burst, Math.max(0, used)),
    burst: limit.burst,
    refused_until: next > now ? new Date(next).toISOString() : null,
    forgotten_at: new Date(forgotten_at).toISOString(),
  }
}

/**
 * Forgets what is counted of an account or a source, all or one limit of it; returns how many counters that were. `who` is
 * an address, a user name, an id, or the address that tries come from.
 */
export async function releaseCounters(
  db: Store,
  { who, name }: { who: string; name: string | undefined },
  by: Administrator,
  now: number,
): Promise<number> {
  const { conditions, accountId, source } = await subjectsOf(db, who.trim())
  return db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom('rate_limits')
      .where('name', 'in', name === undefined ? limitNames : [name])
      .where((eb) => eb.or(conditions))
      .returning('name')
      .execute()
    if (gone.length === 0) return 0
    const detail = { count: gone.length, ...(source !== undefined && { source }) }
    await recordAudit(tx, { event: 'limits.released', ...by, subject: accountId, reason: name, detail }, now)
    return gone.length
  })
}

/** The subjects under which something is counted of an account or a source. */
async function subjectsOf(db: Store, text: string) {
  if (isIP(text) || text.endsWith('::/64')) {
    const source = sourceOf(text)
    return {
      conditions: [isSubject(source), isLike(`% ${escapeLike(source)}`)],
      accountId: undefined,
      source,
    }
  }
  const account = (await findAccountByLogin(db, text)) ?? (await findAccount(db, text))
  const known = account ? [account.id, account.email, account.username_key] : [fold(text)]
  const names = known.filter((each) => each !== null)
  const conditions = names.flatMap((each) => [isSubject(each), isLike(`${escapeLike(each)} %`)])
  return { conditions, accountId: account?.id, source: undefined }
}

function hasPart(text: string) {
  return isLike(`%${escapeLike(fold(text))}%`)
}

/** As it is counted: an address when it is normalized, a name in its key. */
function fold(text: string): string {
  return normalizeEmail(text) ?? foldUsername(text)
}

function isSubject(subject: string) {
  return sql<boolean>`rate_limits.subject = ${subject}`
}

function isLike(pattern: string) {
  return sql<boolean>`rate_limits.subject like ${pattern} escape '!'`
}

function describeSubject({ name, subject, email }: Counter): Pick<LimitEntry, 'account' | 'address'> {
  if (name.endsWith('.address')) return { account: null, address: subject }
  const cut = subject.lastIndexOf(' ')
  if (name.endsWith('.pair'))
    return { account: email ?? subject.slice(0, cut), address: subject.slice(cut + 1) }
  return { account: email ?? subject, address: null }
}
