/** What the server promised in `protocol/endpoints.ts`, checked before it is believed: any program can listen on a port. */
import type { Account, Registration, TokenAnswer, TokenValidity } from '../protocol/endpoints.ts'
import type { Client, Reply } from './client.ts'

/** The account of an answer; throws the client's "not an authd" for anything else. */
export function readAccount(client: Client, { body }: Reply): Account {
  const flags = ['is_active', 'is_verified', 'is_superuser']
  if (hasStrings(body, 'id', 'email', 'created_at') && flags.every((flag) => typeof body[flag] === 'boolean'))
    return body as unknown as Account
  throw client.notAuthd()
}

/** The registration of an answer. */
export function readRegistration(client: Client, { body }: Reply): Registration {
  if (hasStrings(body, 'user_id', 'email', 'registration_id')) return body as unknown as Registration
  throw client.notAuthd()
}

/** The tokens of an answer. Tokens are visible ASCII (RFC 6750 §2.1), so nothing else may reach a header or a file. */
export function readTokens(client: Client, { body }: Reply): TokenAnswer {
  if (
    hasStrings(body, 'access_token', 'refresh_token') &&
    [body.access_token, body.refresh_token].every((token) => /^[\x21-\x7e]{1,8192}$/.test(String(token))) &&
    typeof body.expires_in === 'number' &&
    body.expires_in >= 0 &&
    Number.isFinite(body.expires_in)
  )
    return body as unknown as TokenAnswer
  throw client.notAuthd()
}

/** What the server says of an access token. */
export function readValidity(client: Client, { body }: Reply): TokenValidity {
  if (hasStrings(body, 'user_id', 'session_id', 'expires_at')) return body as unknown as TokenValidity
  throw client.notAuthd()
}

function hasStrings(body: unknown, ...names: string[]): body is Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return false
  return names.every((name) => typeof (body as Record<string, unknown>)[name] === 'string')
}
