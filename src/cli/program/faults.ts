import type { Command, CommanderError } from 'commander'
import { type Message, message } from '../../protocol/messages.ts'
import { type CliError, usageError } from '../errors.ts'

/** Commander's own words in our form: `auth: error: Unknown command "logn".`, and what may have been meant as the hint. */
export function fromCommander(error: CommanderError, command: Command): CliError {
  const help = message('See `{command} --help`.', { command: pathOf(command) })
  if (error.code === 'commander.help') {
    const words = command.commands.map((each) => each.name()).join(', ')
    return usageError(
      message('`{command}` needs one more word: {words}.', { command: pathOf(command), words }),
      help,
    )
  }
  if (error.code === 'commander.invalidArgument') return noChoice(error, help)
  const [, what = error.message, guess] =
    /^(?:error: )?(.*?)(?:\s+\(Did you mean (?:one of )?(.*)\?\))?$/s.exec(error.message) ?? []
  const names = guess?.split(', ').map((name) => `"${name}"`)
  const [name = '', other] = names ?? []
  const meant =
    other === undefined
      ? name
      : message('{name} or {other}', { name, other: names?.slice(1).join(' or ') ?? '' })
  return usageError(
    describeFault(what.replaceAll("'", '"')),
    names === undefined ? help : message('Did you mean {names}?', { names: meant }),
  )
}

/** Commander's two ways to say that a word is none of those that an option, or an argument, takes. */
const noChoiceOfFlag =
  /^error: option '(?<name>\S+).*?' argument '(?<typed>.*)' is invalid\. .* are (?<names>.*)\.$/s
const noChoiceOfArgument =
  /^error: .* value '(?<typed>.*)' is invalid for argument '(?<name>.*)'\. .* are (?<names>.*)\.$/s

function noChoice({ message: said }: CommanderError, help: Message): CliError {
  const { name, typed, names } = (noChoiceOfFlag.exec(said) ?? noChoiceOfArgument.exec(said))?.groups ?? {}
  if (name === undefined || typed === undefined || names === undefined) return usageError(said, help)
  const flag = name.startsWith('-') ? name : name.toUpperCase()
  return usageError(
    message('{flag} {typed} is not known.', { flag, typed }),
    message('Use one of {names}.', { names }),
  )
}

/** Commander's sentence as one that can be translated; the same English either way. */
function describeFault(what: string): Message | string {
  const [, kind, name = ''] = /^(unknown|missing) [a-z ]+ "(.*)"$/.exec(what) ?? []
  if (kind === 'missing') return message('Missing required argument "{name}".', { name })
  if (kind !== undefined && /^unknown option/.test(what)) return message('Unknown option "{name}".', { name })
  if (kind !== undefined) return message('Unknown command "{name}".', { name })
  const [, option] = /^option "(.*)" argument missing$/.exec(what) ?? []
  if (option !== undefined) return message('Option "{option}" needs a value.', { option })
  const [, command, expected = '', given = ''] =
    /^too many arguments for "(.*)"\. Expected (\d+) arguments? but got (\d+)\.$/.exec(what) ?? []
  if (command === undefined) return what
  const count = expected === '1' ? message('1 argument') : message('{expected} arguments', { expected })
  return message('Too many arguments for "{command}": expected {count}, but got {given}.', {
    command,
    count,
    given,
  })
}

/** The words that call a command. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}
