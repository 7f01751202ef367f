import type { Session } from './session.ts'

/** When and why a session ended, in one sentence for its owner; undefined while it stands. */
export function describeSessionEnd(session: Session, now: number): string | undefined {
  if (session.ended_at !== null) return `${reason(session)} at ${time(session.ended_at)}`
  if (session.ends_at <= now) return `reached the longest life of a session at ${time(session.ends_at)}`
  if (session.expires_at <= now) return `was not used until ${time(session.expires_at)}`
  return undefined
}

/** The same as a code, for programs: the reason as stored, or `expired`. */
export function sessionEndCode(session: Session): string {
  return session.ended_at === null ? 'expired' : (session.end_reason ?? 'ended')
}

function reason({ end_reason, ended_by, ended_from }: Session): string {
  const device = ended_by ?? ended_from ?? 'an unknown device'
  const from = ended_by && ended_from ? `${ended_by} (${ended_from})` : device
  switch (end_reason) {
    case 'logout':
      return `was logged out on ${from}`
    case 'revoked':
      return `was ended by you from ${from}`
    case 'reused':
      return `was ended for safety, because an old refresh token was used from ${from}`
    case 'password changed':
      return `was ended with the change of the password on ${from}`
    case 'password reset':
      return `was ended with the reset of the password from ${from}`
    case 'disabled':
      return 'was ended because the account was disabled'
    case 'client removed':
      return 'was ended because its program is not registered any more'
    default:
      return 'was ended'
  }
}

/** To the second, in UTC: `2026-03-01 12:00:00Z`. */
function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').replace(/\.\d+/, '')
}
