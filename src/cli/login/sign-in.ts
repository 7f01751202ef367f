import { createHash } from 'node:crypto'
import { type Account, paths, type TokenAnswer } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { type Client, isCode } from '../client.ts'
import { type Config, changeConfig, type Profile } from '../config.ts'
import type { Context } from '../context.ts'
import { isAccount, isValidity, readBody, readTokens } from '../http/answers.ts'
import { noteLogin } from '../session/journal.ts'
import { withLock } from '../session/lock.ts'
import { cacheEntry, writeCache } from '../session/token-cache.ts'
import { openStore, type StorageChoice } from '../storage/storage.ts'
import { deviceHeaders } from './device-name.ts'
import { keepKnownDevice, knownDeviceHeaders } from './known-device.ts'
import { forget, isShared, tellServer } from './sign-out.ts'

export interface SignIn {
  /** The address or the user name. */
  username: string
  password: string
  storage: StorageChoice
}

/** What the server gave for a password or for the yes of another device. */
export interface Grant {
  tokens: Omit<TokenAnswer, 'token_type'>
  /** When they were asked for: their life counts from here. */
  askedAt: number
}

type KeptProfile = Profile & { credential: string }

interface SignedIn extends Grant {
  account: Account
  sessionId: string
}

/** Logs in by a password and keeps the login. Returns the account. */
export async function signIn(context: Context, input: SignIn): Promise<Account> {
  return keepLogin(context, await sendPassword(context, input), input.storage)
}

/**
 * Keeps a login: the secret first, then the token, then the profile, each whole or not at all. Nothing is written before
 * the server has said yes to everything. Returns the account.
 */
export async function keepLogin(context: Context, grant: Grant, storage: StorageChoice): Promise<Account> {
  const former = context.config()
  const signedIn = await introduceOnce(context, grant)
  const { server, profile: replaced } = context.target
  const credential = credentialOf(server, signedIn.account)
  const profile = describe(server, credential, signedIn, storage)
  // A profile that has this login already goes on with it: its secret may be the new one by then.
  const isKnown = isShared(former, credential)
  await context.interruptions.hold(async () => {
    await write(context, signedIn, profile, storage).catch(async (error: unknown) => {
      if (!isKnown) await giveBack(context, signedIn, profile)
      throw error
    })
    await forgetFormer(context, replaced, profile)
    noteLogin(context, profile, { result: 'logged in' })
  })
  context.retarget()
  return signedIn.account
}

async function write(
  context: Context,
  signedIn: SignedIn,
  profile: KeptProfile,
  storage: StorageChoice,
): Promise<void> {
  const { name } = context.target
  await store(context, profile.credential, signedIn, storage)
  await changeConfig(context.folder, (config) => remember(config, name, profile))
}

/** What could not be kept must not stay open at the server for half a year, where nobody would know of it. */
async function giveBack(context: Context, { tokens }: SignedIn, profile: KeptProfile): Promise<void> {
  const { terminal, target } = context
  await forget(context, profile, { cacheToo: true })
  const unheard = await tellServer(context, target.server, tokens.refresh_token)
  if (unheard)
    terminal.warn(message('The new session could not be ended at the server: {why}', { why: unheard }))
}

async function sendPassword(context: Context, { username, password }: SignIn): Promise<Grant> {
  const client = await context.client()
  const request = {
    method: 'POST',
    path: paths.login,
    form: { username, password },
    headers: { ...deviceHeaders(), ...knownDeviceHeaders(context) },
  } as const
  const askedAt = Date.now()
  const reply = await client.send(request)
  const tokens = readTokens(client, reply)
  keepKnownDevice(context, reply)
  return { tokens, askedAt }
}

async function introduceOnce(context: Context, { tokens, askedAt }: Grant): Promise<SignedIn> {
  const client = await context.client()
  try {
    return { ...(await introduce(client, tokens)), askedAt }
  } catch (error) {
    if (!isCode(error, 'invalid_token', 'token_expired')) throw error
  }
  // Where tokens live for a second or two, the first may have run out on its way.
  const again = Date.now()
  const renewal = { method: 'GET', path: paths.updateToken, bearer: tokens.refresh_token } as const
  return { ...(await introduce(client, readTokens(client, await client.send(renewal)))), askedAt: again }
}

/** Whose tokens these are: the server's spelling of the address, and the ids that stay. */
async function introduce(client: Client, tokens: Grant['tokens']): Promise<Omit<SignedIn, 'askedAt'>> {
  const bearer = tokens.access_token
  const [me, validity] = await Promise.all([
    client.send({ method: 'GET', path: paths.me, bearer }),
    client.send({ method: 'GET', path: paths.validateAccessToken, bearer }),
  ])
  const { session_id: sessionId } = readBody(client, validity, isValidity)
  if (sessionId === null) throw client.notAuthd()
  return { account: readBody(client, me, isAccount), sessionId, tokens }
}

/** The id and not the address names the credential, so that a change of address moves nothing. */
function credentialOf(server: string, account: Account): string {
  return createHash('sha256').update(`${server}\n${account.id}`).digest('hex').slice(0, 24)
}

async function store(
  context: Context,
  credential: string,
  signedIn: SignedIn,
  storage: StorageChoice,
): Promise<void> {
  const secrets = await openStore(storage.kind, context.folder, context.env)
  await withLock(secrets.lockPath(credential), async () => {
    await secrets.write(credential, signedIn.tokens.refresh_token)
    writeCache(context.folder, credential, cacheEntry(signedIn.tokens, signedIn.askedAt))
  })
}

function describe(
  server: string,
  credential: string,
  signedIn: SignedIn,
  storage: StorageChoice,
): KeptProfile {
  const { account, sessionId } = signedIn
  return {
    server,
    account: account.email,
    account_id: account.id,
    credential,
    storage: storage.kind,
    storage_why: storage.why,
    session_id: sessionId,
  }
}

/**
 * Profiles of the same server and account share one login, so they all learn of the new one. Where each of them may send
 * tokens was said of this account, so it stays; another account in the profile begins without.
 */
function remember(config: Config, name: string, profile: Profile): Config {
  const anew = ({ origins }: Profile): Profile => ({ ...profile, ...(origins && { origins }) })
  const profiles = Object.fromEntries(
    Object.entries(config.profiles).map(([each, value]) => [
      each,
      value.credential === profile.credential ? anew(value) : value,
    ]),
  )
  const own = profiles[name]
  const next = own !== undefined && own.credential === profile.credential ? own : profile
  return { version: config.version, current: name, profiles: { ...profiles, [name]: next } }
}

/** A login that this one replaced leaves no secret behind that nobody would ever find again. */
async function forgetFormer(context: Context, former: Profile | undefined, profile: Profile): Promise<void> {
  if (former?.credential === undefined || former.account === undefined) return
  if (former.credential === profile.credential && former.storage === profile.storage) return
  const other = former.credential !== profile.credential
  if (other && isShared(context.config(), former.credential)) return
  const trouble = await forget(context, former, { cacheToo: other })
  if (other)
    context.terminal.tell(
      message('The login of {account} in this profile was replaced.', { account: former.account }),
    )
  if (trouble) context.terminal.warn(message('Its secret could not be removed: {why}', { why: trouble.said }))
}
