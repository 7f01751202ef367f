import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseAst } from 'vitest/node'

/** What the sources say to people, found in their syntax trees, so that no way of writing it down is overlooked. */

const root = join(import.meta.dirname, '../..')

export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

export interface Source {
  path: string
  text: string
  tree: Node
}

/** A text where it is said. */
export interface Said {
  text: string
  path: string
}

export function readSources(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .map((path) => {
        const text = readFileSync(join(root, path), 'utf8')
        return { path, text, tree: parseAst(text, { lang: 'ts' }) as unknown as Node }
      }),
  )
}

export function sourceOf({ text }: Source, { start, end }: Node): string {
  return text.slice(start, end)
}

/** Every node below, the parent before its children. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** The name of what is called: `t` for `t(…)` and `visit.t(…)`. */
export function calledName({ callee }: Node): string | undefined {
  const called = callee as Node
  const name = called.type === 'MemberExpression' ? (called.property as Node) : called
  return name.type === 'Identifier' ? String(name.name) : undefined
}

/** Whether it is a call of `t` or `message`, whose own text is found there. */
export function isSpoken(node: Node): boolean {
  return node.type === 'CallExpression' && ['t', 'message'].includes(calledName(node) ?? '')
}

/** The texts that an expression can be; undefined where they cannot be known from its file. */
export function textsOf(source: Source, node: Node | undefined): string[] | undefined {
  if (node === undefined) return []
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value]
  if (node.type === 'TemplateLiteral' && (node.expressions as Node[]).length === 0) {
    return [quasisOf(node).join('')]
  }
  if (node.type === 'ConditionalExpression') {
    return joined(source, [node.consequent as Node, node.alternate as Node])
  }
  if (node.type === 'LogicalExpression') return joined(source, [node.left as Node, node.right as Node])
  if (isSpoken(node)) return []
  if (node.type === 'Identifier' && node.name === 'undefined') return []
  if (node.type === 'Identifier') return textsOfConstant(source, String(node.name))
  return undefined
}

function joined(source: Source, nodes: readonly Node[]): string[] | undefined {
  const found = nodes.map((each) => textsOf(source, each))
  return found.includes(undefined) ? undefined : found.flatMap((texts) => texts ?? [])
}

function textsOfConstant(source: Source, name: string): string[] | undefined {
  const declared = [...nodesOf(source.tree)].filter(
    (node) => node.type === 'VariableDeclarator' && (node.id as Node).name === name,
  )
  return declared.length === 0
    ? undefined
    : joined(
        source,
        declared.map((node) => node.init as Node),
      )
}

/** The fixed parts of a template. */
export function quasisOf(template: Node): string[] {
  return (template.quasis as Array<{ value: { cooked: string } }>).map(({ value }) => value.cooked)
}

/** A place in a source where words stand that a person could read. */
export interface Prose extends Said {
  /** False where values are put between the words. */
  isWhole: boolean
}

/** Every string and template of a source that has two words side by side; single words are found by `t` and `message`. */
export function proseOf({ path, tree }: Source): Prose[] {
  const names = new Set<unknown>()
  const templates: Prose[] = []
  const strings: Prose[] = []
  for (const node of nodesOf(tree)) {
    // The names of modules and of properties, and types, are said to nobody.
    if (node.type === 'ImportDeclaration' || node.type === 'ImportExpression') names.add(node.source)
    if (node.type === 'TSLiteralType') names.add(node.literal)
    if (node.type === 'Property') names.add(node.key)
    if (node.type === 'TemplateLiteral') {
      const text = quasisOf(node).join('{}')
      templates.push({ text, path, isWhole: (node.expressions as Node[]).length === 0 })
    }
    if (node.type === 'Literal' && typeof node.value === 'string' && !names.has(node))
      strings.push({ text: node.value, path, isWhole: true })
  }
  return [...strings, ...templates].filter(({ text }) => /[a-z]{2,}[,;:.]? [a-z`"]/i.test(text))
}
