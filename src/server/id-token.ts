import { SignJWT } from 'jose'
import { hasScope } from '../protocol/scopes.ts'
import type { Algorithm } from './key-material.ts'
import type { KeyRing } from './keys.ts'

/** The claims about a person that a scope opens (OpenID Connect Core §5.4). */
export interface UserClaims {
  sub: string
  email?: string
  email_verified?: boolean
  preferred_username?: string
}

export interface ClaimedAccount {
  id: string
  email: string
  username: string | null
  verified_at: number | null
}

export function userClaims(account: ClaimedAccount, scope: string): UserClaims {
  return {
    sub: account.id,
    ...(hasScope(scope, 'email')
      ? { email: account.email, email_verified: account.verified_at !== null }
      : {}),
    ...(hasScope(scope, 'profile') && account.username !== null
      ? { preferred_username: account.username }
      : {}),
  }
}

/** An ID token (OpenID Connect Core §2) for the client, good for as long as the access token beside it. */
export async function signIdToken(
  keys: KeyRing,
  input: {
    issuer: string
    clientId: string
    algorithm: Algorithm
    claims: UserClaims
    sessionId: string
    /** Epoch ms. */
    authenticatedAt: number
    /** Seconds. */
    expiresIn: number
  },
  now: number,
): Promise<string> {
  const key = keys.current(input.algorithm, now)
  const issuedAt = Math.floor(now / 1000)
  const { sub, ...claims } = input.claims
  return new SignJWT({ ...claims, sid: input.sessionId, auth_time: Math.floor(input.authenticatedAt / 1000) })
    .setProtectedHeader({ alg: key.algorithm, typ: 'JWT', kid: key.id })
    .setIssuer(input.issuer)
    .setAudience(input.clientId)
    .setSubject(sub)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + input.expiresIn)
    .sign(key.privateKey)
}
