import type { Context } from '../context.ts'
import type { Bearer } from '../session.ts'
import { isEnded, readCache } from './token-cache.ts'

/**
 * All access tokens of the login since the first: the mask asks at each piece of output, and by then a token that the
 * child itself had renewed (`auth token`) is in the cache, which is written before it is printed.
 */
export function rememberTokens({ folder, target }: Context, first: Bearer): () => readonly string[] {
  const tokens = [first.token]
  const credential = first.source === 'AUTH_TOKEN' ? undefined : target.profile?.credential
  return () => {
    const cached = credential === undefined ? undefined : readCache(folder, credential)
    if (cached && !isEnded(cached) && !tokens.includes(cached.access_token)) tokens.push(cached.access_token)
    return tokens
  }
}
