import { type JoinString, parseJoinString, showPin } from '../../protocol/join-string.ts'
import { message } from '../../protocol/messages.ts'
import { oauthPaths } from '../../protocol/oauth.ts'
import { createClient } from '../client.ts'
import { changeConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, usageError } from '../errors.ts'
import { ExchangeError } from '../http/exchange-error.ts'
import { hasStrings } from '../http/shapes.ts'
import { chooseTarget, profileOf } from '../profile/profile.ts'
import { parseServer } from '../profile/server-url.ts'
import { readChain, type Seen } from '../trust/chain.ts'
import { explainRefusal } from '../trust/decision.ts'
import { keepPinned, readFormerPin } from '../trust/pinned.ts'
import { presented, trustAlone } from '../trust/server-trust.ts'
import { version } from '../version.ts'

/** Trusts the server of a join string and adds a profile for it, in one step. Nothing is kept unless all of it fits. */
export async function join(context: Context, text: string): Promise<void> {
  const { terminal, folder, flags } = context
  if (flags.server !== undefined)
    throw usageError('The string names the server, so --server has no place here.', 'Leave --server out.')
  const asked = readJoinString(text)
  const { server, pin, invite } = asked
  chooseTarget(context.config(), choiceOf(context, server)) // a profile of another server is refused before anything
  const seen = await meet(context, asked)
  const former = readFormerPin(folder, server)
  keepPinned(folder, server, seen.pem)
  const name = await addProfile(context, asked)
  if (former !== undefined && former !== pin)
    terminal.warn(
      message('{server} was trusted by {fingerprint} until now.', { server, fingerprint: showPin(former) }),
    )
  terminal.answer(
    message('Joined {server} as profile "{name}", which is used from now on.', { server, name }),
    {
      server,
      profile: name,
      fingerprint: showPin(pin),
      invite: invite ?? null,
    },
  )
  terminal.tell(
    invite === undefined
      ? 'Next: `auth login` or `auth register`'
      : message('Next: `{command}`', { command: `auth register --invite ${invite}` }),
  )
  sayWhatOverrides(context, server)
}

function readJoinString(text: string): JoinString {
  const read = parseJoinString(text)
  if ('fault' in read)
    throw usageError(
      message('The string {fault}.', { fault: read.fault }),
      "Copy all of what `authd fingerprint` prints, and put it in quotes: `auth join 'auth://…'`.",
    )
  return { ...read, server: parseServer(read.server, 'auth join') }
}

/** A handshake shows the authority; a request believes it alone, so that its name and times are checked as ever. */
async function meet(context: Context, { server, pin }: JoinString): Promise<Seen> {
  const { terminal, env } = context
  const reading = readChain(server, env).catch((error: unknown) => {
    throw unreachable(server, error)
  })
  const { leaf, authority } = await terminal.whileWaiting(
    message('Waiting for {server}', { server }),
    reading,
  )
  if (authority?.pin !== pin) throw notTheOne(server, pin, authority?.pin)
  const trust = trustAlone(authority.pem, (failure) => explainRefusal(server, leaf, failure))
  const client = createClient({ server, because: undefined, loggedIn: false, version, env, terminal, trust })
  const { body } = await client.send({ method: 'GET', path: oauthPaths.authorizationServerMetadata })
  if (!hasStrings(body, 'issuer')) throw client.notAuthd()
  return authority
}

/** A profile that has this server already keeps its login and its name. */
async function addProfile(context: Context, { server, invite }: JoinString): Promise<string> {
  let name = ''
  await changeConfig(context.folder, (config) => {
    const target = chooseTarget(config, choiceOf(context, server))
    name = target.name
    const profile = { ...profileOf(config, name), server, ...(invite !== undefined && { invite }) }
    return { ...config, current: name, profiles: { ...config.profiles, [name]: profile } }
  })
  return name
}

/** The string and the flags decide; the environment chooses for commands that name no server. */
function choiceOf({ flags }: Context, server: string) {
  return { flags: { server, ...(flags.profile && { profile: flags.profile }) }, env: {} }
}

function sayWhatOverrides({ terminal, env }: Context, server: string): void {
  const variable = ['AUTH_PROFILE', 'AUTH_SERVER'].find((each) => env[each])
  if (variable !== undefined && env[variable] !== server)
    terminal.warn(message('{variable} is set and goes before the profile that is used.', { variable }))
}

function unreachable(server: string, error: unknown): unknown {
  if (!(error instanceof ExchangeError)) return error
  const local = new URL(server).hostname.endsWith('.local')
  return new CliError(
    exitCodes.offline,
    'offline',
    message('{server} cannot be reached: {why}; nothing was changed.', { server, why: error.said }),
    local
      ? 'Where names in .local are not found, take the string with an address, which `authd fingerprint` prints too.'
      : 'Are both machines on the same network, and does `authd serve --lan` run there?',
    error,
  )
}

function notTheOne(server: string, wanted: string, shown: string | undefined): CliError {
  return new CliError(
    exitCodes.untrusted,
    'server_changed',
    message(
      '{server} is not the server of this string: it shows {shown}, and the string names {wanted}. Nothing was sent or changed.',
      { server, shown: presented(shown), wanted: showPin(wanted) },
    ),
    'Have a new string printed: `authd fingerprint`. If it is the same, somebody else answers at this address.',
  )
}
