import type { Context } from '../context.ts'
import { writeOut } from '../output.ts'
import { mayHaveToken } from '../profile/origins.ts'
import { dropCache, isEnded, readCache } from '../session/token-cache.ts'
import { usualValidity } from '../session/validity.ts'
import { accessToken } from '../session.ts'
import { type Attributes, lastOf, originOf, readAttributes, writeAnswer } from './git-credential.ts'

/**
 * Answers git. For a host that is none of ours it says nothing, so that git asks its next helper; an operation that it
 * does not know is passed over, as gitcredentials(7) wants it.
 */
export async function helpGit(context: Context, operation: string): Promise<void> {
  if (operation !== 'get' && operation !== 'erase') return
  const asked = await readAttributes(process.stdin)
  if (!mayHaveToken(context.target, originOf(asked) ?? '')) return
  if (operation === 'get') await get(context, asked)
  else erase(context, asked)
}

async function get(context: Context, asked: Attributes): Promise<void> {
  const { token, expiresAt } = await accessToken(context, { minValidity: usualValidity })
  // Who takes a token as the password reads no user name, but git insists on one.
  const username = lastOf(asked, 'username') || context.target.profile?.account || 'oauth2'
  writeOut(1, writeAnswer(asked, { username, token, expiresAt }))
}

/** A token of ours that was refused is not given out again: the next `get` renews it. */
function erase({ folder, target }: Context, asked: Attributes): void {
  const credential = target.profile?.credential
  if (credential === undefined) return
  const cached = readCache(folder, credential)
  const refused = lastOf(asked, 'credential') ?? lastOf(asked, 'password')
  if (cached !== undefined && !isEnded(cached) && cached.access_token === refused)
    dropCache(folder, credential)
}
