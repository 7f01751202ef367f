import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPassword } from '../support/app.ts'
import { type BrowserPage, openBrowser } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { type LiveApp, startLiveApp } from '../support/live-app.ts'
import { addMember } from '../support/page-client.ts'
import { openSqlite } from '../support/stores.ts'

const email = 'ann@example.com'
const [second, third] = ['tulip ladder canyon', 'violin harbor sketch']

describe.skipIf(!findChromium())('the way of a member in a browser', () => {
  let live: LiveApp

  beforeAll(async () => {
    live = await startLiveApp(openSqlite)
  })
  afterAll(() => live.close())

  test('without JavaScript: register, code, login, account, logout, forgotten password, withdrawal', async () => {
    const browser = await openBrowser({ javaScript: false })
    const { page } = browser
    await register(browser, live)
    await logInByKeys(browser, live)
    await changeAccount(browser, live)
    await logOut(page)
    await resetPassword(page, live)
    await withdraw(page)
    expect([browser.consoleErrors(), browser.requestsElsewhere()]).toEqual([[], []])
  })

  test('in Korean: every page keeps to WCAG 2.2 AA in light and dark, and to the width of a phone', async () => {
    await addMember(live, 'kim@example.com', { name: 'Kim' })
    const browser = await openBrowser({ language: 'ko' })
    const { page } = browser
    for (const path of ['/login', '/register', '/verify', '/forgot', '/forgot/code']) {
      await page.goto(live.url + path)
      expect([path, await page.locator('html').getAttribute('lang')]).toEqual([path, 'ko'])
      await expectFit(browser, path)
    }
    await page.goto(`${live.url}/login`)
    await page.locator('#login').fill('Kim')
    await page.locator('#password').fill(testPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${live.url}/account`)
    for (const path of ['/account', '/account/email', '/account/delete', '/device']) {
      await page.goto(live.url + path)
      await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true })`)
      await expectFit(browser, path)
    }
    await page.getByRole('button', { name: 'English' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect([browser.consoleErrors(), browser.requestsElsewhere()]).toEqual([[], []])
  })
})

async function register(browser: BrowserPage, live: LiveApp): Promise<void> {
  const { page } = browser
  await page.goto(`${live.url}/register`)
  await takePictures(browser, 'register')
  await fill(page, 'E-mail address', email)
  await fill(page, 'Password', '1234')
  await click(page, 'Register')
  expect(await page.getByRole('alert').count()).toBe(1)
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(email)
  await fill(page, 'Password', testPassword)
  await click(page, 'Register')
  expect(new URL(page.url()).pathname).toBe('/verify')
  await fill(page, 'Code', await live.readCode(email))
  await click(page, 'Done')
  expect(await page.getByRole('status').textContent()).toBe('Your account is ready; log in.')
}

/** Tab and Enter only (WCAG 2.2, 2.1.1): the way begins at the link that skips the navigation (2.4.1). */
async function logInByKeys(browser: BrowserPage, live: LiveApp): Promise<void> {
  const { page } = browser
  await page.goto(`${live.url}/login`)
  await takePictures(browser, 'login')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(testPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${live.url}/account`)
}

async function changeAccount(browser: BrowserPage, live: LiveApp): Promise<void> {
  const { page } = browser
  await open(page, 'Change the user name')
  await fill(page, 'User name', 'Ann')
  await click(page, 'Save the name')
  expect(await notice(page)).toBe('The user name is changed.')

  await open(page, 'Change the password')
  await fill(page, 'Current password', 'wrong horse battery')
  await fill(page, 'New password', second)
  await click(page, 'Change the password')
  expect(await page.getByRole('alert').textContent()).toBe(
    'The current password is wrong; nothing was changed.',
  )
  await fill(page, 'Current password', testPassword)
  await fill(page, 'New password', second)
  await click(page, 'Change the password')
  expect(await notice(page)).toBe('The password is changed.')

  await makeToken(page)
  await endOffice(page, live)
  await takePictures(browser, 'account')
}

async function makeToken(page: Page): Promise<void> {
  await open(page, 'Make a token')
  await fill(page, 'What it is for', 'nightly backup')
  await page.getByLabel('How long it works').selectOption('30 days')
  await click(page, 'Make the token')
  expect(await page.locator('.secret').textContent()).toMatch(/^lkp_[0-9a-f-]{36}_[\w-]{43}$/)
  expect(page.url()).not.toContain('lkp_')
  await page.getByRole('link', { name: 'I have copied it' }).click()
  expect(await page.locator('#tokens .entry strong').allTextContents()).toEqual(['nightly backup'])
}

/** A login of the command line ends from here. */
async function endOffice(page: Page, live: LiveApp): Promise<void> {
  const headers = { 'user-agent': 'latchkey-cli/1.0.0', 'latchkey-device': 'office-pc' }
  await live.request('POST', '/auth/login', { form: { username: email, password: second }, headers })
  await page.reload()
  expect(await page.locator('#devices .entry strong').allTextContents()).toHaveLength(2)
  await page.getByRole('button', { name: 'Log out office-pc' }).click()
  expect(await notice(page)).toBe('The session has ended.')
  expect(await page.locator('#devices .entry .tag').allTextContents()).toEqual(['this one'])
}

async function logOut(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Log out' }).click()
  expect(await notice(page)).toBe('You are logged out.')
}

async function resetPassword(page: Page, live: LiveApp): Promise<void> {
  live.clock.now += 1_000 // so that its letter is the newest
  await page.getByRole('link', { name: 'Forgot the password?' }).click()
  await fill(page, 'E-mail address', email)
  await click(page, 'Send a code')
  await fill(page, 'Code', await live.readCode(email))
  await fill(page, 'New password', third)
  await click(page, 'Set the password')
  expect(await notice(page)).toBe('The new password is set, and every device is logged out; log in with it.')
}

async function withdraw(page: Page): Promise<void> {
  await fill(page, 'Address or user name', 'Ann')
  await fill(page, 'Password', third)
  await click(page, 'Log in')
  await page.getByRole('link', { name: 'Delete your account' }).click()
  await fill(page, 'Your password', third)
  await click(page, 'Delete the account for good')
  expect(await notice(page)).toBe('Your account is gone, and every device is logged out.')
  const cookies = await page.context().cookies()
  expect(cookies.map(({ name }) => name).sort()).toEqual(['latchkey-device', 'latchkey-visitor'])
  await page.goto(new URL('/account', page.url()).href)
  expect(new URL(page.url()).pathname).toBe('/login')
}

/** By its whole name, in the page and not in its navigation. */
function click(page: Page, name: string): Promise<void> {
  return page.getByRole('main').getByRole('button', { name, exact: true }).click()
}

function fill(page: Page, label: string, text: string): Promise<void> {
  return page.getByLabel(label, { exact: true }).fill(text)
}

function open(page: Page, title: string): Promise<void> {
  return page.locator('summary', { hasText: title }).click()
}

function notice(page: Page): Promise<string | null> {
  return page.getByRole('status').textContent()
}

/** 320 px is WCAG 2.2, 1.4.10; half the usual width is 200 % zoom (1.4.4). */
async function expectFit({ page, checkAccessibility }: BrowserPage, path: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect([
      path,
      colorScheme,
      await checkAccessibility(colorScheme === 'light' ? 'everything' : 'colours'),
    ]).toEqual([path, colorScheme, []])
  }
  for (const width of [320, 512]) {
    await page.setViewportSize({ width, height: 640 })
    const scrolled = await page.evaluate('document.documentElement.scrollWidth')
    expect([path, scrolled]).toEqual([path, width])
  }
  await page.setViewportSize({ width: 1024, height: 768 })
}

/** For the documentation: light, dark, and on a phone. */
async function takePictures({ page, screenshot }: BrowserPage, name: string): Promise<void> {
  await screenshot(name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await screenshot(`${name}-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 320, height: 640 })
  await screenshot(`${name}-phone`)
  await page.setViewportSize({ width: 1024, height: 768 })
}
