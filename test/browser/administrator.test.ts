import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TokenAnswer } from '../../src/protocol/endpoints.ts'
import { testPassword } from '../support/app.ts'
import { type BrowserPage, openBrowser } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { type LiveApp, startLiveApp } from '../support/live-app.ts'
import { addMember, openPageClient, type PageClient } from '../support/page-client.ts'
import { openSqlite } from '../support/stores.ts'

describe.skipIf(!findChromium())('the way of an administrator in a browser', () => {
  let live: LiveApp
  let annId: string

  beforeAll(async () => {
    live = await startLiveApp(openSqlite, { config: { registration: 'invite' } })
    await addPeople(live)
    annId = await addMember(live, 'ann@example.com', { name: 'Ann' })
  })
  afterAll(() => live.close())

  test('without JavaScript: members, search, details, every change, removal, invitations', async () => {
    const browser = await openBrowser({ javaScript: false })
    const { page } = browser
    await logIn(page, live)
    await changeAnn(page, live)
    await removeAnn(page, live)
    await invite(page)
    expect([browser.consoleErrors(), browser.requestsElsewhere()]).toEqual([[], []])
  })

  test('in Korean and English: every page keeps to WCAG 2.2 AA in light and dark, and to the width of a phone', async () => {
    annId = await addMember(live, 'ann@example.com', { name: 'Ann' })
    await openLogins(live)
    const browser = await openBrowser({ language: 'ko' })
    const { page } = browser
    await page.goto(`${live.url}/login?next=${encodeURIComponent('/members?q=example.com')}`)
    await page.locator('#login').fill('root@example.com')
    await page.locator('#password').fill(testPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${live.url}/members?q=example.com`)
    expect(await page.locator('html').getAttribute('lang')).toBe('ko')
    await expectFit(browser)
    await page.getByRole('button', { name: 'English' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await takePictures(browser, 'members')
    for (const path of [
      '/members?q=nobody',
      '/members/add',
      `/members/${annId}`,
      `/members/${annId}/delete`,
      '/invites',
    ]) {
      await page.goto(live.url + path)
      await expectFit(browser)
      if (path === `/members/${annId}`) await takePictures(browser, 'member')
    }
    await click(page, 'Make a code')
    await expectFit(browser)
    expect([browser.consoleErrors(), browser.requestsElsewhere()]).toEqual([[], []])
  })
})

/** Enough for two pages, with names as long as they come. */
async function addPeople(live: LiveApp): Promise<void> {
  const { deps, clock } = live
  await addMember(live, 'root@example.com', { superuser: true, name: 'Root' })
  const names = ['minji.kim', 'oliver', 'a.very.long.name.that.somebody.was.given', 'sofia', 'noah']
  const rows = Array.from({ length: 55 }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    email: `${names[index] ?? `person.${index}`}@example.${index < names.length ? 'com' : 'org'}`,
    password_hash: '!',
    created_at: clock.now - (index + 1) * 86_400_000,
    verified_at: index % 7 === 3 ? null : clock.now,
    disabled_at: index % 9 === 4 ? clock.now : null,
  }))
  await deps.db.insertInto('accounts').values(rows).execute()
}

/** Where Ann is logged in: a program's token, and another browser. */
async function openLogins(live: LiveApp): Promise<{ token: string; browser: PageClient }> {
  const form = { username: 'Ann', password: testPassword }
  const headers = { 'user-agent': 'latchkey-cli/1.0.0', 'latchkey-device': 'office-pc' }
  const answer = await live.request('POST', '/auth/login', { form, headers })
  const { access_token } = (await answer.json()) as TokenAnswer
  const browser = openPageClient(live)
  await browser.logIn('Ann')
  return { token: access_token, browser }
}

async function logIn(page: Page, live: LiveApp): Promise<void> {
  await page.goto(`${live.url}/members`)
  await page.getByLabel('Address or user name').fill('Root')
  await page.getByLabel('Password').fill(testPassword)
  await click(page, 'Log in')
  expect(page.url()).toBe(`${live.url}/members`)
  expect(await page.getByRole('row').count()).toBe(51)
  await page.getByRole('link', { name: 'More' }).click()
  expect(await page.getByRole('row').count()).toBe(8)
}

async function changeAnn(page: Page, live: LiveApp): Promise<void> {
  const { token } = await openLogins(live)
  const ask = async () => (await live.request('GET', '/auth/me', { bearer: token })).status
  await page.getByLabel('Address or user name').fill('ANN@')
  await page.getByLabel('State').selectOption('Active')
  await click(page, 'Search')
  expect(await page.getByRole('row').count()).toBe(2)
  await page.getByRole('link', { name: 'ann@example.com' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('ann@example.com')
  expect(await tags(page)).toEqual(['active'])

  await click(page, 'Make it a superuser')
  expect(await tags(page)).toEqual(['active', 'superuser'])
  await click(page, 'Take its rights')
  expect(await tags(page)).toEqual(['active'])
  expect(await ask()).toBe(200)

  await click(page, 'End office-pc')
  expect([await notice(page), await ask()]).toEqual(['The session has ended.', 401])
  await click(page, 'End all sessions')
  expect(await notice(page)).toBe('All sessions of the account have ended.')
  await page.getByText('Logged in nowhere.').waitFor()

  await click(page, 'Disable')
  expect(await tags(page)).toEqual(['disabled'])
  await click(page, 'Enable')
  expect([await notice(page), await tags(page)]).toEqual(['The account is changed.', ['active']])
  await click(page, 'Send a code')
  expect(await live.readCode('ann@example.com')).toMatch(/^[A-Z0-9]{6}$/)
}

/** The seeds' members page: who is removed is refused on the next request, and back in the form of the login. */
async function removeAnn(page: Page, live: LiveApp): Promise<void> {
  const { token, browser } = await openLogins(live)
  expect((await browser.get('/account')).status).toBe(200)
  await page.getByRole('main').getByRole('link', { name: 'Delete', exact: true }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Delete this account?')
  expect(await page.getByRole('main').getByText('ann@example.com').count()).toBe(1)
  await page.getByRole('link', { name: 'No, back' }).click()
  await page.getByRole('main').getByRole('link', { name: 'Delete', exact: true }).click()
  await click(page, 'Delete for good')
  expect([page.url(), await notice(page)]).toEqual([
    `${live.url}/members?done=member-deleted`,
    'The account is deleted.',
  ])
  expect((await live.request('GET', '/auth/me', { bearer: token })).status).toBe(401)
  expect((await browser.get('/account')).location).toBe('/login?next=%2Faccount&ended=1')
}

async function invite(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Invitations' }).click()
  await page.getByLabel('E-mail address (optional)').fill('bob@example.com')
  await page.getByLabel('Good for').selectOption('30 days')
  await click(page, 'Make a code')
  const code = await page.locator('.secret').first().textContent()
  expect(code).toMatch(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$/)
  expect(page.url()).not.toContain(code)
  await page.getByRole('link', { name: 'Back to the invitations' }).click()
  await click(page, 'Revoke bob@example.com')
  expect(await notice(page)).toBe('The invitation is revoked.')
  await page.getByText('There are no invitations.').waitFor()
}

/** By its whole name, in the page and not in its navigation. */
function click(page: Page, name: string): Promise<void> {
  return page.getByRole('main').getByRole('button', { name, exact: true }).click()
}

function notice(page: Page): Promise<string | null> {
  return page.getByRole('status').textContent()
}

function tags(page: Page): Promise<string[]> {
  return page.locator('dl .tag').allTextContents()
}

/** Both themes; 320 px is WCAG 2.2, 1.4.10. */
async function expectFit({ page, checkAccessibility }: BrowserPage): Promise<void> {
  const { pathname } = new URL(page.url())
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect([
      pathname,
      colorScheme,
      await checkAccessibility(colorScheme === 'light' ? 'everything' : 'colours'),
    ]).toEqual([pathname, colorScheme, []])
  }
  await page.setViewportSize({ width: 320, height: 640 })
  expect([pathname, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([pathname, 320])
  await page.setViewportSize({ width: 1024, height: 768 })
}

/** For the documentation: in the light on a desk, in the dark on a phone. */
async function takePictures({ page, screenshot }: BrowserPage, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await screenshot(name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 320, height: 640 })
  await screenshot(`${name}-phone`)
  await page.setViewportSize({ width: 1024, height: 768 })
}
