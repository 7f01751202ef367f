import type { Visit } from './visit.ts'

/** What went well, by the word in `?done=`: only these can be said, so nobody can put words on a page by a link. */
const notices: Record<string, string> = {
  'logged-out': 'You are logged out.',
  verified: 'Your account is ready; log in.',
  'password-reset': 'The new password is set, and every device is logged out; log in with it.',
  'name-changed': 'The user name is changed.',
  'email-changed': 'The address is changed.',
  'password-changed': 'The password is changed.',
  'session-ended': 'The session has ended.',
  'sessions-ended': 'All other sessions have ended.',
  'token-revoked': 'The token is revoked.',
  'member-added': 'The account is added; its owner gets a code for a password.',
  'member-changed': 'The account is changed.',
  'member-deleted': 'The account is deleted.',
  'member-sessions-ended': 'All sessions of the account have ended.',
  'reset-started': 'Its owner gets a code for a new password; until then the old one stays.',
  'invite-revoked': 'The invitation is revoked.',
}

/** Undefined where nothing is to be said; `words`: only these belong here, on a page with several places. */
export function readNotice({ c, t }: Visit, words?: readonly string[]): string | undefined {
  const word = c.req.query('done') ?? ''
  if (words && !words.includes(word)) return undefined
  return Object.hasOwn(notices, word) ? t(notices[word] ?? '') : undefined
}
