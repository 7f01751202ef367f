import type { Command } from 'commander'

declare module 'commander' {
  interface Command {
    /** Its own error for a word that is no command, with what may have been meant; the types leave it out. */
    unknownCommand(): never
  }
}

/**
 * What a group's own name means: `list`, its default command, flags and all. Commander would take a mistyped word for an
 * argument of that one; it is answered with what was meant.
 */
export function listByDefault<Args extends unknown[]>(
  group: Command,
  list: Command,
  run: (...args: Args) => Promise<void>,
): void {
  list.allowExcessArguments().action(async (...args: Args) => {
    const { length: count } = list.args
    if (count > 0 && group.args[0] !== list.name()) group.unknownCommand()
    if (count > 0)
      list.error(`error: too many arguments for '${list.name()}'. Expected 0 arguments but got ${count}.`)
    await run(...args)
  })
}
