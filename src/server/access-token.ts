import { hash, randomUUID } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { KeyRing } from './keys.ts'

/** What an access token says, checked. Times are epoch seconds, as in the token. */
export interface AccessClaims {
  /** Account id; the client's own id where it asked for itself (RFC 9068 §2.2). */
  sub: string
  /** Undefined where a client asked for itself: there is no session then. */
  sid: string | undefined
  clientId: string
  scope: string
  jti: string
  iat: number
  exp: number
}

export type AccessCheck =
  | { outcome: 'valid'; claims: AccessClaims }
  | { outcome: 'expired' }
  | { outcome: 'invalid' }

export interface NewAccessToken {
  /** Account id, or client id. */
  subject: string
  sessionId?: string
  clientId: string
  scope: string
  /** The end of its session, epoch ms: it lives no longer. */
  endsAt?: number
}

export interface AccessTokens {
  /** Signs a token (RFC 9068) that ends after the configured life or with its session, whichever is first. */
  issue(input: NewAccessToken, now: number): Promise<IssuedToken>
  /** Checks signature, type, issuer, audience and times; whether its session stands is asked elsewhere. */
  verify(token: string, now: number): Promise<AccessCheck>
}

export interface IssuedToken {
  token: string
  /** Seconds. */
  expiresIn: number
}

const mediaType = 'at+jwt'
const maxRemembered = 10_000

/** `ttl` in ms. Tokens are for this server itself: issuer and audience are one. */
export function createAccessTokens(keys: KeyRing, options: { issuer: string; ttl: number }): AccessTokens {
  const remembered = createMemory(maxRemembered)
  return {
    issue: async (input, now) => {
      const issuedAt = Math.floor(now / 1000)
      const expiresAt = Math.floor(Math.min(now + options.ttl, input.endsAt ?? Infinity) / 1000)
      const key = keys.current('ES256', now)
      const session = input.sessionId === undefined ? {} : { sid: input.sessionId }
      const token = await new SignJWT({ client_id: input.clientId, scope: input.scope, ...session })
        .setProtectedHeader({ alg: key.algorithm, typ: mediaType, kid: key.id })
        .setIssuer(options.issuer)
        .setAudience(options.issuer)
        .setSubject(input.subject)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key.privateKey)
      return { token, expiresIn: expiresAt - issuedAt }
    },
    verify: async (token, now) => {
      const digest = hash('sha256', token, 'base64')
      const known = remembered.get(digest)
      if (known) return known.exp * 1000 > now ? { outcome: 'valid', claims: known } : { outcome: 'expired' }
      const checked = await verifySignedToken(keys, options.issuer, token, now)
      if (checked.outcome === 'valid') remembered.set(digest, checked.claims)
      return checked
    },
  }
}

/** RFC 9068 §4, except what needs the store. Every other algorithm, `none` before all, is refused by name. */
async function verifySignedToken(
  keys: KeyRing,
  issuer: string,
  token: string,
  now: number,
): Promise<AccessCheck> {
  try {
    const { payload } = await jwtVerify(
      token,
      async (header) => {
        const key = await keys.find(header.kid ?? '', now)
        if (!key) throw new errors.JWKSNoMatchingKey()
        return key.publicKey
      },
      {
        algorithms: ['ES256'],
        typ: mediaType,
        issuer,
        audience: issuer,
        requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id', 'scope'],
        currentDate: new Date(now),
      },
    )
    const claims = readClaims(payload)
    return claims ? { outcome: 'valid', claims } : { outcome: 'invalid' }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { outcome: 'expired' }
    if (error instanceof errors.JOSEError) return { outcome: 'invalid' }
    throw error
  }
}

function readClaims(payload: JWTPayload): AccessClaims | undefined {
  const { sub, sid, client_id: clientId, scope, jti, iat, exp } = payload
  if (typeof sub !== 'string' || typeof clientId !== 'string' || typeof scope !== 'string') return undefined
  if (typeof jti !== 'string' || typeof iat !== 'number' || typeof exp !== 'number') return undefined
  if (sid !== undefined && typeof sid !== 'string') return undefined
  return { sub, sid, clientId, scope, jti, iat, exp }
}

interface Memory {
  get(digest: string): AccessClaims | undefined
  set(digest: string, claims: AccessClaims): void
}

/**
 * Remembers that a signature was good, by the token's digest: a signature that was right stays right. Nothing about the
 * session is remembered, so a revocation is seen at once (test: "a revoked session's remembered token is refused").
 */
function createMemory(size: number): Memory {
  const claims = new Map<string, AccessClaims>()
  return {
    get: (digest) => claims.get(digest),
    set: (digest, found) => {
      const oldest = claims.size >= size ? claims.keys().next() : undefined
      if (oldest && !oldest.done) claims.delete(oldest.value)
      claims.set(digest, found)
    },
  }
}
