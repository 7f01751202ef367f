import { message } from '../protocol/messages.ts'
import type { Reply, Request } from './client.ts'
import type { Profile } from './config.ts'
import type { Context } from './context.ts'
import { CliError, exitCodes, loginNeeded, type Said, toCliError, usageError } from './errors.ts'
import { isVisibleAscii } from './http/shapes.ts'
import { noProfile } from './profile/profile.ts'
import { type CachedToken, isEnded, isFresh, readCache } from './session/token-cache.ts'

/** A login that is written down on this machine. */
export interface Login {
  profile: Profile
  account: string
  credential: string
}

export interface Bearer {
  token: string
  /** Milliseconds; undefined where nobody here can know it. */
  expiresAt: number | undefined
  source: 'AUTH_TOKEN' | 'cache' | 'refresh'
}

export interface Wish {
  /** How long the token has to stay good, in milliseconds. */
  minValidity?: number
  /** Take the wish literally, even if the server's tokens live so shortly that each call would refresh. */
  exact?: boolean
  /** A token that was refused or is to be replaced: any other will do. */
  not?: string
}

/** Long enough for the request that follows. Milliseconds. */
const oneRequest = 10_000

/** The login of the chosen profile. Throws a CliError (exit 4) where there is none, (exit 2) for an unknown profile. */
export function requireLogin(context: Context): Login {
  requireKnownProfile(context)
  const { profile } = context.target
  const { account, credential } = profile ?? {}
  if (profile && account && credential) return { profile, account, credential }
  throw notLoggedIn(context)
}

/** Throws a CliError (exit 2) where a profile was asked for that is not stored: a name mistyped is no state of a login. */
export function requireKnownProfile({ target, flags }: Context): void {
  const { name, profile, because } = target
  if (profile !== undefined || !(flags.profile || because === 'AUTH_PROFILE')) return
  throw noProfile(name, setBy(because))
}

/** The same where a token of AUTH_TOKEN does as well. */
export function requireBearer(context: Context): void {
  if (environmentToken(context.env) === undefined) requireLogin(context)
}

/** How to log in to what was asked for: without its flag the login would go elsewhere. */
export function loginHint({ flags, target: { server } }: Context): Said {
  const { profile } = flags
  if (profile !== undefined) return message('Run `auth login --profile {profile}`.', { profile })
  if (flags.server !== undefined) return message('Run `auth login --server {server}`.', { server })
  return 'Run `auth login`.'
}

function notLoggedIn(context: Context): CliError {
  const { flags, target } = context
  const { server, because } = target
  const words =
    flags.profile === undefined
      ? message('Not logged in to {server}{by}.', { server, by: setBy(because) })
      : message('Not logged in with profile "{profile}" ({server}).', { profile: flags.profile, server })
  return loginNeeded(words, undefined, loginHint(context))
}

function setBy(because: Context['target']['because']): Said {
  return because === undefined ? '' : message(' (set by {variable})', { variable: because })
}

/**
 * A token to be sent as bearer: AUTH_TOKEN as it is, the cached one while it is fresh, else a new one. The cached way
 * reads two small files and nothing else. Throws a CliError: exit 4 when the login is over, 5 when it cannot be renewed
 * now, 6 when it cannot be read.
 */
export async function accessToken(context: Context, wish: Wish = {}): Promise<Bearer> {
  const given = environmentToken(context.env)
  if (given !== undefined) return { token: given, expiresAt: undefined, source: 'AUTH_TOKEN' }
  const login = requireLogin(context)
  const seen = readCache(context.folder, login.credential)
  if (isEnded(seen)) throw loginOver(login, seen.ended, seen.detail)
  if (seen !== undefined && fulfils(seen, wish)) return bearerOf(seen, 'cache')
  const { renew } = await import('./session/renew.ts')
  // Whatever another process fetched while we waited for the lock is the newest there is: a hundred shells, one refresh.
  const renewed = await renew(
    context,
    login,
    (now) => now.access_token !== seen?.access_token || fulfils(now, wish),
  )
  return bearerOf(renewed, 'refresh')
}

/**
 * Sends a request as the account that is logged in: with a fresh token, and once more with another if the server says
 * that it was not (RFC 6750 §3.1).
 */
export async function protectedCall(context: Context, request: Request): Promise<Reply> {
  const client = await context.client()
  const first = await accessToken(context)
  try {
    return await client.send({ ...request, bearer: first.token })
  } catch (error) {
    const { isCode } = await import('./client.ts')
    if (first.source === 'AUTH_TOKEN') throw nameVariable(error)
    if (!isCode(error, 'invalid_token', 'token_expired', 'session_ended')) throw error
  }
  const second = await accessToken(context, { not: first.token })
  return client.send({ ...request, bearer: second.token })
}

/** Characters of a token that tell it from another. */
export const tailLength = 12

/** AUTH_TOKEN, if it is set and not of `auth exec`. Throws a usage error if it could not be a token, without showing it. */
export function environmentToken(env: NodeJS.ProcessEnv): string | undefined {
  const token = env.AUTH_TOKEN
  // What `auth exec` put there is of a login that is stored here: better a fresh token of it than one that runs out.
  if (!token || token.slice(-tailLength) === env.AUTH_EXEC) return undefined
  if (isVisibleAscii(token)) return token
  throw usageError('AUTH_TOKEN is set, but holds something else than one token.', 'Set it anew or unset it.')
}

/** The error for a login that the server has ended, or that left no secret behind. */
export function loginOver({ account, profile }: Login, code: string, detail: string): CliError {
  const { server } = profile
  return loginNeeded(
    message('The login of {account} at {server} is over: {why}', { account, server, why: message(detail) }),
    code,
  )
}

function fulfils(entry: CachedToken, { minValidity = oneRequest, exact, not }: Wish): boolean {
  const lifetime = entry.expires_at - entry.obtained_at
  const wanted = exact ? minValidity : Math.min(minValidity, lifetime / 2)
  return entry.access_token !== not && isFresh(entry, Date.now(), wanted)
}

function bearerOf(entry: CachedToken, source: 'cache' | 'refresh'): Bearer {
  return { token: entry.access_token, expiresAt: entry.expires_at, source }
}

/** What to do about AUTH_TOKEN when its token was refused: because it is not good, or because it may not do this. */
export function variableHint(isForbidden: boolean): string {
  return isForbidden
    ? 'Unset AUTH_TOKEN to use the stored login, or set it to a token that may do this, as by `auth tokens create NAME --scope SCOPE`.'
    : 'Unset AUTH_TOKEN to use the stored login, or set it to a token that is valid.'
}

/** An environment token beats the stored login silently (gh#3799): an error it caused has to name it. */
function nameVariable(error: unknown): unknown {
  const { exitCode, code, said } = toCliError(error)
  if (exitCode !== exitCodes.loginNeeded && exitCode !== exitCodes.refused) return error
  const hint = variableHint(exitCode === exitCodes.refused)
  return new CliError(
    exitCode,
    code,
    message('The token in AUTH_TOKEN was refused: {why}', { why: said }),
    hint,
    error,
  )
}
