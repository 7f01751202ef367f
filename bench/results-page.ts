import type { Result } from './result.ts'

/** RESULTS.md. Undated, so that a run that changes nothing but noise is easy to compare with the one before. */
export function renderResultsPage(machine: readonly string[], results: readonly Result[]): string {
  const rows = results.map(({ what, figure, baseline, ratio, aim, isMet }) =>
    [what, figure, baseline, ratio, aim, isMet ? 'yes' : '**no**'].join(' | '),
  )
  return `# Benchmarks

Written by \`npm run bench\`. Figure and baseline are measured in turn in one run, after a round that is not counted; all
numbers are medians, the ratio that of each round's own ratio. Only ratios say something about Latchkey: absolute values
belong to the machine.

${machine.map((line) => `- ${line}`).join('\n')}

| what | figure | baseline | ratio | aim | met? |
|---|---|---|---|---|---|
${rows.map((row) => `| ${row} |`).join('\n')}
`
}
