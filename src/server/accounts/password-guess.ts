import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

/**
 * Below this many guesses a password counts as common. A million lies between "a listed password with digits behind it"
 * (10^4 to 10^5) and what people make up by themselves (over 10^7); the test has the table.
 */
const fewestGuesses = 1e6

/** Loads the lists (about 9 MB, a tenth of a second); `hints` are words that an attacker would try first. */
export function createGuesser(): (password: string, hints: readonly string[]) => boolean {
  const estimator = new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    // The cost grows faster than the length and with each spelling of a letter: some 50 ms at worst for a password this way.
    maxLength: 72,
    l33tMaxSubstitutions: 20,
  })
  return (password, hints) => estimator.check(password, [...hints]).guesses < fewestGuesses
}
