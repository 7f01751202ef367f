import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { IdTokenAlgorithm } from '../protocol/endpoints.ts'

/** ES256 signs access tokens; RS256 is what every OpenID Connect client must understand in ID tokens (Core §15.1). */
export const algorithms = ['ES256', 'RS256'] as const satisfies readonly IdTokenAlgorithm[]
export type Algorithm = (typeof algorithms)[number]

/** Only strings, as the public halves of EC and RSA keys are. */
export type PublicJwk = Record<string, string>

/** A new key pair; its id is the thumbprint of RFC 7638. */
export async function makeKey(
  algorithm: Algorithm,
): Promise<{ id: string; publicJwk: PublicJwk; privateJwk: JWK }> {
  const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 })
  const exported = await exportJWK(pair.publicKey)
  const id = await calculateJwkThumbprint(exported)
  const publicJwk = { ...(exported as PublicJwk), kid: id, alg: algorithm, use: 'sig' }
  return { id, publicJwk, privateJwk: await exportJWK(pair.privateKey) }
}

export async function importKey(jwk: JWK, algorithm: Algorithm): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm)
  if (key instanceof Uint8Array) throw new Error('a signing key is never symmetric')
  return key
}
