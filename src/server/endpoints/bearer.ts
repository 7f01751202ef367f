import { ProtocolError } from '../../protocol/errors.ts'
import { message } from '../../protocol/messages.ts'
import { hasScope, type Scope } from '../../protocol/scopes.ts'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { findPersonalToken, looksPersonal, touchPersonalToken } from '../grants/personal-token.ts'
import { findActiveSession, touchSession } from '../grants/session.ts'
import type { RequestContext } from './router.ts'

const longestToken = 4096

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1); the only place where one is accepted. */
export function readBearer(c: RequestContext): string {
  const header = c.req.header('authorization')
  if (!header)
    throw new ProtocolError('missing_token', 'Send an access token as "Authorization: Bearer <token>".')
  // In steps: matching the whole token without regard to case, or counting it, takes longer than finding its session.
  const [scheme = ''] = /^bearer +/i.exec(header) ?? []
  const token = header.slice(scheme.length).trimEnd()
  if (scheme !== '' && token.length <= longestToken && /^[A-Za-z0-9._~+/=-]+$/.test(token)) return token
  throw new ProtocolError('invalid_token', 'The Authorization header holds no bearer token.')
}

/** Who is asking: a token that is good, and its account as it is now. */
export interface Bearer {
  account: Account
  scope: string
  /** Epoch seconds; undefined for a personal token that lives until it is revoked. */
  expiresAt: number | undefined
  /** Undefined for a personal token. */
  session: { id: string; label: string | null; clientId: string } | undefined
}

/** One that stands on a session. */
export type SessionBearer = Bearer & { session: NonNullable<Bearer['session']> }

/** Header → verified bearer with this scope. Throws the 401 or 403 that says why not. */
export async function requireBearer(deps: Deps, c: RequestContext, scope: Scope): Promise<Bearer> {
  const token = readBearer(c)
  const bearer = looksPersonal(token)
    ? await personalBearer(deps, c, token)
    : await sessionBearer(deps, c, token)
  if (hasScope(bearer.scope, scope)) return bearer
  throw new ProtocolError('insufficient_scope', message('This token lacks the scope "{scope}".', { scope }))
}

/** The same, for what a personal token must not do: a stolen one could make itself at home. */
export async function requireSession(deps: Deps, c: RequestContext, scope: Scope): Promise<SessionBearer> {
  return requireLogin(await requireBearer(deps, c, scope))
}

/** 403 for a personal token. */
export function requireLogin(bearer: Bearer): SessionBearer {
  const { session } = bearer
  if (session) return { ...bearer, session }
  throw new ProtocolError('insufficient_scope', 'This takes a login; a personal access token will not do.')
}

/** Access token → verified bearer; throws the 401 that says why not. */
export async function sessionBearer(
  { accessTokens, db, log }: Deps,
  c: RequestContext,
  token: string,
): Promise<SessionBearer> {
  const now = c.get('now')
  const check = await accessTokens.verify(token, now)
  if (check.outcome === 'expired')
    throw new ProtocolError('token_expired', 'The access token has expired; refresh it.')
  // A client's own token (no session) opens nothing of a person's.
  if (check.outcome === 'invalid' || check.claims.sid === undefined) {
    throw new ProtocolError('invalid_token', 'The access token is not valid here.')
  }
  const { sid, sub, scope, exp: expiresAt } = check.claims
  const found = await findActiveSession(db, sid, now)
  if (!found || found.account.id !== sub) {
    throw new ProtocolError('session_ended', 'The session of this token has ended; log in again.')
  }
  // Nobody waits for the time of last use.
  touchSession(db, found, now).catch((error: unknown) =>
    log.warn({ request_id: c.get('requestId'), err: error }, 'a use was not noted'),
  )
  const { id, label, clientId, account } = found
  return { account, scope, expiresAt, session: { id, label, clientId } }
}

async function personalBearer({ db, secret, log }: Deps, c: RequestContext, value: string): Promise<Bearer> {
  const now = c.get('now')
  const found = await findPersonalToken(db, secret, value, now)
  if (!found)
    throw new ProtocolError('invalid_token', 'The personal access token is unknown, revoked or expired.')
  touchPersonalToken(db, found, now).catch((error: unknown) =>
    log.warn({ request_id: c.get('requestId'), err: error }, 'a use was not noted'),
  )
  const expiresAt = found.expiresAt === null ? undefined : Math.floor(found.expiresAt / 1000)
  return { account: found.account, scope: found.scope, expiresAt, session: undefined }
}
