import { randomBytes, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { olderThan } from '../../../db/older-than.ts'
import { prepareQuery, type Value } from '../../../db/prepared.ts'
import { stands } from './standing.ts'

export type Session = Selectable<Database['sessions']>

/** A session that stands, with the account as it is now. */
export interface ActiveSession {
  id: string
  clientId: string
  label: string | null
  scope: string
  lastUsedAt: number
  account: Selectable<Database['accounts']>
}

export interface NewSession {
  accountId: string
  clientId: string
  label: string | undefined
  address: string | undefined
  scope: string
}

/** Durations in ms: the idle end and the absolute end. */
export interface SessionPolicy {
  refreshTtl: number
  sessionTtl: number
}

/** Starts a session at generation 0. */
export async function startSession(
  db: Store,
  input: NewSession,
  policy: SessionPolicy,
  now: number,
): Promise<Session> {
  return db
    .insertInto('sessions')
    .values({
      id: randomUUID(),
      account_id: input.accountId,
      client_id: input.clientId,
      label: input.label ?? null,
      address: input.address ?? null,
      scope: input.scope,
      salt: randomBytes(16).toString('base64url'),
      rotated_at: now,
      created_at: now,
      last_used_at: now,
      expires_at: now + Math.min(policy.refreshTtl, policy.sessionTtl),
      ends_at: now + policy.sessionTtl,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * The session and its account in one read, at every request: what is ended, disabled or deleted here is refused at once.
 * Undefined for all of these.
 */
export async function findActiveSession(
  db: Store,
  id: string,
  now: number,
): Promise<ActiveSession | undefined> {
  const row = await selectActiveSession(db, { id, now })
  if (!row) return undefined
  return {
    id,
    clientId: row.client_id,
    label: row.label,
    scope: row.scope,
    lastUsedAt: row.last_used_at,
    account: row,
  }
}

const selectActiveSession = prepareQuery((db, value: Value<{ id: string; now: number }>) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .selectAll('accounts')
    .select(['sessions.client_id', 'sessions.label', 'sessions.scope', 'sessions.last_used_at'])
    .where('sessions.id', '=', value('id'))
    .where(stands(value('now')))
    .where('accounts.disabled_at', 'is', null),
)

/** Any session, ended ones too. */
export async function findSession(db: Store, id: string): Promise<Session | undefined> {
  return selectSession(db, { id })
}

const selectSession = prepareQuery((db, value: Value<{ id: string }>) =>
  db.selectFrom('sessions').selectAll().where('id', '=', value('id')),
)

/** A login that was under way when the account was disabled may have started a session after the others were ended. */
export async function isAccountActive(db: Store, accountId: string): Promise<boolean> {
  const active = await db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return active !== undefined
}

/** The sessions of an account that stand, newest first; `after` is the last one of the page before. */
export async function listSessions(
  db: Store,
  accountId: string,
  page: { after: Pick<Session, 'id' | 'created_at'> | undefined; limit: number },
  now: number,
): Promise<Session[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where(stands(now))
    .where(olderThan(page.after))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
}

/** How exact the last-used time is, in ms. */
const useResolution = 60_000

/** Notes the use of a session, at most once a minute: a write that no request has to wait for. */
export async function touchSession(db: Store, session: ActiveSession, now: number): Promise<void> {
  if (now - session.lastUsedAt < useResolution) return
  await db
    .updateTable('sessions')
    .set({ last_used_at: now })
    .where('id', '=', session.id)
    .where('last_used_at', '<=', now - useResolution)
    .execute()
}
