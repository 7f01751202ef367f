import { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import { type ActiveSession, findActiveSession } from '../grants/session.ts'
import type { RequestContext } from './router.ts'

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1); the only place where one is accepted. */
export function readBearer(c: RequestContext): string {
  const header = c.req.header('authorization')
  if (!header)
    throw new ProtocolError('missing_token', 'Send an access token as "Authorization: Bearer <token>".')
  const [, token] = /^bearer +([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(header.trim()) ?? []
  if (!token) throw new ProtocolError('invalid_token', 'The Authorization header holds no bearer token.')
  return token
}

/** A verified access token whose session stands, with its account as it is now. */
export interface Bearer extends ActiveSession {
  /** Epoch seconds. */
  expiresAt: number
}

/** Header → verified session. Throws the 401 that says why not. */
export async function requireBearer({ accessTokens, db }: Deps, c: RequestContext): Promise<Bearer> {
  const now = c.get('now')
  const check = await accessTokens.verify(readBearer(c), now)
  if (check.outcome === 'expired')
    throw new ProtocolError('token_expired', 'The access token has expired; refresh it.')
  if (check.outcome === 'invalid')
    throw new ProtocolError('invalid_token', 'The access token is not valid here.')
  const session = await findActiveSession(db, check.claims.sid, now)
  if (!session || session.account.id !== check.claims.sub) {
    throw new ProtocolError('session_ended', 'The session of this token has ended; log in again.')
  }
  return { id: session.id, clientId: session.clientId, account: session.account, expiresAt: check.claims.exp }
}
