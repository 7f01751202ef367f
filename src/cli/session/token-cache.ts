import { join } from 'node:path'
import type { TokenAnswer } from '../../protocol/endpoints.ts'
import { readText, removeFile, writeAtomically } from '../files.ts'

/**
 * `tokens/<credential>.json`: the access token that is used until it runs out. Times are milliseconds of this machine's
 * own clock, so that a server whose clock differs does no harm.
 */
export interface CachedToken {
  v: 1
  access_token: string
  obtained_at: number
  expires_at: number
}

/** Takes the token's place when the server has said that the login is over. */
export interface EndedLogin {
  v: 1
  ended: string
  detail: string
}

/** Milliseconds; a Date knows none behind it (ECMA-262 §21.4.1.1), and some were cached. */
const lastMoment = 8.64e15

/** What is cached; undefined where nothing is, or nothing that can be read: a cache may always be thrown away. */
export function readCache(folder: string, credential: string): CachedToken | EndedLogin | undefined {
  try {
    const value = JSON.parse(readText(pathOf(folder, credential)) ?? '')
    if (value?.v !== 1) return undefined
    const { access_token: token, expires_at: end } = value
    const good = typeof token === 'string' && typeof end === 'number' && Math.abs(end) <= lastMoment
    return good || typeof value.ended === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** Puts a token or the end of a login there, whole or not at all. */
export function writeCache(folder: string, credential: string, entry: CachedToken | EndedLogin): void {
  writeAtomically(pathOf(folder, credential), `${JSON.stringify(entry)}\n`)
}

export function dropCache(folder: string, credential: string): void {
  removeFile(pathOf(folder, credential))
}

/** The cache entry of an answer; `askedAt` is when the request was sent, so that a slow answer is not overrated. */
export function cacheEntry(
  answer: Pick<TokenAnswer, 'access_token' | 'expires_in'>,
  askedAt: number,
): CachedToken {
  const expiresAt = askedAt + answer.expires_in * 1_000
  return { v: 1, access_token: answer.access_token, obtained_at: askedAt, expires_at: expiresAt }
}

export function isEnded(entry: CachedToken | EndedLogin | undefined): entry is EndedLogin {
  return entry !== undefined && 'ended' in entry
}

/** Whether the token stays good that long (milliseconds). One from the future says that the clock was set back. */
export function isFresh(entry: CachedToken, now: number, validity: number): boolean {
  return entry.obtained_at <= now && entry.expires_at - now > validity
}

function pathOf(folder: string, credential: string): string {
  return join(folder, 'tokens', `${credential}.json`)
}
