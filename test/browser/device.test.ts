import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BrowserPage, openBrowser } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { type LiveApp, startLiveApp } from '../support/live-app.ts'
import { openSqlite } from '../support/stores.ts'

describe.skipIf(!findChromium())('the device page in a browser', () => {
  let live: LiveApp

  beforeAll(async () => {
    live = await startLiveApp(openSqlite)
  })
  afterAll(() => live.close())

  test('keeps to its own policy, to this machine and to WCAG 2.2 AA', async () => {
    const browser = await openBrowser()
    await browser.page.goto(`${live.url}/device?user_code=BCDF-GHJK`)
    expect(await browser.page.title()).toBe('Log in a device · Latchkey')
    expect(await browser.page.getByLabel('Code').inputValue()).toBe('BCDF-GHJK')
    expect(await browser.checkAccessibility()).toEqual([])
    await browser.screenshot('device')
    expectQuiet(browser)
  })

  test('has contrast in the dark, and a phone of 320 px scrolls one way only (WCAG 2.2, 1.4.10)', async () => {
    const browser = await openBrowser({ colorScheme: 'dark', viewport: 'phone' })
    await browser.page.goto(`${live.url}/device`)
    expect(await browser.checkAccessibility()).toEqual([])
    expect(await browser.page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    expectQuiet(browser)
  })

  test('works without JavaScript: a wrong password is said, and the code is kept', async () => {
    const browser = await openBrowser({ javaScript: false })
    const { page } = browser
    await page.goto(`${live.url}/device`)
    await page.getByLabel('Code').fill('BCDF-GHJK')
    await page.getByLabel('Address or user name').fill('ann@example.com')
    await page.getByLabel('Password').fill('wrong horse battery')
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await page.getByRole('alert').textContent()).toBe('The address or the password is wrong.')
    expect(await page.getByLabel('Code').inputValue()).toBe('BCDF-GHJK')
    expectQuiet(browser)
  })
})

function expectQuiet(browser: BrowserPage): void {
  expect([browser.consoleErrors(), browser.requestsElsewhere()]).toEqual([[], []])
}
