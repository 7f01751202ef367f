import { describe, expect, test } from 'vitest'
import { rateLimits } from '../../../src/server/rate-limit.ts'
import { startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { addClient, pollDevice, startDevice } from '../../support/oauth.ts'
import { addMember, openPageClient, type PageAnswer, type PageClient } from '../../support/page-client.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const minute = 60_000
const unknownCode = 'No login waits under this code; it may be mistyped, decided or expired.'

/** Ann, logged in and at the page of the code. */
async function startWithAnn(
  openStore = openSqlite,
  overrides = {},
): Promise<{ app: TestApp; ann: PageClient }> {
  const app = await startTestApp(openStore, overrides)
  await addMember(app, email)
  const ann = openPageClient(app)
  await ann.logIn(email)
  await ann.get('/device')
  return { app, ann }
}

/** What the page of who asks tells, in order. */
function readFacts({ html }: PageAnswer): string[] {
  return [...html.matchAll(/<dd>(.*?)<\/dd>/g)].map(([, text = '']) =>
    text.replace(/<[^>]*>/g, '').replace(/\s/g, ' '),
  )
}

/** The buttons that say yes or no. */
function readButtons({ html }: PageAnswer): string[] {
  return [...html.matchAll(/name="decision" value="(\w+)"/g)].map(([, value = '']) => value)
}

describe('the page /device (RFC 8628 §3.3)', () => {
  forEachStore((_kind, openStore) => {
    test('the whole way of a stranger: the login first, then the code, who asks, yes', async () => {
      const { app } = await startWithAnn(openStore)
      const client = await addClient(app, { name: 'Printer' })
      const { user_code, device_code, verification_uri_complete } = await startDevice(
        app,
        { ...client, scope: 'email' },
        { headers: { 'latchkey-device': 'lab-printer' }, from: '192.168.1.7' },
      )
      const { pathname, search } = new URL(verification_uri_complete)
      const stranger = openPageClient(app)
      const sent = await stranger.get(`${pathname}${search}`)
      const next = `/device?user_code=${user_code}`
      expect([sent.status, sent.location]).toEqual([303, `/login?${new URLSearchParams({ next })}`])
      await stranger.get(sent.location ?? '')
      const back = await stranger.post(sent.location ?? '', { login: email, password: testPassword })
      expect([back.status, back.location]).toEqual([303, next])

      const first = await stranger.get(next)
      expect([first.status, first.title, first.said]).toEqual([200, 'Log in a device', []])
      expect(first.html).toContain(`value="${user_code}"`)

      const second = await stranger.post('/device', { user_code })
      expect([second.status, second.title, readButtons(second)]).toEqual([
        200,
        'Who asks',
        ['approve', 'deny'],
      ])
      expect(readFacts(second)).toEqual([
        'Printer',
        'lab-printer',
        '192.168.1.7',
        'Mar 1, 2026, 12:00 PM UTC',
        'email',
      ])
      expect(second.html).toContain(`It will be logged in as ${email}.`)

      const third = await stranger.post('/device', { user_code, decision: 'approve' })
      expect([third.status, third.title, readButtons(third)]).toEqual([200, 'Logged in', []])
      expect((await pollDevice(app, device_code, { ...client })).status).toBe(200)
    })

    test('no: the device is told access_denied', async () => {
      const { app, ann } = await startWithAnn(openStore)
      const { user_code, device_code } = await startDevice(app)
      const denied = await ann.post('/device', { user_code, decision: 'deny' })
      expect([denied.status, denied.title]).toEqual([200, 'Denied'])
      expect((await pollDevice(app, device_code)).body).toMatchObject({ error: 'access_denied' })
    })
  })

  test('only the button "yes" says yes: the code alone decides nothing, any other word denies', async () => {
    const { app, ann } = await startWithAnn()
    const { user_code, device_code } = await startDevice(app)
    await ann.get(`/device?user_code=${user_code}&decision=approve`)
    expect((await ann.post('/device', { user_code })).title).toBe('Who asks')
    expect((await ann.post('/device', { user_code, decision: '' })).title).toBe('Who asks')
    expect((await pollDevice(app, device_code)).body).toMatchObject({ error: 'authorization_pending' })
    expect((await ann.post('/device', { user_code, decision: 'Approve' })).title).toBe('Denied')
    app.clock.now += minute
    expect((await pollDevice(app, device_code)).body).toMatchObject({ error: 'access_denied' })
  })

  test('a question is answered once', async () => {
    const { app, ann } = await startWithAnn()
    const { user_code, device_code } = await startDevice(app)
    const both = await Promise.all([
      ann.post('/device', { user_code, decision: 'approve' }),
      ann.post('/device', { user_code, decision: 'approve' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
    const late = await ann.post('/device', { user_code, decision: 'deny' })
    expect([late.status, late.title, late.said]).toEqual([404, 'Log in a device', [unknownCode]])
    expect((await pollDevice(app, device_code)).status).toBe(200)
  })

  test('a wrong code: 404 with the form again, which keeps it', async () => {
    const { ann } = await startWithAnn()
    const page = await ann.post('/device', { user_code: 'BBBB-BBBB' })
    expect([page.status, page.title, page.said]).toEqual([404, 'Log in a device', [unknownCode]])
    expect(page.html).toContain('value="BBBB-BBBB"')
  })

  test('too many codes: 429 with the form again and Retry-After (RFC 8628 §5.1)', async () => {
    const { app, ann } = await startWithAnn(openSqlite, { rateLimits: true })
    for (let tries = 0; tries < rateLimits.userCodeAccount.burst; tries++) {
      expect((await ann.post('/device', { user_code: 'BBBB-BBBB' })).status).toBe(404)
    }
    const { user_code } = await startDevice(app)
    const page = await ann.post('/device', { user_code, decision: 'approve' })
    const wait = Number(page.headers.get('retry-after'))
    expect([page.status, page.said]).toEqual([429, [`Too many tries; try again in ${wait} s.`]])
    app.clock.now += wait * 1_000
    expect((await ann.post('/device', { user_code })).status).toBe(200)
  })

  test('a body that is no form is an empty one, so it has no token: 403', async () => {
    const { app, ann } = await startWithAnn()
    const cookie = [...ann.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const bodies: [string, string][] = [
      ['application/json', '{"user_code":"x"}'],
      ['multipart/form-data', 'no boundary'],
      ['multipart/form-data; boundary=x', 'broken'],
      ['text/plain', 'user_code=x'],
    ]
    for (const [type, body] of bodies) {
      const headers = { cookie, 'content-type': type }
      expect([type, (await app.request('POST', '/device', { body, headers })).status]).toEqual([type, 403])
    }
  })
})

test('the style and the icon of the pages are files of our own', async () => {
  const app = await startTestApp(openSqlite)
  const style = await app.request('GET', '/style.css')
  expect(Object.fromEntries(style.headers)).toEqual({
    'cache-control': 'public, max-age=300',
    'content-type': 'text/css; charset=utf-8',
    'x-content-type-options': 'nosniff',
  })
  expect(await style.text()).not.toMatch(/url\(|@import/)
  const icon = await app.request('GET', '/icon.svg')
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
})
