import type { Command, CommanderError } from 'commander'
import { UsageError } from '../host-error.ts'

/** What was typed, and what was wrong with it. */

export function wordsOf(argv: string[]): string[] {
  return argv.slice(2).filter((word) => !word.startsWith('-'))
}

/** The command as far as its words are known, which is where its help is. */
export function follow(command: Command, words: string[]): { command: Command; rest: string[] } {
  const next = command.commands.find((each) => each.name() === words[0])
  return next ? follow(next, words.slice(1)) : { command, rest: words }
}

/** Commander's fault in our words, in the form that `auth` uses too. */
export function describeUsage(error: CommanderError, command: Command): UsageError {
  const help = seeHelp(command)
  if (error.code === 'commander.help') {
    const words = command.commands.map((each) => each.name()).join(', ')
    return new UsageError(`\`${pathOf(command)}\` needs one more word: ${words}.`, help)
  }
  const [, what = error.message, guess] =
    /^(?:error: )?(.*?)(?:\s+\(Did you mean (?:one of )?(.*)\?\))?$/s.exec(error.message) ?? []
  const names = guess?.split(', ').map((name) => `"${name}"`)
  const hint = names ? `Did you mean ${names.join(' or ')}?` : help
  return new UsageError(describeFault(what.replaceAll("'", '"')), hint)
}

/** Commander's sentence in the words that `auth` has for it. */
function describeFault(what: string): string {
  const [, kind, of, name = ''] = /^(unknown|missing) ([a-z ]+) "(.*)"$/.exec(what) ?? []
  if (kind === 'missing') return `Missing required argument "${name}".`
  if (kind !== undefined) return `Unknown ${of} "${name}".`
  const [, required] = /^required option "(\S+).*" not specified$/.exec(what) ?? []
  if (required !== undefined) return `Missing required option "${required}".`
  const [, option] = /^option "(.*)" argument missing$/.exec(what) ?? []
  if (option !== undefined) return `Option "${option}" needs a value.`
  const [, flag, given, choices] =
    /^option "(\S+).*" argument "(.*)" is invalid\. Allowed choices are (.*)\.$/s.exec(what) ?? []
  if (flag !== undefined) return `${flag} "${given}" is none of ${choices}.`
  const [, command, expected, count] =
    /^too many arguments for "(.*)"\. Expected (\d+) arguments? but got (\d+)\.$/.exec(what) ?? []
  if (command === undefined) return what
  return `Too many arguments for "${command}": expected ${expected} ${expected === '1' ? 'argument' : 'arguments'}, but got ${count}.`
}

export function seeHelp(command: Command): string {
  return `See \`${pathOf(command)} --help\`.`
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}
