import { randomBytes, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { prepareQuery, type Value } from '../../../db/prepared.ts'

export type Session = Selectable<Database['sessions']>

/** Why a session ended before its time; `expired` is never written, only concluded. */
export type EndReason = 'logout' | 'reused' | 'password changed' | 'password reset' | 'disabled' | 'withdrawn'

/** A session that stands, with the account as it is now. */
export interface ActiveSession {
  id: string
  clientId: string
  account: Selectable<Database['accounts']>
}

export interface NewSession {
  accountId: string
  clientId: string
  label: string | undefined
  address: string | undefined
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
  return row && { id, clientId: row.client_id, account: row }
}

const selectActiveSession = prepareQuery((db, value: Value<{ id: string; now: number }>) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .selectAll('accounts')
    .select('sessions.client_id')
    .where('sessions.id', '=', value('id'))
    .where('sessions.ended_at', 'is', null)
    .where('sessions.ends_at', '>', value('now'))
    .where('accounts.disabled_at', 'is', null),
)

/** Ends one session; false where it had ended already. */
export async function endSession(db: Store, id: string, reason: EndReason, now: number): Promise<boolean> {
  const ended = await db
    .updateTable('sessions')
    .set({ ended_at: now, end_reason: reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Ends the sessions of an account, all or all but one; returns how many. */
export async function endSessionsOf(
  db: Store,
  accountId: string,
  reason: EndReason,
  now: number,
  except?: string,
): Promise<number> {
  const ended = await db
    .updateTable('sessions')
    .set({ ended_at: now, end_reason: reason })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .$if(except !== undefined, (query) => query.where('id', '!=', except ?? ''))
    .returning('id')
    .execute()
  return ended.length
}
