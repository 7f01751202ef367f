import { randomBytes, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { prepareQuery, type Value } from '../../../db/prepared.ts'

export type Session = Selectable<Database['sessions']>

/** Why a session ended before its time; `expired` is never written, only concluded. */
export type EndReason =
  | 'logout'
  | 'revoked'
  | 'reused'
  | 'password changed'
  | 'password reset'
  | 'disabled'
  | 'administrator'
  | 'client removed'

/** Who ended a session: told to its owner by `auth why`. */
export interface EndedBy {
  /** The device's own name for itself. */
  label?: string | null | undefined
  address?: string | undefined
}

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
    .where('sessions.ended_at', 'is', null)
    .where('sessions.ends_at', '>', value('now'))
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

/** Ends one session, of this account if one is named; undefined where there is none that stands. */
export async function endSession(
  db: Store,
  id: string,
  end: { reason: EndReason; by?: EndedBy; accountId?: string },
  now: number,
): Promise<Session | undefined> {
  return db
    .updateTable('sessions')
    .set(ending(end, now))
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .$if(end.accountId !== undefined, (query) => query.where('account_id', '=', end.accountId ?? ''))
    .returningAll()
    .executeTakeFirst()
}

/**
 * Ends the sessions of an account, all or all but one; returns how many. Device logins that were approved and not yet
 * fetched are sessions in waiting: they are denied first, so that one that is fetched meanwhile is a session by then.
 */
export async function endSessionsOf(
  db: Store,
  accountId: string,
  end: { reason: EndReason; by?: EndedBy; except?: string | undefined },
  now: number,
): Promise<number> {
  await db
    .updateTable('device_logins')
    .set({ denied_at: now })
    .where('account_id', '=', accountId)
    .where('redeemed_at', 'is', null)
    .where('denied_at', 'is', null)
    .execute()
  const ended = await db
    .updateTable('sessions')
    .set(ending(end, now))
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .$if(end.except !== undefined, (query) => query.where('id', '!=', end.except ?? ''))
    .returning('id')
    .execute()
  return ended.length
}

function ending({ reason, by = {} }: { reason: EndReason; by?: EndedBy }, now: number) {
  return { ended_at: now, end_reason: reason, ended_by: by.label ?? null, ended_from: by.address ?? null }
}

/** The sessions of an account that stand, newest first; `after` is the last one of the page before. */
export async function listSessions(
  db: Store,
  accountId: string,
  page: { after: Pick<Session, 'id' | 'created_at'> | undefined; limit: number },
  now: number,
): Promise<Session[]> {
  const { after } = page
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('ends_at', '>', now)
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb('created_at', '<', after?.created_at ?? 0),
          eb.and([eb('created_at', '=', after?.created_at ?? 0), eb('id', '>', after?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id')
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
