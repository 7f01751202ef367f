import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, dirname, join, posix, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

/** The plan of ARCHITECTURE.md, held against what is there. Each breach is one readable line. */

const root = join(import.meta.dirname, '..')

interface Import {
  /** From the project's root, with `/`; the name of the package or builtin where it is none of ours. */
  target: string
  /** Gone after the types are checked. */
  typeOnly: boolean
}

interface SourceFile {
  path: string
  text: string
  imports: Import[]
}

const files = ['src', 'db', 'bin'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .map(readSource),
)
const paths = new Set(files.map(({ path }) => path))

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const code = text.replace(/^\s*(\/\/|\/?\*).*$/gm, '')
  const statements =
    /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|require)\(\s*'([^']+)'/gm
  const imports = [...code.matchAll(statements)].map(([, type, from, bare, dynamic]) => ({
    target: resolve(path, from ?? bare ?? dynamic ?? ''),
    typeOnly: type !== undefined,
  }))
  return { path, text, imports }
}

function resolve(importer: string, name: string): string {
  if (name.startsWith('.')) return posix.join(posix.dirname(importer), name)
  if (name.startsWith('node:')) return name
  const [scope = '', inner] = name.split('/')
  return scope.startsWith('@') ? `${scope}/${inner}` : name === 'hono/html' ? name : scope
}

const isOurs = (target: string) => /^(src|db|bin|dist|test|scripts|bench)\//.test(target)
const inFolder = (folder: string) => (file: SourceFile) => file.path.startsWith(`${folder}/`)

/** `importer → target` for every import that the rule forbids. */
function breaches(
  from: readonly SourceFile[],
  isAllowed: (item: Import, file: SourceFile) => boolean,
): string[] {
  return from.flatMap((file) =>
    file.imports.filter((item) => !isAllowed(item, file)).map(({ target }) => `${file.path} → ${target}`),
  )
}

const startsWithAny = (target: string, allowed: readonly string[]) =>
  allowed.some((start) => (/[/:]$/.test(start) ? target.startsWith(start) : target === start))

describe('who may import whom', () => {
  test('the imports were found at all', () => {
    expect(files.length).toBeGreaterThan(100)
    const importOf = (path: string) =>
      files.find((file) => file.path === path)?.imports.map(({ target }) => target)
    expect(importOf('src/server/app.ts')).toContain('src/server/endpoints/login.ts')
    expect(importOf('src/server/app.ts')).toContain('hono')
    expect(importOf('db/connect.ts')).toEqual(
      expect.arrayContaining(['kysely', 'db/sqlite.ts', 'db/postgres.ts']),
    )
    const unknown = breaches(files, ({ target }) => !/^(src|db)\//.test(target) || paths.has(target))
    expect(unknown).toEqual([])
  })

  test('builtins are imported by their full names', () => {
    expect(breaches(files, ({ target }) => !builtinModules.includes(target))).toEqual([])
  })

  test('bin loads its bundle and calls main, in three lines', () => {
    for (const name of ['auth', 'authd']) {
      const file = files.find(({ path }) => path === `bin/${name}.js`)
      expect(file?.imports.map(({ target }) => target)).toEqual([`dist/${name}.js`])
      expect(file?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(3)
    }
  })

  test('the client imports itself and the protocol, never the server or the store', () => {
    const allowed = ['src/cli/', 'src/protocol/', 'package.json']
    const from = files.filter(inFolder('src/cli'))
    expect(breaches(from, ({ target }) => !isOurs(target) || startsWithAny(target, allowed))).toEqual([])
  })

  test('the server never imports the client', () => {
    const allowed = ['src/server/', 'src/protocol/', 'db/', 'package.json']
    const from = files.filter(inFolder('src/server'))
    expect(breaches(from, ({ target }) => !isOurs(target) || startsWithAny(target, allowed))).toEqual([])
  })

  test('the protocol imports nothing of ours and no library', () => {
    const from = files.filter(inFolder('src/protocol'))
    const isPlain = ({ target }: Import) => target.startsWith('src/protocol/') || target.startsWith('node:')
    expect(breaches(from, isPlain)).toEqual([])
  })

  test('db imports Kysely, the drivers and itself', () => {
    const allowed = ['db/', 'kysely', 'better-sqlite3', 'pg', 'node:crypto', 'node:timers/promises']
    expect(breaches(files.filter(inFolder('db')), ({ target }) => startsWithAny(target, allowed))).toEqual([])
  })

  test('in the server each layer imports only itself and those below it (types aside)', () => {
    const layers: ReadonlyArray<readonly string[]> = [
      ['src/protocol/', 'db/', 'package.json'],
      // What knows neither accounts nor HTTP.
      ...[
        [
          'key-material',
          'keys',
          'locks',
          'access-token',
          'id-token',
          'secret',
          'rate-limit',
          'source-network',
          'audit',
          'audit-log',
          'log',
          'redaction',
          'warner',
          'host-error',
          'language',
          'deps',
          'platform',
          'owner',
          'ops/metrics/exposition',
        ].map((name) => `src/server/${name}.ts`),
      ],
      [
        'src/server/accounts/',
        'src/server/grants/',
        'src/server/mail/',
        'src/server/ops/',
        'src/server/housekeeping.ts',
      ],
      ['src/server/endpoints/', 'src/server/pages/'],
      ['src/server/app.ts'],
      // The host: settings, files, ports, commands.
      ['src/server/'],
    ]
    const rank = (path: string) => layers.findIndex((places) => startsWithAny(path, places))
    const from = files.filter(inFolder('src/server'))
    const isBelow = ({ target, typeOnly }: Import, file: SourceFile) =>
      typeOnly || !isOurs(target) || rank(target) <= rank(file.path)
    expect(breaches(from, isBelow)).toEqual([])
  })

  test('in the server and db no files import each other in a circle (types aside)', () => {
    const seen = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (seen.get(path) === 'open') circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      if (seen.has(path)) return
      seen.set(path, 'open')
      const imports = files.find((file) => file.path === path)?.imports ?? []
      for (const { target, typeOnly } of imports) if (!typeOnly) visit(target, [...trail, path])
      seen.set(path, 'done')
    }
    for (const { path } of files) if (!path.startsWith('src/cli/')) visit(path, [])
    expect(circles).toEqual([])
  })
})

describe('HTTP and SQL are kept apart', () => {
  const knowsHttp = files.filter(({ path }) => /^src\/server\/(app\.ts|endpoints\/|pages\/)/.test(path))
  const knowsSql = files.filter(({ path }) => /^src\/server\/(accounts|grants|mail|ops)\//.test(path))
  const besides = /^src\/server\/(rate-limit|keys|locks|audit|audit-log|housekeeping)\.ts$/

  test('the rest of the server knows no SQL: the app, its endpoints and pages, the host and its commands', () => {
    const rest = files
      .filter(inFolder('src/server'))
      .filter((file) => !knowsSql.includes(file) && !besides.test(file.path))
    const sql =
      /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|selectNoFrom|schema\.|fn\.)|\bsql[`<]/
    expect(rest.filter(({ text }) => sql.test(text)).map(({ path }) => path)).toEqual([])
    expect(breaches(rest, ({ target }) => target !== 'kysely')).toEqual([])
  })

  test('no transaction begins there: a verb below owns it, with the entry in the audit log', () => {
    expect(knowsHttp.filter(({ text }) => /\.transaction\(/.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('accounts, grants and mail know no HTTP', () => {
    // hono/html is only a template tag that escapes; it knows nothing of requests.
    const http = ['hono', '@hono/zod-openapi', '@hono/node-server', 'node:http', 'node:https']
    expect(breaches(knowsSql, ({ target }) => !http.includes(target))).toEqual([])
    const words = /\b(RequestContext|Response|Request|Headers)\b(?=[(<.,;)])/
    expect(knowsSql.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('only app.ts writes error answers', () => {
    const writes = files
      .filter(({ text }) => /application\/problem\+json'/.test(text))
      .map(({ path }) => path)
    const inServer = writes.filter((path) => path.startsWith('src/server/'))
    // schemas.ts describes them for /openapi.json
    expect(inServer.sort()).toEqual(['src/server/app.ts', 'src/server/endpoints/schemas.ts'])
  })
})

describe('one library, one home', () => {
  const homes: Record<string, RegExp> = {
    '@hono/node-server': /^src\/server\/(commands\/serve|http-server|endpoints\/router)\.ts$/,
    '@hono/zod-openapi': /^src\/server\/(endpoints|pages)\//,
    '@lydell/node-pty': /^src\/cli\/exec\/pseudo-terminal\.ts$/,
    '@napi-rs/keyring': /^src\/cli\/storage\/keychain\.ts$/,
    '@peculiar/x509': /^src\/server\/lan\/certificate\.ts$/,
    '@node-rs/argon2': /^src\/server\/accounts\/hashing\/argon2\.ts$/,
    '@zxcvbn-ts/core': /^src\/server\/accounts\/password-guess\.ts$/,
    '@zxcvbn-ts/language-common': /^src\/server\/accounts\/password-guess\.ts$/,
    bcryptjs: /^src\/server\/accounts\/hashing\/password-hash\.ts$/,
    'better-sqlite3': /^db\/sqlite-connection\.ts$/,
    'bonjour-service': /^src\/(server\/lan\/announcement|cli\/trust\/mdns)\.ts$/,
    chalk: /^src\/cli\/terminal\.ts$/,
    commander: /^src\/(cli|server)\/program(\/[\w-]+|-\w+)?\.ts$/,
    hono: /^src\/server\/(app\.ts|endpoints\/|pages\/)/,
    'hono/html': /^src\/server\/(mail\/letters\/layout\.ts|pages\/)/,
    inquirer: /^src\/cli\/terminal\/prompts\.ts$/,
    jose: /^src\/server\/(key-material|keys|access-token|id-token)\.ts$/,
    kysely:
      /^(db\/|src\/server\/(accounts|grants|mail|ops)\/|src\/server\/(rate-limit|keys|audit|audit-log|housekeeping)\.ts$)/,
    nodemailer: /^src\/server\/mail\/transport\.ts$/,
    open: /^src\/cli\/login\/browser\.ts$/,
    pg: /^db\/postgres\.ts$/,
    pino: /^src\/server\/log\.ts$/,
    'proper-lockfile': /^src\/cli\/session\/lock\.ts$/,
    'reflect-metadata': /^src\/server\/lan\/certificate\.ts$/,
    uqr: /^src\/(cli\/terminal|server\/lan)\/qr-code\.ts$/,
    zod: /^src\/server\/(endpoints|pages)\//,
  }
  /** Swapping one of these is a change of one file. */
  const inOneFile = Object.keys(homes).filter(
    (name) => !/^(@hono|hono|kysely|commander|jose|zod|@zxcvbn|bonjour-service|uqr)/.test(name),
  )
  const usersOf = (library: string) =>
    files.filter(({ imports }) => imports.some(({ target }) => target === library)).map(({ path }) => path)

  test('every library has a home here', () => {
    const used = files.flatMap(({ imports }) => imports.map(({ target }) => target))
    const libraries = used.filter(
      (target) => !isOurs(target) && !target.startsWith('node:') && target !== 'package.json',
    )
    expect([...new Set(libraries)].filter((library) => !Object.hasOwn(homes, library))).toEqual([])
  })

  test.each(Object.entries(homes))('%s lives in %s', (library, home) => {
    expect(usersOf(library).filter((path) => !home.test(path))).toEqual([])
  })

  test.each(inOneFile)('%s is known to one file', (library) => {
    expect(usersOf(library).length).toBeLessThanOrEqual(1)
  })
})

describe('systems', () => {
  test('what differs between them is asked in one place of each side, where it can be tested for all of them', () => {
    const asks = /\bprocess\.platform\b|\bplatform\b[^;\n]*= process\b|\bplatform\(\)/
    const asking = files.filter(({ text }) => asks.test(text)).map(({ path }) => path)
    const isPlace = (path: string) =>
      path.startsWith('src/cli/platform/') || path === 'src/server/platform.ts'
    expect(asking.length).toBeGreaterThan(1)
    expect(asking.filter((path) => !isPlace(path))).toEqual([])
  })
})

describe('how the files look', () => {
  const typescript = files.filter(({ path }) => path.endsWith('.ts'))
  const lines = typescript.map(({ path, text }) => ({ path, count: text.trimEnd().split('\n').length }))

  test('none is longer than 300 lines, and half of them not than 80', () => {
    expect(lines.filter(({ count }) => count > 300)).toEqual([])
    const counts = lines.map(({ count }) => count).sort((a, b) => a - b)
    expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(80)
  })

  test('there are no default exports, no barrels and no module-level mutable state', () => {
    const found = (pattern: RegExp) =>
      typescript.filter(({ text }) => pattern.test(text)).map(({ path }) => path)
    expect(found(/^export default|\bas default\b/m)).toEqual([])
    expect(found(/^export \* from/m)).toEqual([])
    expect(found(/^(export )?(let|var) /m)).toEqual([])
    expect([...paths].filter((path) => /(^|\/)index\.\w+$/.test(path))).toEqual([])
  })

  test('names are kebab-case nouns, and no folder is a drawer for everything', () => {
    const odd = [...paths].filter(
      (path) => !/^((\d{4}_)?[a-z0-9]+([-_][a-z0-9]+)*)(\.[a-z]+)+$/.test(basename(path)),
    )
    expect(odd).toEqual([])
    const folders = [...new Set([...paths].flatMap((path) => dirname(path).split('/')))]
    expect(
      folders.filter((name) => /^(utils?|helpers?|services?|common|misc|shared|lib)$/.test(name)),
    ).toEqual([])
  })
})
