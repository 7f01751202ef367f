import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'

type Program = typeof import('./main.ts')

/** Where the bundle lies, and beside it what V8 made of it when it was built. */
export const bundle = join(__dirname, 'auth-main.js')
export const codeCache = join(__dirname, 'auth-main.cache')

/** Runs `auth` with the process's arguments. */
export function main(argv: string[]): Promise<void> {
  return load().program.main(argv)
}

/**
 * Loads the bundle with V8's code cache, which halves the start: compiling is most of what a short command does. V8
 * refuses a cache that another version or other flags made, and then compiles as ever.
 */
export function load(): { program: Program; script: Script } {
  const wrapped = `(function(exports,require,module,__filename,__dirname){${readFileSync(bundle, 'latin1')}\n})`
  const cachedData = readCache()
  const script = new Script(wrapped, { filename: bundle, ...(cachedData && { cachedData }) })
  const module = { exports: {} as Program }
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle))
  return { program: module.exports, script }
}

function readCache(): Buffer | undefined {
  try {
    return readFileSync(codeCache)
  } catch {
    return undefined
  }
}
