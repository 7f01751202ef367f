import { Argument, Option } from 'commander'
import { scopes } from '../../protocol/scopes.ts'

/** An option that takes one of these words and no other. Help, completion and errors read them here. */
export function oneOf(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words)
}

/** The same where it may be given several times; `read` puts another spelling of a word into ours. */
export function someOf(
  flags: string,
  description: string,
  words: readonly string[],
  read = (typed: string): string => typed,
): Option {
  const option = oneOf(flags, description, words)
  const { parseArg: check } = option
  return option.argParser((typed: string, before: string[] | undefined) =>
    collect(check?.(read(typed), undefined) ?? typed, before),
  )
}

/** Scopes, each by a flag of its own or several as one list with spaces (RFC 6749 §3.3). */
export function scopesOf(flags: string, description: string): Option {
  const option = oneOf(flags, description, scopes)
  const { parseArg: check } = option
  return option.argParser((typed: string, before: string[] | undefined) => {
    const words = typed.split(' ').filter((word) => word !== '')
    for (const word of words.length === 0 ? [typed] : words) check?.(word, undefined)
    return [...(before ?? []), ...words]
  })
}

/** An argument that is one of these words. */
export function oneWordOf(name: string, description: string, words: readonly string[]): Argument {
  return new Argument(name, description).choices(words)
}

/** An option that may be given several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}
