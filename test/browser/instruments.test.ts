import { describe, expect, test } from 'vitest'
import { testPassword } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { startLiveApp } from '../support/live-app.ts'
import { openSqlite } from '../support/stores.ts'
import { clientAddress, whyNoTls } from '../support/tls-front.ts'

/** The other tests believe these instruments. */
describe.skipIf(!findChromium())('what watches the browser', () => {
  test('sees a breach of the policy, a script that throws, a request to elsewhere, and what axe finds', async () => {
    const { url } = await startLiveApp(openSqlite)
    const { page, checkAccessibility, consoleErrors, requestsElsewhere } = await openBrowser()
    await page.goto(`${url}/device`)
    await page.evaluate(`document.body.append(document.createElement('button'))
      document.body.lastChild.setAttribute('style', 'color: red')`)
    await page.evaluate(
      `new Promise((done) => setTimeout(() => { setTimeout(done); throw new Error('thrown') }))`,
    )
    expect(await checkAccessibility()).toEqual([
      'button-name: Buttons must have discernible text (body > button)',
    ])
    expect(consoleErrors()).toEqual([
      expect.stringContaining('violates the following Content Security Policy directive'),
      'Error: thrown',
    ])
    expect(requestsElsewhere()).toEqual([])
    await expect(page.goto('https://example.org/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
    await expect(page.goto('http://192.0.2.1/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
    expect(requestsElsewhere()).toEqual(['https://example.org/', 'http://192.0.2.1/'])
  })

  const missing = whyNoTls()

  test.skipIf(missing)(
    `reaches the server by TLS, as a client of a proxy${missing ? ` (skipped: ${missing})` : ''}`,
    async () => {
      const live = await startLiveApp(openSqlite, { tls: true })
      await live.signIn()
      const { page, consoleErrors, requestsElsewhere } = await openBrowser()
      const metadata = await page.goto(`${live.url}/.well-known/oauth-authorization-server`)
      expect(await metadata?.json()).toMatchObject({ issuer: live.url })
      const form = JSON.stringify({ username: 'ann@example.com', password: testPassword })
      const login = `fetch('/auth/login', { method: 'POST', body: new URLSearchParams(${form}) })`
      expect(await page.evaluate(`${login}.then(({ status }) => status)`)).toBe(200)
      const logins = live.deps.db.selectFrom('audit').select('event').where('address', '=', clientAddress)
      expect(await logins.execute()).toEqual([{ event: 'login' }])
      expect([consoleErrors(), requestsElsewhere()]).toEqual([[], []])
    },
  )
})
