import { hash, randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { KeyRing } from './keys.ts'

/** What an access token says, checked. Times are epoch seconds, as in the token. */
export interface AccessClaims {
  sub: string
  sid: string
  clientId: string
  exp: number
}

export type AccessCheck =
  | { outcome: 'valid'; claims: AccessClaims }
  | { outcome: 'expired' }
  | { outcome: 'invalid' }

export interface AccessTokens {
  /** Signs a token (RFC 9068) that ends after the configured life or with its session, whichever is first. */
  issue(
    input: { accountId: string; sessionId: string; clientId: string; endsAt: number },
    now: number,
  ): Promise<IssuedToken>
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
      const expiresAt = Math.floor(Math.min(now + options.ttl, input.endsAt) / 1000)
      const key = keys.current()
      const token = await new SignJWT({ client_id: input.clientId, sid: input.sessionId })
        .setProtectedHeader({ alg: key.algorithm, typ: mediaType, kid: key.id })
        .setIssuer(options.issuer)
        .setAudience(options.issuer)
        .setSubject(input.accountId)
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
        requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id', 'sid'],
        currentDate: new Date(now),
      },
    )
    const { sub, exp, sid, client_id: clientId } = payload
    if (typeof sub !== 'string' || typeof exp !== 'number') return { outcome: 'invalid' }
    if (typeof sid !== 'string' || typeof clientId !== 'string') return { outcome: 'invalid' }
    return { outcome: 'valid', claims: { sub, sid, clientId, exp } }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { outcome: 'expired' }
    if (error instanceof errors.JOSEError) return { outcome: 'invalid' }
    throw error
  }
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
