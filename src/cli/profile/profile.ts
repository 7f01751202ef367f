import { message } from '../../protocol/messages.ts'
import type { Config, Profile } from '../config.ts'
import { type CliError, type Said, usageError } from '../errors.ts'
import { parseServer } from './server-url.ts'

const defaultServer = 'http://127.0.0.1:8420'

export interface Choice {
  /** `--profile` and `--server`. */
  flags: { profile?: string; server?: string }
  env: NodeJS.ProcessEnv
}

/** Which profile and server a command speaks to. */
export interface Target {
  name: string
  /** Undefined while the profile is not stored yet: a login makes it. */
  profile: Profile | undefined
  server: string
  /** The environment variable that chose, for errors. */
  because: 'AUTH_PROFILE' | 'AUTH_SERVER' | undefined
  /** Whether something else is stored as the profile in use, so that the variable must be named (gh#3799). */
  overrides: boolean
}

/**
 * Chooses by flag, then environment, then what is stored, then the default. A profile has one server, so asking for a
 * server finds the profile that has it, or names a new one. Throws a usage error where flags contradict each other.
 */
export function chooseTarget(config: Config, { flags, env }: Choice): Target {
  const named = flags.profile ?? (flags.server === undefined ? nonEmpty(env.AUTH_PROFILE) : undefined)
  // A stored profile asked for by flag has its own server; the environment speaks for a new one only.
  const stored = flags.profile !== undefined && profileOf(config, flags.profile) !== undefined
  const wanted = flags.server ?? (stored ? undefined : nonEmpty(env.AUTH_SERVER))
  const server =
    wanted === undefined ? undefined : parseServer(wanted, flags.server ? '--server' : 'AUTH_SERVER')
  const because = flags.profile || flags.server ? undefined : whatDecided(env)
  const chosen = choose(config, named, server)
  const current = currentName(config)
  return { ...chosen, because, overrides: !!because && current !== undefined && current !== chosen.name }
}

/** Why that profile is the one in force, in words. */
export function whyChosen(config: Config, { flags }: Pick<Choice, 'flags'>, { because }: Target): string {
  if (flags.profile) return 'asked for by --profile'
  if (flags.server) return 'asked for by --server'
  if (because === 'AUTH_PROFILE') return 'AUTH_PROFILE is set'
  if (because === 'AUTH_SERVER') return 'AUTH_SERVER is set'
  const { length } = Object.keys(config.profiles)
  if (length === 0) return 'the default'
  if (length === 1) return 'the only one'
  const isChosen = config.current !== undefined && profileOf(config, config.current) !== undefined
  return isChosen ? 'chosen by `auth profile use`' : 'the first one'
}

/** The profile of that name, if it is stored. */
export function profileOf(config: Config, name: string): Profile | undefined {
  return Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined
}

/** The same where it has to be there. Throws a usage error. */
export function requireProfile(config: Config, name: string): Profile {
  const profile = profileOf(config, name)
  if (profile === undefined) throw noProfile(name)
  return profile
}

/** `by` says which variable asked for it. */
export function noProfile(name: string, by: Said = ''): CliError {
  return usageError(message('There is no profile "{name}"{by}.', { name, by }), 'See `auth profile list`.')
}

/** The name of the profile that is used when none is asked for. */
export function currentName(config: Config): string | undefined {
  const { current } = config
  return current !== undefined && profileOf(config, current) ? current : Object.keys(config.profiles)[0]
}

/** Throws a usage error for a name that could not be typed, or is too long to read. */
export function checkProfileName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) return name
  throw usageError(
    message('"{name}" cannot name a profile.', { name }),
    'Use letters, digits, dot, dash and underscore, 64 at most.',
  )
}

type Chosen = Pick<Target, 'name' | 'profile' | 'server'>

function choose(config: Config, named: string | undefined, server: string | undefined): Chosen {
  if (named !== undefined) return byName(config, named, server)
  if (server !== undefined) return byServer(config, server)
  const name = currentName(config) ?? 'default'
  const profile = profileOf(config, name)
  return { name, profile, server: profile?.server ?? defaultServer }
}

function byName(config: Config, given: string, server: string | undefined): Chosen {
  const name = checkProfileName(given)
  const profile = profileOf(config, name)
  if (profile !== undefined && server !== undefined && profile.server !== server)
    throw usageError(
      message('Profile "{name}" belongs to {owner}, not to {server}.', {
        name,
        owner: profile.server,
        server,
      }),
      'Give the profile or the server, or add a profile: `auth profile add NAME --server URL`.',
    )
  return { name, profile, server: profile?.server ?? server ?? defaultServer }
}

function byServer(config: Config, server: string): Chosen {
  const names = [currentName(config), ...Object.keys(config.profiles)]
  const name = names.find((each) => each !== undefined && profileOf(config, each)?.server === server)
  if (name !== undefined) return { name, profile: profileOf(config, name), server }
  return { name: freeName(config, new URL(server).host), profile: undefined, server }
}

/** A name for the profile that a login at a new server makes: `default` for the first, then the host. */
function freeName(config: Config, host: string): string {
  if (Object.keys(config.profiles).length === 0) return 'default'
  const base = host.replaceAll(/[^A-Za-z0-9.]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  for (let count = 1; ; count += 1) {
    const name = (count === 1 ? base : `${base}-${count}`).slice(-64)
    if (profileOf(config, name) === undefined) return name
  }
}

function whatDecided(env: NodeJS.ProcessEnv): Target['because'] {
  if (nonEmpty(env.AUTH_PROFILE)) return 'AUTH_PROFILE'
  return nonEmpty(env.AUTH_SERVER) ? 'AUTH_SERVER' : undefined
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
