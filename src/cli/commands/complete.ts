import { type CommandTree, findCompletions } from '../completion/completions.ts'
import type { Context } from '../context.ts'
import { writeOut } from '../output.ts'

/**
 * Answers a completion script: a line for each word that fits, with a tab and what it means, and last what else
 * would fit, for the shell to list: `:files`, `:folders`, `:commands` or `:none`. Reads the configuration at most; neither network nor keychain.
 */
export function complete(context: Context, program: CommandTree, words: string[]): void {
  const { found, kind } = findCompletions(program, words, () => profileNames(context))
  const lines = found.map(({ word, meaning }) => `${word}\t${meaning}\n`)
  writeOut(1, `${lines.join('')}:${kind}\n`)
}

/** A configuration that cannot be read is told of by every other command; here a person is typing. */
function profileNames(context: Context): string[] {
  try {
    return Object.keys(context.config().profiles).filter((name) => /^[\w.-]+$/.test(name))
  } catch {
    return []
  }
}
