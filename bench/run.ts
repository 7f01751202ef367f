import { writeFileSync } from 'node:fs'
import { benchLatency } from './cases/latency.ts'
import { benchLogin } from './cases/login.ts'
import { benchMe } from './cases/me.ts'
import { benchRefresh } from './cases/refresh.ts'
import { benchStartUp } from './cases/start-up.ts'
import { describeMachine } from './machine.ts'
import type { Result } from './result.ts'
import { renderResultsPage } from './results-page.ts'
import { type Stage, withStage } from './stage.ts'

/** `npm run bench` runs all and writes RESULTS.md; `npm run bench -- me login` runs some and only prints. */
const cases: Record<string, (stage: Stage) => Promise<Result[]>> = {
  me: benchMe,
  refresh: benchRefresh,
  login: benchLogin,
  latency: benchLatency,
  'start-up': benchStartUp,
}

const longestRunMs = 5 * 60_000

async function main(names: readonly string[]): Promise<void> {
  const machine = describeMachine()
  const results: Result[] = []
  for (const name of names.length > 0 ? names : Object.keys(cases)) {
    const bench = cases[name]
    if (!bench)
      throw new Error(`there is no benchmark "${name}"; there are: ${Object.keys(cases).join(', ')}`)
    process.stderr.write(`${name} …\n`)
    results.push(...(await withStage(bench)))
  }
  const page = renderResultsPage(machine, results)
  if (names.length === 0) writeFileSync(new URL('RESULTS.md', import.meta.url), page)
  process.stdout.write(page)
}

// The stages clean up at 'exit', which a signal alone would skip.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
setTimeout(() => {
  process.stderr.write('the benchmarks took too long and were ended\n')
  process.exit(1)
}, longestRunMs).unref()

void main(process.argv.slice(2))
