import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { insertAccount } from '../../../src/server/accounts/account.ts'
import { rateLimits } from '../../../src/server/rate-limit.ts'
import { createSecret } from '../../../src/server/secret.ts'
import { startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { addClient, pollDevice, startDevice } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const minute = 60_000

const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'content-type': 'text/html; charset=UTF-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

interface Page {
  status: number
  headers: Record<string, string>
  html: string
  /** The text of `<h1>`. */
  title: string | undefined
  fault: string | undefined
  /** Names of the fields and buttons, in order. */
  fields: string[]
  ticket: string | undefined
}

/** Reads a page as a browser without scripts would. */
async function readPage(pending: Promise<Response>): Promise<Page> {
  const response = await pending
  const html = await response.text()
  const first = (pattern: RegExp) => pattern.exec(html)?.[1]
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    html,
    title: first(/<h1>(.*?)<\/h1>/),
    fault: first(/<p role="alert">(.*?)<\/p>/),
    fields: [...html.matchAll(/<(?:input|button)[^>]* name="(\w+)"/g)].map(([, name = '']) => name),
    ticket: first(/name="ticket" value="([^"]*)"/),
  }
}

function submit(app: TestApp, form: Record<string, string>, from = '127.0.0.1'): Promise<Page> {
  return readPage(app.request('POST', '/device', { form, from }))
}

const codeFields = ['user_code', 'login', 'password']
const question = ['ticket', 'decision', 'decision']

/** With a password that was hashed beforehand. */
async function startWithAnn(openStore = openSqlite, overrides = {}): Promise<TestApp> {
  const app = await startTestApp(openStore, overrides)
  const passwordHash = await app.deps.hasher.hash(testPassword)
  await insertAccount(
    app.deps.db,
    { email, username: undefined, passwordHash, verified: true },
    app.clock.now,
  )
  return app
}

function ask(app: TestApp, user_code: string): Promise<Page> {
  return submit(app, { user_code, login: email, password: testPassword })
}

describe('the page /device (RFC 8628 §3.3)', () => {
  forEachStore((_kind, openStore) => {
    test('the whole way by plain forms: code and password, who asks, yes', async () => {
      const app = await startWithAnn(openStore)
      const client = await addClient(app, { name: 'Printer' })
      const { user_code, device_code, verification_uri_complete } = await startDevice(
        app,
        { ...client, scope: 'email' },
        { headers: { 'latchkey-device': 'lab-printer' }, from: '192.168.1.7' },
      )
      const { pathname, search } = new URL(verification_uri_complete)
      const first = await readPage(app.request('GET', `${pathname}${search}`))
      expect(first).toMatchObject({ status: 200, fields: codeFields, fault: undefined, headers: pageHeaders })
      expect(first.html).toContain(`value="${user_code}"`)

      const second = await ask(app, user_code)
      expect(second).toMatchObject({ status: 200, title: 'Who asks', fields: question, headers: pageHeaders })
      const told = [...second.html.matchAll(/<dd>(.*?)<\/dd>/g)].map(([, text]) => text)
      expect(told).toEqual(['Printer', 'lab-printer', '192.168.1.7', '2026-03-01T12:00:00.000Z', 'email'])
      expect(second.html).toContain(`<strong>${email}</strong>`)
      expect(second.html).not.toContain(testPassword)

      const third = await submit(app, { ticket: second.ticket ?? '', decision: 'approve' })
      expect(third).toMatchObject({ status: 200, title: 'Logged in', fields: [], headers: pageHeaders })
      expect((await pollDevice(app, device_code, { ...client })).status).toBe(200)
    })

    test('no: the device is told access_denied', async () => {
      const app = await startWithAnn(openStore)
      const { user_code, device_code } = await startDevice(app)
      const { ticket = '' } = await ask(app, user_code)
      expect(await submit(app, { ticket, decision: 'deny' })).toMatchObject({ status: 200, title: 'Denied' })
      const { body } = await pollDevice(app, device_code)
      expect(body).toMatchObject({ error: 'access_denied' })
    })
  })

  test('only the button "yes" says yes: a form without one denies', async () => {
    const app = await startWithAnn()
    const { user_code, device_code } = await startDevice(app)
    const { ticket = '' } = await ask(app, user_code)
    expect((await submit(app, { ticket })).title).toBe('Denied')
    expect((await pollDevice(app, device_code)).body).toMatchObject({ error: 'access_denied' })
  })

  test('a question is answered once', async () => {
    const app = await startWithAnn()
    const { user_code } = await startDevice(app)
    const { ticket = '' } = await ask(app, user_code)
    await submit(app, { ticket, decision: 'approve' })
    expect(await submit(app, { ticket, decision: 'deny' })).toMatchObject({
      status: 404,
      fields: codeFields,
      fault: 'No login waits under this code any more; start again.',
    })
  })

  test('what a device says of itself is text, whatever it holds', async () => {
    const app = await startWithAnn()
    const hostile = '<script>alert(1)</script>"\'><img src=x onerror=y>&amp;'
    const client = await addClient(app, { name: hostile.slice(0, 60) })
    const { user_code } = await startDevice(app, { ...client }, { headers: { 'latchkey-device': hostile } })
    const { html, fields } = await ask(app, user_code)
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x onerror=y&gt;&amp;amp;',
    )
    expect(fields).toEqual(question)
    const query = new URLSearchParams({ user_code: '"><script>alert(1)</script>' })
    const first = await readPage(app.request('GET', `/device?${query}`))
    expect(first.html).not.toContain('<script')
    expect(first.fields).toEqual(codeFields)
    const again = await submit(app, { user_code: '"><script>', login: email, password: 'wrong password' })
    expect(again.html).not.toContain('<script')
  })

  test('a wrong password and an unknown person: 401 with the form again, which keeps the code and no password', async () => {
    const app = await startWithAnn()
    const { user_code } = await startDevice(app)
    for (const login of [email, 'nobody@example.com', '', '<']) {
      const page = await submit(app, { user_code, login, password: 'wrong password' })
      expect([login, page]).toEqual([
        login,
        expect.objectContaining({
          status: 401,
          fields: codeFields,
          fault: 'The address or the password is wrong.',
          headers: pageHeaders,
        }),
      ])
      expect(page.html).toContain(`value="${user_code}"`)
      expect(page.html).not.toContain('wrong password')
    }
  })

  test('a wrong code: 404 with the form again', async () => {
    const app = await startWithAnn()
    expect(await ask(app, 'BBBB-BBBB')).toMatchObject({
      status: 404,
      fields: codeFields,
      fault: 'No login waits under this code; it may be mistyped, decided or expired.',
    })
  })

  test('a disabled person: 403 with the form again', async () => {
    const app = await startWithAnn()
    const { user_code } = await startDevice(app)
    await app.deps.db.updateTable('accounts').set({ disabled_at: 1 }).execute()
    expect(await ask(app, user_code)).toMatchObject({ status: 403, fields: codeFields })
  })

  test('too many passwords or codes: 429 with the form again and Retry-After', async () => {
    const app = await startWithAnn(openSqlite, { rateLimits: true })
    const wrong = { user_code: 'BBBB-BBBB', login: email, password: 'wrong password' }
    for (let tries = 0; tries < rateLimits.loginAccount.burst; tries++) {
      expect((await submit(app, wrong)).status).toBe(401)
    }
    expect(await submit(app, wrong)).toMatchObject({
      status: 429,
      fields: codeFields,
      fault: 'Too many tries; try again in 30 s.',
      headers: { ...pageHeaders, 'retry-after': '30' },
    })
    app.clock.now += 60 * minute
    for (let tries = 0; tries < rateLimits.userCodeAccount.burst; tries++) {
      expect((await ask(app, 'BBBB-BBBB')).status).toBe(404)
    }
    expect((await ask(app, 'BBBB-BBBB')).status).toBe(429)
  })

  test('a body that is no form is an empty one', async () => {
    const app = await startWithAnn()
    const bodies: [string, string][] = [
      ['application/json', '{"ticket":"x"}'],
      ['multipart/form-data', 'no boundary'],
      ['multipart/form-data; boundary=x', 'broken'],
      ['text/plain', 'ticket=x'],
    ]
    for (const [type, body] of bodies) {
      const page = await readPage(app.request('POST', '/device', { body, headers: { 'content-type': type } }))
      expect([type, page.status, page.fields]).toEqual([type, 401, codeFields])
    }
  })
})

describe('the sealed question of /device', () => {
  const dead = { status: 404, fields: codeFields, fault: expect.stringContaining('start again') }

  async function stillWaits(app: TestApp, device_code: string): Promise<void> {
    app.clock.now += minute
    expect((await pollDevice(app, device_code)).body).toMatchObject({ error: 'authorization_pending' })
  }

  test('is good for five minutes', async () => {
    const app = await startWithAnn()
    const { user_code, device_code } = await startDevice(app)
    const { ticket = '' } = await ask(app, user_code)
    app.clock.now += 5 * minute
    expect(await submit(app, { ticket, decision: 'approve' })).toMatchObject(dead)
    app.clock.now -= 1
    expect(await submit(app, { ticket, decision: 'approve' })).toMatchObject({ status: 200 })
    expect((await pollDevice(app, device_code)).status).toBe(200)
  })

  test('of another server, changed, cut or made up is good for nothing', async () => {
    const app = await startWithAnn()
    const { user_code, device_code } = await startDevice(app)
    const { ticket = '' } = await ask(app, user_code)
    const stolen = createSecret([Buffer.alloc(32, 7)]).open('device page', ticket) ?? ''
    const flipped = ticket.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    const tickets = [
      createSecret([randomBytes(32)]).seal('device page', stolen),
      app.deps.secret.seal('outbox letter', stolen),
      flipped,
      ticket.slice(0, -8),
      '',
      'v1.x.y',
    ]
    for (const forged of tickets) {
      expect([forged, await submit(app, { ticket: forged, decision: 'approve' })]).toEqual([
        forged,
        expect.objectContaining(dead),
      ])
    }
    await stillWaits(app, device_code)
  })

  test('is good for nothing once the password has changed or the account is disabled', async () => {
    const app = await startWithAnn()
    const { user_code, device_code } = await startDevice(app)
    const { ticket = '' } = await ask(app, user_code)
    const password_hash = await app.deps.hasher.hash('another horse battery')
    const before = await app.deps.db.selectFrom('accounts').select('password_hash').executeTakeFirstOrThrow()
    await app.deps.db.updateTable('accounts').set({ password_hash }).execute()
    expect(await submit(app, { ticket, decision: 'approve' })).toMatchObject(dead)
    await app.deps.db
      .updateTable('accounts')
      .set({ ...before, disabled_at: 1 })
      .execute()
    expect(await submit(app, { ticket, decision: 'approve' })).toMatchObject(dead)
    await stillWaits(app, device_code)
  })
})

test('the style of the pages is a file of our own', async () => {
  const app = await startTestApp(openSqlite)
  const answer = await app.request('GET', '/style.css')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  expect(await answer.text()).not.toMatch(/url\(|@import/)
})
