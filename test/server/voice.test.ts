import { expect, test } from 'vitest'
import { calledName, type Node, nodesOf, quasisOf, readSources, type Said } from '../support/texts.ts'

/** What `authd` says to people, in the form in which `auth` says it; what is written in another file is found there. */

/** Sentences that go on with a value: those of the settings and of files keep the name that they begin with. */
const begun = /^([\p{Lu}"`]|\{\}|--)/u

/** The last words may be a command to be copied, which a full stop would spoil. */
const ended = /([.?]|:\n\{\}|: `[^`]+`|: \{\})$/

/** Strings and templates of an argument, those of both ways of a condition included; values are `{}`. */
function* textsIn(node: Node): Generator<string> {
  if (node.type === 'Literal' && typeof node.value === 'string') yield node.value
  if (node.type === 'TemplateLiteral') yield quasisOf(node).join('{}')
  if (node.type !== 'ConditionalExpression') return
  yield* textsIn(node.consequent as Node)
  yield* textsIn(node.alternate as Node)
}

const said: Said[] = readSources('src/server').flatMap(({ path, tree }) =>
  [...nodesOf(tree)]
    .filter(
      (node) =>
        (node.type === 'NewExpression' && /^(Host|Usage)Error$/.test(calledName(node) ?? '')) ||
        (node.type === 'CallExpression' && /^(super|say|requireConsent)$/.test(calledName(node) ?? '')),
    )
    .flatMap(({ arguments: words }) => (words as Node[]).flatMap((each) => [...textsIn(each)]))
    .filter((text) => /\p{L}/u.test(text))
    .map((text) => ({ text, path })),
)

test('errors, hints and words of authd are whole sentences, with a capital, a name or a value first and a full stop last', () => {
  expect(said.length).toBeGreaterThan(150)
  expect(said.filter(({ text }) => !begun.test(text) || !ended.test(text))).toEqual([])
})
