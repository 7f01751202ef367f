import { expect, test } from 'vitest'
import { describeProgram } from '../../src/cli/program.ts'
import {
  calledName,
  isSpoken,
  type Node,
  nodesOf,
  readSources,
  type Said,
  type Source,
  textsOf,
} from '../support/texts.ts'

/** What `auth` says when something is wrong, side by side; `authd` has the same rule in test/server/voice.test.ts. */

/** Where an error has its words and its hint. */
function placesOf(node: Node): readonly number[] {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return []
  const name = calledName(node) ?? ''
  if (node.type === 'NewExpression') return name === 'CliError' ? [2, 3] : []
  if (name === 'loginNeeded') return [0, 2]
  return /^(usageError|fault|warning)$/.test(name) ? [0, 1] : []
}

/** Texts as they are, in a message, and in both ways of a condition. */
function wordsIn(source: Source, node: Node | undefined): string[] {
  if (node?.type === 'ConditionalExpression')
    return [node.consequent, node.alternate].flatMap((each) => wordsIn(source, each as Node))
  return textsOf(source, node && isSpoken(node) ? (node.arguments as Node[])[0] : node) ?? []
}

const said: Said[] = readSources('src/cli').flatMap((source) =>
  [...nodesOf(source.tree)].flatMap((node) =>
    placesOf(node)
      .flatMap((place) => wordsIn(source, (node.arguments as Node[])[place]))
      .filter((text) => /\p{L}/u.test(text))
      .map((text) => ({ text, path: source.path })),
  ),
)

/** A value, a flag or a command may come first; the last value may be a sentence of its own. */
const begun = /^([\p{Lu}"`{]|--?\w)/u
const ended = /([.?]|\{\w+\})$/

test('an error and its hint are whole sentences, with a capital, a name or a value first and a full stop last', () => {
  expect(said.length).toBeGreaterThan(150)
  expect(said.filter(({ text }) => !begun.test(text) || !ended.test(text))).toEqual([])
})

test('a command that is to be typed stands in backticks', () => {
  const names = describeProgram().commands.map((each) => each.name())
  const bare = new RegExp(`\\bauth (${names.join('|')})\\b`)
  const outside = (text: string) => text.replaceAll(/`[^`]*`/g, '')
  expect(said.filter(({ text }) => bare.test(outside(text)))).toEqual([])
})
