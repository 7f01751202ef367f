import type { Page } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, usageError } from '../errors.ts'
import { type Column, formatTable } from './table.ts'

/** So many are read in a moment; whoever has more says how many to see. */
const usualLimit = 200

/** How many of a list are wanted; it may be far longer. Throws a usage error for what is no such number. */
export function readLimit(text: string | undefined, usual = usualLimit): number {
  if (text === undefined) return usual
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw usageError(
    message('--limit {text} is no number of lines.', { text }),
    'Write a whole number, such as 500.',
  )
}

/** Says that a list goes on behind the `most` that were shown. */
export function tellOfMore({ terminal }: Context, { next_cursor }: Page<unknown>, most: number): void {
  if (next_cursor === null) return
  terminal.tell(
    message('There are more: `--limit {next}` shows them, `--search TEXT` finds one.', { next: most * 10 }),
  )
}

/** Prints a list: a table that fits the terminal, or with --json the wire's own objects. */
export function answerList(
  { terminal }: Context,
  items: readonly unknown[],
  columns: readonly Column[],
  empty: string,
): void {
  const words = items.length === 0 ? empty : formatTable(columns, terminal.width)
  terminal.answer(words, { items, next_cursor: null })
}

/** Ids are long and mostly noise: a table shows as much of each as tells them apart, and `pick` takes as much. */
export function shortIds(ids: readonly string[]): string[] {
  for (let length = 8; ; length += 4) {
    const short = ids.map((id) => id.slice(0, length))
    if (new Set(short).size === ids.length || ids.every((id) => id.length <= length)) return short
  }
}

/** Typed by hand, so a letter or two may not be enough to end a login by mistake. */
const shortestPrefix = 4

/** The one item whose id is, or begins with, what was typed. Throws a CliError for none (exit 1) or several (exit 2). */
export function pick<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  typed: string,
  what: string,
  group: string,
): T {
  const exact = items.find((item) => idOf(item) === typed)
  if (exact !== undefined) return exact
  const matches = typed.length < shortestPrefix ? [] : items.filter((item) => idOf(item).startsWith(typed))
  const [match, ...others] = matches
  if (others.length > 0)
    throw usageError(
      message('"{typed}" is the beginning of {count} ids.', { typed, count: matches.length }),
      'Type more of it.',
    )
  if (match !== undefined) return match
  throw new CliError(
    exitCodes.failed,
    'not_found',
    message('There is no {what} "{typed}".', { what: message(what), typed }),
    message('See `auth {group} list`.', { group }),
  )
}
