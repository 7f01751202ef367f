import type { Store } from '../../../db/connect.ts'
import type { Session } from './session.ts'
import { hasRunOut } from './standing.ts'

/**
 * What has run out is ended as well, though nobody is told so: a node whose clock is behind would still renew it, and who
 * resets a password shuts everybody out. So each of these asks only whether a session was ended.
 */

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

interface End {
  reason: EndReason
  by?: EndedBy
}

/** Ends one session, of this account if one is named; undefined where there is none that stands. */
export async function endSession(
  db: Store,
  id: string,
  end: End & { accountId?: string },
  now: number,
): Promise<Session | undefined> {
  const ended = await updateEnded(db, end, now)
    .where('id', '=', id)
    .$if(end.accountId !== undefined, (query) => query.where('account_id', '=', end.accountId ?? ''))
    .returningAll()
    .executeTakeFirst()
  return ended && !hasRunOut(ended, now) ? ended : undefined
}

/**
 * Ends the sessions of an account, all or all but one; returns how many stood. Device logins that were approved and not
 * yet fetched are sessions in waiting: they are denied first, so that one that is fetched meanwhile is a session by then.
 */
export async function endSessionsOf(
  db: Store,
  accountId: string,
  end: End & { except?: string | undefined },
  now: number,
): Promise<number> {
  await db
    .updateTable('device_logins')
    .set({ denied_at: now })
    .where('account_id', '=', accountId)
    .where('redeemed_at', 'is', null)
    .where('denied_at', 'is', null)
    .execute()
  const ended = await updateEnded(db, end, now)
    .where('account_id', '=', accountId)
    .$if(end.except !== undefined, (query) => query.where('id', '!=', end.except ?? ''))
    .returning(['expires_at', 'ends_at'])
    .execute()
  return ended.filter((session) => !hasRunOut(session, now)).length
}

/** Ends the sessions that a client holds, whosever they are. */
export async function endSessionsOfClient(db: Store, clientId: string, end: End, now: number): Promise<void> {
  await updateEnded(db, end, now).where('client_id', '=', clientId).execute()
}

function updateEnded(db: Store, { reason, by = {} }: End, now: number) {
  return db
    .updateTable('sessions')
    .set({
      ended_at: now,
      end_reason: reason,
      ended_by: by.label ?? null,
      ended_from: by.address ?? null,
    })
    .where('ended_at', 'is', null)
}
