import { expressionBuilder } from 'kysely'
import type { Database } from '../../../db/connect.ts'
import type { Session } from './session.ts'

type Ends = 'expires_at' | 'ends_at'

/** A session stands while nobody has ended it, it is used in time, and it is not older than any may be. */
export function isStanding(session: Pick<Session, 'ended_at' | Ends>, now: number): boolean {
  return session.ended_at === null && !hasRunOut(session, now)
}

/** The same of a row in `sessions`. */
export function stands(now: number) {
  const eb = expressionBuilder<Database, 'sessions'>()
  return eb.and([
    eb('sessions.ended_at', 'is', null),
    eb('sessions.expires_at', '>', now),
    eb('sessions.ends_at', '>', now),
  ])
}

/** Whether its time was up, ended or not. */
export function hasRunOut({ expires_at, ends_at }: Pick<Session, Ends>, now: number): boolean {
  return expires_at <= now || ends_at <= now
}
