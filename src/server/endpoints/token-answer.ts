import type { TokenAnswer } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import type { Session } from '../grants/session.ts'
import type { RequestContext } from './router.ts'

/** Signs the access token that goes with a refresh token, and keeps the answer out of every cache (RFC 6749 §5.1). */
export async function answerTokens(
  { accessTokens }: Deps,
  c: RequestContext,
  session: Session,
  refreshToken: string,
): Promise<TokenAnswer> {
  const { id: sessionId, account_id: subject, client_id: clientId, expires_at: endsAt, scope } = session
  const issued = await accessTokens.issue({ subject, sessionId, clientId, scope, endsAt }, c.get('now'))
  c.header('Cache-Control', 'no-store')
  return {
    access_token: issued.token,
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: issued.expiresIn,
  }
}
