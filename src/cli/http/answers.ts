/** What the server promised in `protocol/endpoints.ts`, checked before it is believed: any program can listen on a port. */
import type {
  Account,
  Connection,
  DeviceLoginEntry,
  Registration,
  SessionState,
  TokenAnswer,
  TokenValidity,
} from '../../protocol/endpoints.ts'
import type { DeviceAuthorization } from '../../protocol/oauth.ts'
import type { Client, Reply } from '../client.ts'
import { foreignSentence } from '../terminal/printable.ts'

/** The account of an answer; throws the client's "not an authd" for anything else. */
export function readAccount(client: Client, { body }: Reply): Account {
  const flags = ['is_active', 'is_verified', 'is_superuser']
  if (
    hasStrings(body, 'id', 'email', 'created_at') &&
    [body.id, body.email, body.username ?? '-'].every(isName) &&
    flags.every((flag) => typeof body[flag] === 'boolean')
  )
    return body as unknown as Account
  throw client.notAuthd()
}

/** The registration of an answer. */
export function readRegistration(client: Client, { body }: Reply): Registration {
  if (hasStrings(body, 'user_id', 'email', 'registration_id') && isName(body.email))
    return body as unknown as Registration
  throw client.notAuthd()
}

/** Seconds. With 1e14 the end had no date, and `auth token --json` died of it; no access token is good for that long. */
const longestLife = 365 * 24 * 60 * 60

/**
 * The tokens of an answer. Tokens are visible ASCII (RFC 6750 §2.1), so nothing else may reach a header or a file. One that
 * never was good is none: `auth exec` renewed it twelve times a second.
 */
export function readTokens(client: Client, { body }: Reply): TokenAnswer {
  if (
    hasStrings(body, 'access_token', 'refresh_token') &&
    [body.access_token, body.refresh_token].every((token) => /^[\x21-\x7e]{1,8192}$/.test(String(token))) &&
    typeof body.expires_in === 'number' &&
    body.expires_in > 0 &&
    Number.isFinite(body.expires_in)
  )
    return { ...body, expires_in: Math.min(body.expires_in, longestLife) } as unknown as TokenAnswer
  throw client.notAuthd()
}

/** What the server says of an access token; a personal one has no session, and perhaps no end. */
export function readValidity(client: Client, { body }: Reply): TokenValidity {
  if (hasStrings(body, 'user_id') && hasStringsOrNull(body, 'session_id', 'expires_at'))
    return body as unknown as TokenValidity
  throw client.notAuthd()
}

/** How the session of a token stands. */
export function readSessionState(client: Client, { body }: Reply): SessionState {
  if (
    hasStrings(body, 'id', 'client_id') &&
    hasStringsOrNull(body, 'label', 'reason', 'detail') &&
    typeof body.active === 'boolean'
  ) {
    const { label, reason, detail } = body as unknown as SessionState
    const words = { label: sentence(label), reason: sentence(reason), detail: sentence(detail) }
    return { ...body, ...words } as unknown as SessionState
  }
  throw client.notAuthd()
}

function sentence(words: string | null): string | null {
  return words === null ? null : foreignSentence(words)
}

/** How the server sees a request. */
export function readConnection(client: Client, { body }: Reply): Connection {
  if (
    hasStrings(body, 'issuer', 'version') &&
    hasStringsOrNull(body, 'address', 'host') &&
    isStrings(body.forwarding_headers) &&
    typeof body.proxy_trusted === 'boolean'
  )
    return body as unknown as Connection
  throw client.notAuthd()
}

/** Who asks to be let in under a user code. */
export function readDeviceLogin(client: Client, { body }: Reply): DeviceLoginEntry {
  if (
    hasStrings(body, 'user_code', 'client_id', 'client_name', 'created_at', 'expires_at') &&
    hasStringsOrNull(body, 'label', 'address') &&
    isStrings(body.scopes)
  )
    return body as unknown as DeviceLoginEntry
  throw client.notAuthd()
}

/** Seconds: as often as anybody may ask, and as seldom as anybody would wait. */
const [shortestInterval, usualInterval, longestInterval] = [1, 5, 60]

/**
 * The codes of a login that another device decides. The addresses are shown and perhaps opened, so they have to be web
 * addresses and nothing else; a missing interval means 5 s (RFC 8628 §3.2).
 */
export function readDeviceAuthorization(client: Client, { body }: Reply): DeviceAuthorization {
  if (!hasStrings(body, 'device_code', 'user_code', 'verification_uri')) throw client.notAuthd()
  const { verification_uri, verification_uri_complete = verification_uri, interval = usualInterval } = body
  const good =
    [verification_uri, verification_uri_complete].every(isWebAddress) &&
    /^[\x21-\x7e]{1,4096}$/.test(String(body.device_code)) &&
    /^[A-Za-z0-9-]{1,64}$/.test(String(body.user_code)) &&
    [body.expires_in, interval].every(Number.isFinite)
  if (!good) throw client.notAuthd()
  const pace = Math.min(Math.max(Number(interval), shortestInterval), longestInterval)
  return { ...body, verification_uri_complete, interval: pace } as unknown as DeviceAuthorization
}

/**
 * No address and no user name has a control character or more than 320 signs. Ours stand in lines: one with a line end made
 * `auth helper git` tell git of another host.
 */
function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[^\p{Cc}\p{Zl}\p{Zp}]{1,320}$/u.test(value)
}

function isWebAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[\x21-\x7e]{1,2048}$/.test(value) && URL.canParse(value)
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

export function hasStringsOrNull(body: Record<string, unknown>, ...names: string[]): boolean {
  return names.every((name) => body[name] === null || typeof body[name] === 'string')
}

export function hasStrings(body: unknown, ...names: string[]): body is Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return false
  return names.every((name) => typeof (body as Record<string, unknown>)[name] === 'string')
}
