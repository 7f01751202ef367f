/** What the server promised in `protocol/endpoints.ts`, checked before it is believed: any program can listen on a port. */
import type {
  Account,
  Connection,
  DeviceLoginEntry,
  NewPersonalTokenAnswer,
  PersonalTokenEntry,
  Registration,
  SessionEntry,
  SessionState,
  TokenAnswer,
  TokenValidity,
} from '../../protocol/endpoints.ts'
import type { Client, Reply } from '../client.ts'
import { foreignSentence } from '../terminal/printable.ts'
import { hasFlags, hasStrings, hasStringsOrNull, isName, isStrings, isVisibleAscii } from './shapes.ts'

/** The body of an answer; throws the client's "not an authd" where it is not what was asked for. */
export function readBody<T>(client: Client, { body }: Reply, isPromised: (body: unknown) => body is T): T {
  if (isPromised(body)) return body
  throw client.notAuthd()
}

/** The longest token that is taken. */
const longestToken = 8192

export function isAccount(body: unknown): body is Account {
  return (
    hasStrings(body, 'id', 'email', 'created_at') &&
    [body.id, body.email, body.username ?? '-'].every(isName) &&
    hasFlags(body, 'is_active', 'is_verified', 'is_superuser')
  )
}

export function isRegistration(body: unknown): body is Registration {
  return hasStrings(body, 'user_id', 'email', 'registration_id') && isName(body.email)
}

/** Seconds. With 1e14 the end had no date, and `auth token --json` died of it; no access token is good for that long. */
const longestLife = 365 * 24 * 60 * 60

/** The tokens of an answer. */
export function readTokens(client: Client, reply: Reply): TokenAnswer {
  const answer = readBody(client, reply, isTokenAnswer)
  return { ...answer, expires_in: Math.min(answer.expires_in, longestLife) }
}

/** One that never was good is none: `auth exec` renewed it twelve times a second. */
function isTokenAnswer(body: unknown): body is TokenAnswer {
  return (
    hasStrings(body, 'access_token', 'refresh_token') &&
    [body.access_token, body.refresh_token].every((token) => isVisibleAscii(token, longestToken)) &&
    typeof body.expires_in === 'number' &&
    body.expires_in > 0 &&
    Number.isFinite(body.expires_in)
  )
}

/** What the server says of an access token; a personal one has no session, and perhaps no end. */
export function isValidity(body: unknown): body is TokenValidity {
  return hasStrings(body, 'user_id') && hasStringsOrNull(body, 'session_id', 'expires_at')
}

/** How the session of a token stands, in words that fit a line of ours. */
export function readSessionState(client: Client, reply: Reply): SessionState {
  const state = readBody(client, reply, isSessionState)
  const { label, reason, detail } = state
  return { ...state, label: sentence(label), reason: sentence(reason), detail: sentence(detail) }
}

function isSessionState(body: unknown): body is SessionState {
  return (
    hasStrings(body, 'id', 'client_id') &&
    hasStringsOrNull(body, 'label', 'reason', 'detail') &&
    hasFlags(body, 'active')
  )
}

function sentence(words: string | null): string | null {
  return words === null ? null : foreignSentence(words)
}

export function isSession(value: unknown): value is SessionEntry {
  return (
    hasStrings(value, 'id', 'client_id', 'created_at', 'last_used_at', 'expires_at') &&
    hasStringsOrNull(value, 'label', 'address') &&
    hasFlags(value, 'current')
  )
}

export function isPersonalToken(value: unknown): value is PersonalTokenEntry {
  return (
    hasStrings(value, 'id', 'name', 'created_at') &&
    hasStringsOrNull(value, 'expires_at', 'last_used_at') &&
    isStrings(value.scopes)
  )
}

export function isNewPersonalToken(value: unknown): value is NewPersonalTokenAnswer {
  return isPersonalToken(value) && isVisibleAscii((value as NewPersonalTokenAnswer).token, longestToken)
}

/** How the server sees a request. */
export function isConnection(body: unknown): body is Connection {
  return (
    hasStrings(body, 'issuer', 'version') &&
    hasStringsOrNull(body, 'address', 'host') &&
    isStrings(body.forwarding_headers) &&
    hasFlags(body, 'proxy_trusted')
  )
}

/** Who asks to be let in under a user code. */
export function isDeviceLogin(body: unknown): body is DeviceLoginEntry {
  return (
    hasStrings(body, 'user_code', 'client_id', 'client_name', 'created_at', 'expires_at') &&
    hasStringsOrNull(body, 'label', 'address') &&
    isStrings(body.scopes)
  )
}
