import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/** What is asked of a page: all there is, or only what another colour scheme can change. */
export type Extent = 'everything' | 'colours'

const rules: Record<Extent, NonNullable<RunOptions['runOnly']>> = {
  everything: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  colours: { type: 'rule', values: ['color-contrast'] },
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on the page, each as `rule: what is wrong (where)`. It comes in by the debugger, which no Content
 * Security Policy binds, so the page is checked under its own.
 */
export async function findViolations(page: Page, extent: Extent, within: string): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(`${source};undefined`)
  const options: RunOptions = { runOnly: rules[extent], resultTypes: ['violations'] }
  const run = `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)}).then(({ violations }) => violations)`
  const violations = await page.evaluate<AxeResults['violations']>(run)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  )
}
