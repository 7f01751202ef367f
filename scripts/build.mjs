// Builds one bundle per program into dist/. Nothing is fetched, nothing but dist/ is written.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { build } from 'esbuild'

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  outdir: 'dist',
  logLevel: 'warning',
  legalComments: 'none',
}

/** Commander wants node:child_process for subcommands in files of their own; we have none, and it costs 2 ms. */
const commanderAlone = {
  name: 'commander-alone',
  setup(builder) {
    builder.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'none' } : undefined,
    )
    builder.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/**
 * Inquirer is half a megabyte, and having it in the same file would cost every call of `auth` 8 ms; mDNS is a tenth of it,
 * and the Korean words are for those who read them.
 */
const rarelyUsedApart = {
  name: 'rarely-used-apart',
  setup(builder) {
    for (const [filter, path] of [
      [/\/prompts\.ts$/, './prompts.js'],
      [/\/mdns\.ts$/, './mdns.js'],
      [/\/korean\/catalogue\.ts$/, './korean.js'],
    ]) {
      builder.onResolve({ filter }, ({ kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      )
    }
  },
}

rmSync('dist', { recursive: true, force: true })

await Promise.all([
  // The client: everything inside and minified, because its start is felt at every call; only the native keychain stays out.
  build({
    ...shared,
    entryPoints: {
      auth: 'src/cli/launch.ts',
      'auth-main': 'src/cli/main.ts',
      prompts: 'src/cli/terminal/prompts.ts',
      mdns: 'src/cli/trust/mdns.ts',
    },
    minify: true,
    external: ['@napi-rs/keyring', '@lydell/node-pty'],
    plugins: [rarelyUsedApart, commanderAlone],
    // `import()` becomes a late `require()`: node's loader for ES modules would cost another 10 ms.
    supported: { 'dynamic-import': false },
  }),
  // Korean as it is written, which is shorter than its escapes; launch.ts could not read the other files so.
  build({
    ...shared,
    entryPoints: { korean: 'src/protocol/korean/catalogue.ts' },
    minify: true,
    charset: 'utf8',
  }),
  // The server: our code in one file, libraries where npm put them, so that native parts and workers find their files.
  build({
    ...shared,
    entryPoints: { authd: 'src/server/main.ts', 'hash-worker': 'src/server/accounts/hashing/hash-worker.ts' },
    packages: 'external',
    sourcemap: true,
  }),
])

// The manual, from the same words as the help: commander's programs say them, so they are loaded once.
const manual = 'dist/man-pages.cjs'
await build({
  ...shared,
  entryPoints: ['scripts/man-pages.mts'],
  packages: 'external',
  outdir: undefined,
  outfile: manual,
})
execFileSync(process.execPath, [manual], { stdio: ['ignore', 'ignore', 'inherit'] })
rmSync(manual)

// The client starts from what V8 has compiled already; see src/cli/launch.ts.
execFileSync(process.execPath, ['scripts/code-cache.mjs'], { stdio: ['ignore', 'ignore', 'pipe'] })
