import { type ExpressionBuilder, sql } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { escapeLike } from '../../../db/like.ts'
import { olderThan } from '../../../db/older-than.ts'
import type { AccountStatus, MemberEntry } from '../../protocol/endpoints.ts'
import { stands } from '../grants/standing.ts'
import { type Account, findAccount, presentAccount } from './account.ts'
import { normalizeEmail } from './email-address.ts'
import { foldUsername } from './username.ts'

/** Accounts as an administrator sees them. */

export interface MemberQuery {
  /** The last one of the page before. */
  after: Pick<Account, 'created_at' | 'id'> | undefined
  limit: number
  /** Part of an address or a user name, in any case; none for all. */
  q: string | undefined
  status: AccountStatus | undefined
}

/** How many sessions of an account stand, and when one of them was last used. */
export interface SessionCount {
  sessions: number
  lastUsedAt: number | null
}

/** An account with its sessions; what a page of a list is made of. */
export type Member = Account & SessionCount

/** Newest first. Rows that are added meanwhile come before the cursor: nothing is skipped or seen twice. */
export async function listMembers(db: Store, query: MemberQuery, now: number): Promise<Member[]> {
  const { status } = query
  const q = query.q?.trim() ?? ''
  const accounts = await db
    .selectFrom('accounts')
    .selectAll()
    .$if(q !== '', (select) => select.where((eb) => hasPart(eb, q)))
    .$if(status !== undefined, (select) => select.where((eb) => hasStatus(eb, status ?? 'active')))
    .where(olderThan(query.after))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
    .execute()
  return withSessions(db, accounts, now)
}

/** Undefined where there is no such account. */
export async function findMember(db: Store, id: string, now: number): Promise<Member | undefined> {
  const account = await findAccount(db, id)
  return account && (await withSessionsOf(db, account, now))
}

/** One account that is at hand. */
export async function withSessionsOf(db: Store, account: Account, now: number): Promise<Member> {
  const [member] = await withSessions(db, [account], now)
  return member ?? { ...account, sessions: 0, lastUsedAt: null }
}

export function presentMember(member: Member): MemberEntry {
  const { sessions, lastUsedAt } = member
  const last_used_at = lastUsedAt === null ? null : new Date(lastUsedAt).toISOString()
  return { ...presentAccount(member), sessions, last_used_at }
}

/** The sessions of a whole page in one query. */
async function withSessions(db: Store, accounts: readonly Account[], now: number): Promise<Member[]> {
  if (accounts.length === 0) return []
  const ids = accounts.map(({ id }) => id)
  const rows = await db
    .selectFrom('sessions')
    .select((eb) => [
      'account_id',
      eb.fn.countAll<number>().as('sessions'),
      eb.fn.max('last_used_at').as('lastUsedAt'),
    ])
    .where('account_id', 'in', ids)
    .where(stands(now))
    .groupBy('account_id')
    .execute()
  const counts = new Map(rows.map((row) => [row.account_id, row]))
  return accounts.map((account) => {
    const { sessions = 0, lastUsedAt = null } = counts.get(account.id) ?? {}
    return { ...account, sessions, lastUsedAt }
  })
}

type AccountWhere = ExpressionBuilder<Database, 'accounts'>

/** Both columns are folded already: an address when it is normalized, a name in its key. */
function hasPart(eb: AccountWhere, q: string) {
  const email = normalizeEmail(q) ?? q.toLowerCase().normalize('NFC')
  const part = (text: string) => `%${escapeLike(text)}%`
  return eb.or([
    sql<boolean>`${eb.ref('email')} like ${part(email)} escape '!'`,
    sql<boolean>`${eb.ref('username_key')} like ${part(foldUsername(q))} escape '!'`,
  ])
}

function hasStatus(eb: AccountWhere, status: AccountStatus) {
  const conditions = {
    active: () => eb('disabled_at', 'is', null),
    disabled: () => eb('disabled_at', 'is not', null),
    unverified: () => eb('verified_at', 'is', null),
    superuser: () => eb('superuser_at', 'is not', null),
  } as const satisfies Record<AccountStatus, () => unknown>
  return conditions[status]()
}
