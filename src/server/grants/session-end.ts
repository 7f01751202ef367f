import { type Message, message } from '../../protocol/messages.ts'
import { describeSecond } from '../../protocol/second.ts'
import type { Session } from './session.ts'
import { hasRunOut } from './standing.ts'

/** When and why a session ended, the rest of a sentence that begins with "The session"; undefined while it stands. */
export function describeSessionEnd(session: Session, now: number): Message | undefined {
  const end = session.ended_at ?? now // what had run out by then was not ended by anybody
  if (session.ends_at <= end)
    return message('reached the longest life of a session at {time}', { time: time(session.ends_at) })
  if (session.expires_at <= end)
    return message('was not used until {time}', { time: time(session.expires_at) })
  return session.ended_at === null ? undefined : reason(session, time(session.ended_at))
}

/** The same as a code, for programs: the reason as stored, or `expired`. */
export function sessionEndCode(session: Session): string {
  if (session.ended_at === null || hasRunOut(session, session.ended_at)) return 'expired'
  return session.end_reason ?? 'ended'
}

function reason({ end_reason, ended_by, ended_from }: Session, time: string): Message {
  const device = ended_by ?? ended_from ?? message('an unknown device')
  const from = ended_by && ended_from ? `${ended_by} (${ended_from})` : device
  switch (end_reason) {
    case 'logout':
      return message('was logged out on {from} at {time}', { from, time })
    case 'revoked':
      return message('was ended by you from {from} at {time}', { from, time })
    case 'reused':
      return message('was ended for safety, because an old refresh token was used from {from} at {time}', {
        from,
        time,
      })
    case 'password changed':
      return message('was ended with the change of the password on {from} at {time}', { from, time })
    case 'password reset':
      return message('was ended with the reset of the password from {from} at {time}', { from, time })
    case 'disabled':
      return message('was ended because the account was disabled at {time}', { time })
    case 'administrator':
      return message('was ended by an administrator at {time}', { time })
    case 'client removed':
      return message('was ended because its program is not registered any more at {time}', { time })
    default:
      return message('was ended at {time}', { time })
  }
}

function time(milliseconds: number): string {
  return describeSecond(new Date(milliseconds).toISOString())
}
