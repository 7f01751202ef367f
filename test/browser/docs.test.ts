import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BrowserOptions, type BrowserPage, openBrowser } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { type LiveApp, startLiveApp } from '../support/live-app.ts'
import { openSqlite } from '../support/stores.ts'

describe.skipIf(!findChromium())('the API reference in a browser', () => {
  let live: LiveApp

  beforeAll(async () => {
    live = await startLiveApp(openSqlite)
  })
  afterAll(() => live.close())

  // Each costs axe two seconds on a page of this length; the colours do not depend on the width.
  const surroundings: BrowserOptions[] = [
    { viewport: 'desktop', colorScheme: 'light' },
    { viewport: 'phone', colorScheme: 'dark' },
  ]

  test.each(surroundings)(
    'on a $viewport in the $colorScheme it keeps to this machine and to WCAG 2.2 AA, and scrolls one way only',
    async (options) => {
      const browser = await openBrowser(options)
      await browser.page.goto(`${live.url}/docs`)
      expect(await browser.page.title()).toBe('API reference · Latchkey')
      const isDark = options.colorScheme === 'dark'
      const found = isDark
        ? await browser.checkAccessibility('colours', '#post-auth-login')
        : await browser.checkAccessibility()
      expect(found).toEqual([])
      expect(await browser.page.evaluate(widest)).toBeLessThanOrEqual(
        options.viewport === 'phone' ? 320 : 1024,
      )
      expectQuiet(browser)
    },
  )

  test('without JavaScript the contents lead to each operation', async () => {
    const browser = await openBrowser({ javaScript: false })
    const { page } = browser
    await page.goto(`${live.url}/docs`)
    await page.getByRole('navigation', { name: 'Contents' }).getByText('/auth/login').click()
    expect(page.url()).toBe(`${live.url}/docs#post-auth-login`)
    const operation = page.locator('#post-auth-login:target')
    expect(await operation.getByRole('heading', { level: 3 }).textContent()).toBe('POST /auth/login')
    expect(await operation.evaluate((element) => Math.abs(element.getBoundingClientRect().top))).toBeLessThan(
      40,
    )
    expectQuiet(browser)
  })
})

/** The right edge of what sticks out furthest, the page itself included. */
const widest = `Math.max(document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('.api *')].map((element) => element.getBoundingClientRect().right))`

function expectQuiet(browser: BrowserPage): void {
  expect([browser.consoleErrors(), browser.requestsElsewhere()]).toEqual([[], []])
}
