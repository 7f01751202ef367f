import { type TokenAnswer, webClientId } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { type SessionBearer, sessionBearer } from '../endpoints/bearer.ts'
import { describeBrowser } from '../endpoints/device-label.ts'
import { openSession } from '../endpoints/login.ts'
import type { RequestContext } from '../endpoints/router.ts'
import { answerTokens } from '../endpoints/token-answer.ts'
import { logOutSession } from '../grants/logout.ts'
import {
  findRefreshSession,
  mintRefreshToken,
  parseRefreshToken,
  rotateRefreshToken,
} from '../grants/refresh-token.ts'
import { findActiveSession, findSession, type Session } from '../grants/session.ts'
import { dropCookie, readCookie, writeCookie } from './cookie.ts'
import { keepKnownDevice } from './known-device.ts'

/**
 * A login in a browser is a session like any other; its two tokens live in cookies. The access token is renewed while a
 * page is asked for, as long as the refresh token lives.
 */

/** Who is logged in here; undefined for nobody. `ended` tells that somebody was. */
export interface BrowserLogin {
  member: SessionBearer | undefined
  ended: boolean
}

/**
 * Cookies that open nothing any more stay until the next login or logout: the slow answer to an old tab must not delete
 * those of a login that was made meanwhile.
 */
export async function readLogin(deps: Deps, c: RequestContext): Promise<BrowserLogin> {
  const access = readCookie(c, deps.config, 'access')
  const refresh = readCookie(c, deps.config, 'refresh')
  if (access === undefined && refresh === undefined) return { member: undefined, ended: false }
  const member = (await findMember(deps, c, access)) ?? (await renew(deps, c, refresh))
  return { member, ended: !member }
}

async function findMember(
  deps: Deps,
  c: RequestContext,
  token: string | undefined,
): Promise<SessionBearer | undefined> {
  if (token === undefined) return undefined
  try {
    const bearer = await sessionBearer(deps, c, token)
    return bearer.session.clientId === webClientId ? bearer : undefined
  } catch (error) {
    if (error instanceof ProtocolError && error.status === 401) return undefined
    throw error
  }
}

/**
 * The answer to a page that was left while it loaded is lost without anybody noticing, and must log nobody out: beyond the
 * grace window the token before the newest one gets the same successor again until that was used.
 */
async function renew(
  deps: Deps,
  c: RequestContext,
  token: string | undefined,
): Promise<SessionBearer | undefined> {
  if (token === undefined) return undefined
  const policy = { ttl: deps.config.refreshTokenTtl, grace: deps.config.refreshGrace, untilUsed: true }
  const input = { token, clientIds: [webClientId], address: c.get('address'), policy }
  const rotation = await rotateRefreshToken(deps.db, deps.secret, input, c.get('now'))
  if (rotation.outcome !== 'rotated') return undefined
  return keepRenewed(deps, c, rotation)
}

/** The session is not noted as used: the answer may be lost like the one before, and its successor is used only then. */
async function keepRenewed(
  deps: Deps,
  c: RequestContext,
  { session, refreshToken }: { session: Session; refreshToken: string },
): Promise<SessionBearer | undefined> {
  const now = c.get('now')
  const active = await findActiveSession(deps.db, session.id, now)
  if (!active) return undefined
  const { expires_in } = await keepTokens(deps, c, session, refreshToken)
  const { id, clientId, label, scope, account } = active
  return { account, scope, expiresAt: Math.floor(now / 1000) + expires_in, session: { id, label, clientId } }
}

/** Logs a person in here; whoever was logged in before is logged out, unless this login fails at its last step. */
export async function logIn(deps: Deps, c: RequestContext, account: Account): Promise<void> {
  const device = { clientId: webClientId, label: describeBrowser(c), address: c.get('address') }
  const session = await openSession(deps, c, account, device)
  await endSessionsHere(deps, c)
  keepKnownDevice(deps, c, account.id)
  await keepTokens(deps, c, session, mintRefreshToken(deps.secret, session, session.generation))
}

/** Ends the session of this browser, if there is one, and forgets its tokens. */
export async function logOut(deps: Deps, c: RequestContext): Promise<void> {
  await endSessionsHere(deps, c)
  forgetLogin(deps, c)
}

/** Those of the cookies that were sent. */
async function endSessionsHere(deps: Deps, c: RequestContext): Promise<void> {
  for (const session of await sessionsHere(deps, c))
    await logOutSession(deps.db, session, c.get('address'), c.get('now'))
}

/** One as a rule; two where somebody planted one of the cookies, and none of them may stay. */
async function sessionsHere(deps: Deps, c: RequestContext): Promise<Session[]> {
  const token = parseRefreshToken(readCookie(c, deps.config, 'refresh') ?? '')
  const renewing = token && (await findRefreshSession(deps.db, deps.secret, token))
  const member = await findMember(deps, c, readCookie(c, deps.config, 'access'))
  const isOther = member && member.session.id !== renewing?.id
  const other = isOther ? await findSession(deps.db, member.session.id) : undefined
  return [renewing, other].filter((session) => session !== undefined)
}

async function keepTokens(
  deps: Deps,
  c: RequestContext,
  session: Session,
  refreshToken: string,
): Promise<TokenAnswer> {
  const answer = await answerTokens(deps, c, session, refreshToken)
  const remaining = (session.expires_at - c.get('now')) / 1000
  writeCookie(c, deps.config, 'access', { value: answer.access_token, maxAge: answer.expires_in })
  writeCookie(c, deps.config, 'refresh', { value: refreshToken, maxAge: remaining })
  return answer
}

/** For a session that has ended already. */
export function forgetLogin({ config }: Deps, c: RequestContext): void {
  dropCookie(c, config, 'access')
  dropCookie(c, config, 'refresh')
}
