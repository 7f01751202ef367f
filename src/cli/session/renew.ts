import { paths } from '../../protocol/endpoints.ts'
import type { ProtocolError } from '../../protocol/errors.ts'
import { message } from '../../protocol/messages.ts'
import { isCode } from '../client.ts'
import { storageOf } from '../config.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, loginKept, loginNeeded, toCliError } from '../errors.ts'
import { readTokens } from '../http/answers.ts'
import { type Login, loginOver } from '../session.ts'
import { movedLogin } from '../storage/move.ts'
import type { SecretStore } from '../storage/secret-store.ts'
import { loginStore } from '../storage/storage.ts'
import { noteLogin, readJournal } from './journal.ts'
import { withLock } from './lock.ts'
import { type CachedToken, cacheEntry, isEnded, isFresh, readCache, writeCache } from './token-cache.ts'

/**
 * Lock, re-read, refresh, write, unlock: the only place where a refresh token is used. `enough` says of a token that
 * another process may have fetched meanwhile whether it does. A failure writes nothing; only the server's word that
 * the login is over ends it (claude-code#88583, cline#12255).
 */
export async function renew(
  context: Context,
  login: Login,
  enough: (cached: CachedToken) => boolean,
  hasMoved = false,
): Promise<CachedToken> {
  const store = await loginStore(login.profile, context.folder, context.env)
  const startedAt = new Date().toISOString()
  const wasEnded = isEnded(readCache(context.folder, login.credential))
  const look = (): CachedToken | undefined => {
    const cached = readCache(context.folder, login.credential)
    if (isEnded(cached)) {
      if (wasEnded) return undefined
      throw loginOver(login, cached.ended, cached.detail)
    }
    return cached && isFresh(cached, Date.now(), 0) && enough(cached) ? cached : undefined
  }
  const work = async (): Promise<CachedToken | Login> => {
    const seen = look()
    if (seen !== undefined) return seen
    const trouble = sharedTrouble(context, login, startedAt)
    if (trouble) throw trouble
    const secret = await store.read(login.credential)
    if (secret === undefined) {
      // By what was stored and not by the store that AUTH_STORAGE chose: that one would differ from it for ever.
      const stored = storageOf(login.profile)
      const profile = hasMoved ? undefined : movedLogin(context, login.credential, stored)
      if (profile) return { ...login, profile }
      throw noSecret(context, login, store)
    }
    // A successor that a full disk does not take would cost the login: the old secret soon counts as used again.
    await store.rehearse?.(login.credential, secret)
    return context.interruptions.hold(() => noted(context, login, rotate(context, login, store, secret)))
  }
  const outcome = await withLock<CachedToken | Login>(store.lockPath(login.credential), work, look)
  // Another process has moved the login to the other store while we waited. Looked for once: profiles may disagree.
  return 'profile' in outcome ? renew(context, outcome, enough, true) : outcome
}

/**
 * What another process has just learned while we waited for it: that the server is out of reach. A hundred shells would
 * else find it out one after the other, and the last of them after minutes. A line from the future is no news: a clock that
 * had once been a month ahead made every renewal of that month fail by it, with nothing sent.
 */
function sharedTrouble({ folder }: Context, { credential }: Login, since: string): CliError | undefined {
  const last = readJournal(folder).findLast((entry) => entry.credential === credential)
  if (last === undefined || last.exit !== exitCodes.offline) return undefined
  if (last.at < since || last.at > new Date().toISOString()) return undefined
  return new CliError(exitCodes.offline, last.result, last.detail ?? 'The server is out of reach.', loginKept)
}

async function noted(context: Context, { profile }: Login, work: Promise<CachedToken>): Promise<CachedToken> {
  try {
    const renewed = await work
    noteLogin(context, profile, { result: 'renewed' })
    return renewed
  } catch (error) {
    noteLogin(context, profile, toCliError(error))
    throw error
  }
}

async function rotate(
  context: Context,
  login: Login,
  store: SecretStore,
  secret: string,
): Promise<CachedToken> {
  const client = await context.client()
  const askedAt = Date.now()
  const request = { method: 'GET', path: paths.updateToken, bearer: secret } as const
  const reply = await client.send(request).catch(async (error) => {
    throw isCode(error, 'invalid_token', 'token_expired', 'session_ended')
      ? await end(context, login, { store, used: secret, error })
      : error
  })
  const answer = readTokens(client, reply)
  const entry = cacheEntry(answer, askedAt)
  if (await keep(store, login.credential, secret, answer.refresh_token))
    cache(context, login.credential, entry)
  return entry
}

/**
 * The secret first: if we die after it, the cache is merely old; the other way round the login would be. False if the
 * stored one is not the one we used: a machine that slept here may have lost the lock, and another process may be
 * generations ahead by now. What that one wrote must not be replaced by our older one; our token is good all the same.
 */
async function keep(
  store: SecretStore,
  credential: string,
  used: string,
  refreshToken: string,
): Promise<boolean> {
  try {
    if ((await store.read(credential)) !== used) return false
    await store.write(credential, refreshToken)
    return true
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const what = message('The renewed login could not be stored. {why}', { why: error.said })
    const former = 'The former one is kept and good for a moment yet: then try again.'
    const hint = error.saidHint
      ? message('{hint} {more}', { hint: error.saidHint, more: message(former) })
      : former
    throw new CliError(error.exitCode, error.code, what, hint, error)
  }
}

function cache(context: Context, credential: string, entry: CachedToken): void {
  try {
    writeCache(context.folder, credential, entry)
  } catch (error) {
    const why = (error as Error).message
    context.terminal.warn(
      message('The access token could not be cached, so each call asks the server: {why}', { why }),
    )
  }
}

/**
 * Remembers that the login is over, so that a loop of scripts does not ask for ever (railwayapp/cli#991). The secret
 * stays until the next login: if it was the server that erred, `auth refresh` brings the login back. Where the stored
 * secret is another by now, somebody has logged in anew meanwhile, and that login is not over (supabase/auth#1290).
 */
async function end(
  context: Context,
  login: Login,
  { store, used, error }: { store: SecretStore; used: string; error: ProtocolError },
): Promise<CliError> {
  const stored = await store.read(login.credential).catch(() => undefined)
  if (stored === used)
    writeCache(context.folder, login.credential, { v: 1, ended: error.code, detail: error.message })
  return loginOver(login, error.code, error.message)
}

function noSecret({ env }: Context, { account, profile }: Login, { kind }: SecretStore): CliError {
  const values = { account, server: profile.server }
  const what =
    kind === 'keyring'
      ? message('There is no login of {account} at {server} in the keychain.', values)
      : message('There is no login of {account} at {server} in the credential file.', values)
  if (!env.AUTH_STORAGE || profile.storage === kind) return loginNeeded(what)
  const stored = storageOf(profile)
  const hint = message('AUTH_STORAGE={kind} is set, but the login was stored with {stored}: unset it.', {
    kind,
    stored,
  })
  return loginNeeded(what, 'login_required', hint)
}
