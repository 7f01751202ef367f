import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPassword } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { type LiveApp, startLiveApp } from '../support/live-app.ts'
import { addClient, startDevice } from '../support/oauth.ts'
import { addMember } from '../support/page-client.ts'
import { openSqlite } from '../support/stores.ts'

describe.skipIf(!findChromium())('the device page in a browser', () => {
  let live: LiveApp

  beforeAll(async () => {
    live = await startLiveApp(openSqlite)
    await addMember(live, 'ann@example.com')
  })
  afterAll(() => live.close())

  test('on a phone, from the address that the device shows: the login, the code, who asks, yes', async () => {
    const client = await addClient(live, { name: 'Printer' })
    const { user_code } = await startDevice(live, { ...client })
    const browser = await openBrowser({ colorScheme: 'dark', viewport: 'phone' })
    const { page } = browser
    await page.goto(`${live.url}/device?user_code=${user_code}`)
    await page.getByLabel('Address or user name').fill('ann@example.com')
    await page.getByLabel('Password').fill(testPassword)
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()

    expect(await page.title()).toBe('Log in a device · Latchkey')
    expect(await page.getByLabel('Code').inputValue()).toBe(user_code)
    await page.getByLabel('Code').fill('BBBB-BBBB')
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('No login waits under this code')
    await page.getByLabel('Code').fill(user_code)
    await page.getByRole('button', { name: 'Next' }).click()

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Who asks')
    expect(await browser.checkAccessibility()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await browser.checkAccessibility()).toEqual([])
    await browser.screenshot('device-phone')
    await page.getByRole('button', { name: 'Yes, log it in' }).click()
    expect(await page.getByRole('status').textContent()).toBe(
      'The device is logged in; you can close this page.',
    )
    expect([browser.consoleErrors(), browser.requestsElsewhere()]).toEqual([[], []])
  })
})
