import { message } from '../../protocol/messages.ts'
import { changeConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { type CliError, usageError } from '../errors.ts'
import { signOut } from '../login/sign-out.ts'
import { checkProfileName, currentName, profileOf, requireProfile, whyChosen } from '../profile/profile.ts'
import { parseServer } from '../profile/server-url.ts'
import { formatTable } from '../terminal/table.ts'

/** Lists the profiles; a star marks the one in use. */
export function listProfiles(context: Context): void {
  const { target, terminal, flags } = context
  const config = context.config()
  const why = whyChosen(config, { flags }, target)
  const items = Object.entries(config.profiles).map(([name, { server, account, origins = [] }]) => ({
    name,
    server,
    account: account ?? null,
    origins,
    current: name === target.name,
  }))
  const value = { items, in_force: { name: target.name, server: target.server, why } }
  if (items.length === 0)
    return void terminal.answer('There are no profiles yet; `auth login` makes the first.', value)
  const { t } = terminal
  const of = (cell: (item: (typeof items)[number]) => string) => items.map(cell)
  const columns = [
    { title: ' ', cells: of(({ current }) => (current ? '*' : '')) },
    { title: t('NAME'), cells: of(({ name }) => name), weight: 3 },
    { title: t('SERVER'), cells: of(({ server }) => server), weight: 4 },
    { title: t('ACCOUNT'), cells: of(({ account }) => account ?? '-'), weight: 2 },
    { title: t('TOKENS ALSO TO'), cells: of(({ origins }) => origins.join(' ') || '-'), weight: 1 },
  ]
  const shown = columns.filter(({ cells }) => cells.some((cell) => cell !== '-'))
  terminal.answer(formatTable(shown, terminal.width), value)
  terminal.tell(message('Profile "{name}" is in use ({why}).', { name: target.name, why: message(why) }))
}

/** Makes a profile the one that is used when none is named. */
export async function useProfile(context: Context, name: string): Promise<void> {
  await changeConfig(context.folder, (config) => {
    requireProfile(config, name)
    return { ...config, current: name }
  })
  context.terminal.answer(message('Profile "{name}" is used from now on.', { name }), { name, current: true })
}

/** Adds a profile for a server, logged out; the one in use stays. */
export async function addProfile(context: Context, name: string): Promise<void> {
  const { flags, env } = context
  const address = flags.server ?? env.AUTH_SERVER
  if (!address)
    throw usageError(
      'A profile needs its server.',
      message('Run `auth profile add {name} --server URL`.', { name }),
    )
  const server = parseServer(address, flags.server ? '--server' : 'AUTH_SERVER')
  await changeConfig(context.folder, (config) => {
    if (profileOf(config, checkProfileName(name))) throw taken(name)
    const current = currentName(config) ?? name
    return { ...config, current, profiles: { ...config.profiles, [name]: { server } } }
  })
  context.terminal.answer(message('Added profile "{name}" for {server}.', { name, server }), { name, server })
  context.terminal.tell(message('Next: `{command}`', { command: `auth login --profile ${name}` }))
}

/** Forgets a profile, logging it out first unless another profile shares its login. */
export async function removeProfile(context: Context, name: string): Promise<void> {
  const config = context.config()
  const profile = requireProfile(config, name)
  const users = Object.values(config.profiles).filter((each) => each.credential === profile.credential)
  if (profile.credential !== undefined && users.length === 1) {
    const { unheard, trouble } = await signOut(context, profile)
    if (unheard)
      context.terminal.warn(message('The server was not told of the logout: {why}', { why: unheard }))
    if (trouble) throw trouble
  }
  await changeConfig(context.folder, (latest) => {
    const { [name]: _, ...profiles } = latest.profiles
    const { current, ...rest } = latest
    return current === name || current === undefined ? { ...rest, profiles } : { ...rest, current, profiles }
  })
  context.terminal.answer(message('Removed profile "{name}".', { name }), { removed: name })
}

/** Gives a profile another name; its login stays. */
export async function renameProfile(context: Context, from: string, to: string): Promise<void> {
  await changeConfig(context.folder, (config) => {
    requireProfile(config, from)
    if (profileOf(config, checkProfileName(to))) throw taken(to)
    const entries = Object.entries(config.profiles).map(([name, value]) => [name === from ? to : name, value])
    const current = config.current === from ? { current: to } : {}
    return { ...config, ...current, profiles: Object.fromEntries(entries) }
  })
  context.terminal.answer(message('Profile "{from}" is now "{to}".', { from, to }), {
    name: to,
    renamed_from: from,
  })
}

function taken(name: string): CliError {
  return usageError(
    message('Profile "{name}" is there already.', { name }),
    message('Choose another name, or remove that one first: `auth profile remove {name}`.', { name }),
  )
}
