import { type Kind, type Values, valuesOf } from './values.ts'

/** As much of commander's command as is asked here; its library lives in the `program` files. */
export interface CommandTree {
  readonly parent: CommandTree | null
  readonly commands: readonly CommandTree[]
  readonly registeredArguments: readonly ArgumentLike[]
  name(): string
  createHelp(): HelpLike
}

interface ArgumentLike {
  readonly variadic: boolean
  readonly argChoices?: readonly string[] | undefined
  name(): string
}

interface OptionLike {
  readonly flags: string
  readonly long?: string | undefined
  readonly short?: string | undefined
  readonly required: boolean
  readonly optional: boolean
  readonly argChoices?: readonly string[] | undefined
}

interface HelpLike {
  visibleCommands(command: CommandTree): CommandTree[]
  visibleOptions(command: CommandTree): OptionLike[]
  visibleGlobalOptions(command: CommandTree): OptionLike[]
  subcommandDescription(command: CommandTree): string
  optionDescription(option: OptionLike): string
}

export interface Completion {
  word: string
  meaning: string
}

export interface Completions {
  found: Completion[]
  /** What would fit besides, and only the shell can list. */
  kind: Kind | 'none'
}

/** Where a person is in the line: what was typed before the word under the cursor. */
interface Place {
  command: CommandTree
  /** Arguments that the command has already. */
  args: number
  /** The flag whose value comes next. */
  flag: OptionLike | undefined
  /** Behind `--`. */
  onlyArguments: boolean
}

/** What the last of the words may become. `profiles` is asked only where a profile would fit. */
export function findCompletions(
  program: CommandTree,
  words: readonly string[],
  profiles: () => string[],
): Completions {
  const current = words.at(-1) ?? ''
  const place = words.slice(0, -1).reduce(step, start(program))
  const offer = (values: Values, prefix = ''): Completions => {
    if (typeof values === 'string' && values !== 'profiles') return { found: [], kind: values }
    const names = values === 'profiles' ? profiles() : values
    const found = names.map((name) => ({ word: prefix + name, meaning: '' }))
    return { found: found.filter(({ word }) => word.startsWith(current)), kind: 'none' }
  }
  if (place.flag !== undefined) return offer(valuesOfFlag(place.flag))
  if (place.args > 0 && runsAnother(place.command)) return offer('files')
  if (place.onlyArguments || !current.startsWith('-')) return offerWords(place, current, offer)
  const [name = '', value] = current.split('=', 2)
  if (value === undefined) return { found: offerFlags(place.command, current), kind: 'none' }
  const flag = flagsOf(place.command).find(({ long }) => long === name)
  return flag && takesValue(flag) ? offer(valuesOfFlag(flag), `${name}=`) : offer([])
}

function start(command: CommandTree): Place {
  return { command, args: 0, flag: undefined, onlyArguments: false }
}

/** One word further. */
function step(place: Place, word: string): Place {
  if (place.flag !== undefined) return { ...place, flag: undefined }
  if (place.onlyArguments || (place.args > 0 && runsAnother(place.command)))
    return { ...place, args: place.args + 1, onlyArguments: true }
  if (word === '--') return { ...place, onlyArguments: true }
  if (word.startsWith('-')) {
    const flag = flagsOf(place.command).find(({ long, short }) => long === word || short === word)
    return { ...place, flag: flag && takesValue(flag) ? flag : undefined }
  }
  // `auth help login` is about a command as `auth login` is.
  if (word === 'help') return place
  const next = place.args === 0 ? place.command.commands.find((each) => each.name() === word) : undefined
  return next === undefined ? { ...place, args: place.args + 1 } : start(next)
}

/** Whether its arguments are a program and that one's own words and flags, as those of `exec` are. */
function runsAnother({ registeredArguments: [first] }: CommandTree): boolean {
  return first?.variadic === true && first.name() === 'command'
}

function offerWords(
  { command, args }: Place,
  current: string,
  offer: (values: Values) => Completions,
): Completions {
  const help = command.createHelp()
  const commands = args === 0 ? help.visibleCommands(command) : []
  const named = commands.map((each) => ({ word: each.name(), meaning: help.subcommandDescription(each) }))
  const { registeredArguments: places } = command
  const argument = places[args] ?? (places.at(-1)?.variadic ? places.at(-1) : undefined)
  const known = (each: ArgumentLike) => each.argChoices ?? valuesOf(keyOf(command, each), each.name())
  const values = runsAnother(command) ? 'commands' : argument ? known(argument) : []
  const { found, kind } = offer(values)
  return { found: [...named.filter(({ word }) => word.startsWith(current)), ...found], kind }
}

function offerFlags(command: CommandTree, current: string): Completion[] {
  const help = command.createHelp()
  return flagsOf(command)
    .map((flag) => ({ word: flag.long ?? flag.short ?? '', meaning: help.optionDescription(flag) }))
    .filter(({ word }) => word.startsWith(current))
}

function flagsOf(command: CommandTree): OptionLike[] {
  const help = command.createHelp()
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
}

function takesValue({ required, optional }: OptionLike): boolean {
  return required || optional
}

function valuesOfFlag({ long = '', flags, argChoices }: OptionLike): Values {
  const [, placeholder = ''] = /[<[]([\w-]+)/.exec(flags) ?? []
  return argChoices ?? valuesOf(long, placeholder)
}

/** `profile use name`: the words of the command, and the argument's. */
function keyOf(command: CommandTree, argument: ArgumentLike): string {
  const words = (each: CommandTree): string[] => (each.parent ? [...words(each.parent), each.name()] : [])
  return [...words(command), argument.name()].join(' ')
}
