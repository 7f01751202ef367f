import { describe, expect, test } from 'vitest'
import { korean, modules } from '../src/protocol/korean/catalogue.ts'
import {
  calledName,
  isSpoken,
  type Node,
  nodesOf,
  proseOf,
  quasisOf,
  readSources,
  type Said,
  type Source,
  sourceOf,
  textsOf,
} from './support/texts.ts'

/** One catalogue holds every sentence that a person can meet; what it lacks is shown with its file. */

const server = readSources('src/server')
const pages = server.filter(({ path }) => path.startsWith('src/server/pages/'))
const cli = readSources('src/cli')
const protocol = readSources('src/protocol').filter(({ path }) => !path.includes('/korean/'))

const spoken = findCalls([...server, ...cli, ...protocol], (node) => (isSpoken(node) ? [0] : []))
const details = findCalls(server, (node) => (isNew(node, 'ProtocolError') ? [1] : []))
const cliErrors = findCalls(cli, (node) => {
  if (isNew(node, 'CliError')) return [2, 3]
  return node.type === 'CallExpression' && calledName(node) === 'pick' ? [3] : []
})

/** Help is read in cells: words, and beside them what is typed. */
const isHelp = (text: string) => /^(Examples|\s*Environment):/.test(text)
const cellsOf = (text: string) => text.match(/\S+(?: \S+)*/g) ?? []
const isTyped = (text: string) =>
  /^(`?authd? |printf |tar |curl |Content-[A-Z]|git |kubectl |source |(- )?[a-z]\w*:( |$)|--exec-arg=|-[\w, -]*( [<[]\S+)?$|[A-Z_]+(=|$)|[a-z-]+( [<[][a-z]+[>\]])+$)|^application\//.test(
    text,
  )

/** A completion script speaks to shells. */
const prose = cli.filter(({ path }) => !path.endsWith('/completion/scripts.ts')).flatMap(proseOf)
const said: Said[] = [
  ...spoken.texts,
  ...details.texts,
  ...cliErrors.texts,
  ...server.flatMap(faultsOf),
  ...server
    .filter(({ path }) => path.endsWith('/notice.ts'))
    .flatMap((source) => valuesOf(source, 'notices')),
  ...protocol
    .filter(({ path }) => path.endsWith('/errors.ts'))
    .flatMap((source) => valuesOf(source, 'table')),
  ...cli.flatMap((source) => propertiesOf(source, 'result')),
  ...prose
    .filter(({ isWhole }) => isWhole)
    .flatMap(({ text, path }) =>
      (isHelp(text) ? cellsOf(text) : [text]).map((each) => ({ text: each, path })),
    )
    .filter(({ text }) => !isTyped(text)),
].filter(({ text }) => /\p{L}/u.test(text.replaceAll(/\{\w+\}/g, '')))

/** Commander writes these into every help. */
const commandersOwn = ['choices:', 'Usage:', 'Arguments:', 'Options:', 'Global Options:', 'Commands:']

function isNew(node: Node, name: string): boolean {
  return node.type === 'NewExpression' && calledName(node) === name
}

/** The texts in some places of some calls, and the calls in which they cannot be read. */
function findCalls(sources: readonly Source[], placesOf: (node: Node) => readonly number[]) {
  const texts: Said[] = []
  const unread: string[] = []
  for (const source of sources) {
    for (const node of nodesOf(source.tree)) {
      for (const place of placesOf(node)) {
        const found = textsOf(source, (node.arguments as Node[])[place])
        if (found === undefined) unread.push(`${source.path}: ${sourceOf(source, node).replace(/\s+/g, ' ')}`)
        texts.push(...(found ?? []).map((text) => ({ text, path: source.path })))
      }
    }
  }
  return { texts, unread }
}

/**
 * What zod says of a field: `error: '…'` or a function that says it, the last argument of its checks, and the words for
 * fields that are not taken.
 */
function faultsOf(source: Source): Said[] {
  if (!/\/(endpoints|pages)\//.test(source.path)) return []
  const found = [...nodesOf(source.tree)].flatMap((node) => {
    if (node.type === 'Property' && (node.key as Node).name === 'error') return resultsOf(node.value as Node)
    if (node.type !== 'CallExpression') return []
    const rest = (node.arguments as Node[]).slice(1)
    if (/^(min|max|length|regex)$/.test(calledName(node) ?? '')) return rest.flatMap(literal)
    if (calledName(node) !== 'closedBody') return []
    const words = rest.flatMap((each) => [...nodesOf(each)].filter(({ type }) => type === 'Property'))
    return words.flatMap((each) => textsOf(source, each.value as Node) ?? [])
  })
  return found.map((text) => ({ text, path: source.path }))
}

/** The texts that a value or a function can come to. */
function resultsOf(value: Node): string[] {
  const branches = [...nodesOf(value)].filter(({ type }) => type === 'ConditionalExpression')
  const results = branches.flatMap((node) => [node.consequent as Node, node.alternate as Node])
  return [value, value.body as Node | undefined, ...results].flatMap((node) => (node ? literal(node) : []))
}

function literal(node: Node): string[] {
  return node.type === 'Literal' && typeof node.value === 'string' ? [node.value] : []
}

/** The texts in a constant that is a table. */
function valuesOf(source: Source, name: string): Said[] {
  const table = [...nodesOf(source.tree)].find(
    (node) => node.type === 'VariableDeclarator' && (node.id as Node).name === name,
  )
  const values = table ? [...nodesOf(table)].filter((node) => node.type === 'Property') : []
  return values
    .flatMap((node) => [...nodesOf(node.value as Node)].flatMap(literal))
    .map((text) => ({ text, path: source.path }))
}

/** The texts of all properties of a name. */
function propertiesOf(source: Source, name: string): Said[] {
  return [...nodesOf(source.tree)]
    .filter((node) => node.type === 'Property' && (node.key as Node).name === name)
    .flatMap((node) => textsOf(source, node.value as Node) ?? [])
    .map((text) => ({ text, path: source.path }))
}

/** The words of a page's markup that no `t` has put there. */
function bareWords(source: Source): string[] {
  const templates = [...nodesOf(source.tree)].filter(
    (node) => node.type === 'TaggedTemplateExpression' && (node.tag as Node).name === 'html',
  )
  return templates.flatMap(
    (node) =>
      quasisOf(node.quasi as Node)
        .join('\u0000')
        .replaceAll(/<[^>]*>|&\w+;/g, '\n')
        .match(/^[^<>"=]*\p{L}{2,}[^<>"=]*$/gmu)
        ?.map((words) => `${source.path}: ${words.replaceAll('\u0000', '').trim()}`) ?? [],
  )
}

const slotsOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()

describe('everything that is said has its Korean', () => {
  test('the texts were found at all', () => {
    const texts = said.map(({ text }) => text)
    expect(texts).toContain('The address or the password is wrong.') // new ProtocolError
    expect(texts).toContain('Field "{field}": {fault}') // message()
    expect(texts).toContain('it is missing.') // zod
    expect(texts).toContain('You are logged out.') // notices
    expect(texts).toContain('The server is busy') // titles
    expect(texts).toContain('Forgot the password?') // t()
    expect(texts).toContain('Interrupted.') // new CliError
    expect(texts).toContain('nothing listens there') // a table of the client
    expect(texts).toContain('renew the access token now') // a description
    expect(texts).toContain('5 server unreachable, login kept') // a cell of a help
  })

  test('each text is in the catalogue', () => {
    const missing = said.filter(({ text }) => !Object.hasOwn(korean, text))
    expect([...new Set(missing.map(({ text, path }) => `${path}: ${text}`))].sort()).toEqual([])
  })

  test('what the server says can be read where it is said, or is a message already', () => {
    const unread = [...spoken.unread, ...details.unread].filter((line) => line.startsWith('src/server/'))
    expect(unread.sort()).toEqual([
      "src/server/endpoints/fields.ts: new ProtocolError('invalid_verification_code', wrongCodeDetail(attemptsLeft))",
      'src/server/endpoints/fields.ts: new ProtocolError(check.code, check.detail)',
      "src/server/endpoints/members.ts: new ProtocolError('last_superuser', detail)",
      'src/server/endpoints/router.ts: message(issue.message)', // zod's: faultsOf
      'src/server/mail/transport.ts: message(letter, from)', // another one
      "src/server/pages/notice.ts: t(notices[word] ?? '')", // valuesOf
      'src/server/pages/visit.ts: message(text, values)',
    ])
  })

  test('no text is put together where it is said: it could not be found in the catalogue', () => {
    const composed = prose.filter(({ text, isWhole }) => !isWhole && !isTyped(text))
    expect(composed.map(({ text, path }) => `${path}: ${text}`)).toEqual([
      'src/cli/commands/token.ts: Authorization: Bearer {}',
      'src/cli/storage/storage.ts: chosen at login: {}', // kept in a file, so in English
    ])
  })

  test('titles of tables are texts, but for what no language changes', () => {
    const titles = cli.flatMap((source) => propertiesOf(source, 'title')).map(({ text }) => text)
    expect([...new Set(titles)].sort()).toEqual([' ', 'ID'])
  })

  test('the markup of pages holds no words of its own', () => {
    const found = pages.filter(({ path }) => !/\/docs(-\w+)?\.ts$/.test(path)).flatMap(bareWords)
    const attributes = ['checked', 'open', 'required', 'selected']
    const names = ['Latchkey', '· Latchkey', 'UTC', 'auth register --server  --invite']
    const known = [...attributes, ...names].map((words) => ` ${words}`)
    expect(found.filter((line) => !known.some((words) => line.endsWith(`:${words}`)))).toEqual([])
  })
})

describe('the catalogue', () => {
  const entries = Object.entries(korean)

  test('has nothing that is not said any more', () => {
    const used = new Set([...said.map(({ text }) => text), ...commandersOwn])
    expect(entries.filter(([text]) => !used.has(text)).map(([text]) => text)).toEqual([])
  })

  test('has the slots of the English text in the Korean one, and no others', () => {
    expect(entries.filter(([text, words]) => `${slotsOf(text)}` !== `${slotsOf(words)}`)).toEqual([])
  })

  test('has Korean for all of it', () => {
    expect(entries.filter(([text, words]) => text === words || words.trim() === '')).toEqual([])
    expect(entries.filter(([, words]) => !/[가-힣]/.test(words))).toEqual([])
  })

  test('has no text in two modules, where they could come to differ', () => {
    const places = new Map<string, string[]>()
    for (const [name, texts] of Object.entries(modules))
      for (const text of Object.keys(texts)) places.set(text, [...(places.get(text) ?? []), name])
    expect([...places].filter(([, names]) => names.length > 1)).toEqual([])
  })

  test('has no particle behind a slot that depends on the sound before it', () => {
    const particle = /\}(은|는|이|가|을|를|과|와|으로|로|이나|나|이며|며)(?=[\s.,)]|$)/
    expect(entries.filter(([, words]) => particle.test(words))).toEqual([])
  })
})
