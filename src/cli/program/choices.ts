import { Argument, Option } from 'commander'
import { scopes } from '../../protocol/scopes.ts'

/** An option that takes one of these words and no other. Help, completion and errors read them here. */
export function oneOf(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words)
}

/** The same where it may be given several times; `read` has the words that one typed text stands for. */
export function someOf(
  flags: string,
  description: string,
  words: readonly string[],
  read = (typed: string): string[] => [typed],
): Option {
  const option = oneOf(flags, description, words)
  const { parseArg: check } = option
  return option.argParser((typed: string, before: string[] | undefined) => [
    ...(before ?? []),
    ...read(typed).map((word) => check?.(word, undefined) ?? word),
  ])
}

/** Scopes may be one list with spaces, too (RFC 6749 §3.3). */
export function scopesOf(flags: string, description: string): Option {
  return someOf(flags, description, scopes, (typed) => typed.trim().split(/ +/))
}

/** An argument that is one of these words. */
export function oneWordOf(name: string, description: string, words: readonly string[]): Argument {
  return new Argument(name, description).choices(words)
}

/** An option that may be given several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}
