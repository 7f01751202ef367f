import { describe, expect, test } from 'vitest'
import { pagePaths } from '../../../src/protocol/endpoints.ts'
import { createApp } from '../../../src/server/app.ts'
import { insertPersonalToken } from '../../../src/server/grants/personal-token.ts'
import { startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { logIn } from '../../support/oauth.ts'
import { addMember, openPageClient, type PageClient, readStore } from '../../support/page-client.ts'
import { openSqlite } from '../../support/stores.ts'

const issuer = 'https://auth.example'

/** The routes of all pages as the app has them, so that none that is added can be forgotten here. */
function routesOf(app: TestApp, method: string): string[] {
  const isPage = (path: string) =>
    Object.values(pagePaths).some((page) => path === page || path.startsWith(`${page}/`))
  const routes = createApp(app.deps).routes.filter((route) => route.method === method && isPage(route.path))
  return [...new Set(routes.map(({ path }) => path))]
}

interface Everything {
  app: TestApp
  /** Logged in as a superuser. */
  client: PageClient
  /** The paths of a route for what is there. */
  at: (route: string) => string[]
}

/** A superuser with whatever a page could change: another login, a token, another member. */
async function startWithAll(): Promise<Everything> {
  const app = await startTestApp(openSqlite, { issuer })
  const id = await addMember(app, 'root@example.com', { superuser: true })
  const member = await addMember(app, 'ann@example.com')
  const { sessionId } = await logIn(app, { id, email: 'root@example.com' })
  const input = { accountId: id, name: 'backup', scope: 'account', expiresAt: undefined }
  const { token } = await insertPersonalToken(app.deps.db, app.deps.secret, input, app.clock.now)
  const client = openPageClient(app)
  await client.logIn('root@example.com')
  const { html } = await client.get(`/members/${member}`)
  const changes = [...html.matchAll(new RegExp(`/members/${member}/([w-]+)`, 'g'))].map(
    ([, word = '']) => word,
  )
  const ids = { '/account/sessions/': sessionId, '/account/tokens/': token.id, '/members/': member }
  const at = (route: string) => {
    const own = Object.entries(ids).find(([start]) => route.startsWith(start))?.[1] ?? member
    const path = route.replace(/:id(\{[^}]*\})?/, own)
    return path.includes(':change') ? changes.map((word) => path.replace(':change', word)) : [path]
  }
  return { app, client, at }
}

/** Fields that would do something, were the form a good one. */
const fields = {
  login: 'ann@example.com',
  email: 'new@example.com',
  password: testPassword,
  new_password: 'tulip ladder canyon',
  username: 'Mallory',
  name: 'stolen',
  scope_account: 'yes',
  language: 'ko',
  user_code: 'BCDF-GHJK',
  role: 'superuser',
  code: 'AAAAAA',
}

describe('a form of another site does nothing (CWE-352)', () => {
  test('there are routes to try', async () => {
    const { app } = await startWithAll()
    expect(routesOf(app, 'POST')).toEqual(
      expect.arrayContaining([
        '/login',
        '/logout',
        '/register',
        '/verify',
        '/forgot',
        '/account/name',
        '/language',
      ]),
    )
    expect(routesOf(app, 'POST').length).toBeGreaterThan(15)
  })

  type Attack = { form: Record<string, string>; headers?: Record<string, string> }
  const attacks: Record<string, (own: string, others: string) => Attack> = {
    'without a token': () => ({ form: { form_token: '' } }),
    "with another browser's token": (_own, others) => ({ form: { form_token: others } }),
    'with a token of another kind of the same key': (own) => ({
      form: { form_token: own.split('').reverse().join('') },
    }),
    'with the token, from a foreign Origin': (own) => ({
      form: { form_token: own },
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'none' },
    }),
    'with the token, from a subdomain (Sec-Fetch-Site: same-site)': (own) => ({
      form: { form_token: own },
      headers: { 'sec-fetch-site': 'same-site' },
    }),
    'with the token, from another site (Sec-Fetch-Site: cross-site)': (own) => ({
      form: { form_token: own },
      headers: { 'sec-fetch-site': 'cross-site' },
    }),
  }

  test.each(Object.entries(attacks))(
    '%s: 403 at every POST of every page, and nothing is changed',
    async (_how, attack) => {
      const { app, client, at } = await startWithAll()
      const stranger = openPageClient(app)
      const other = openPageClient(app)
      await client.get('/account')
      await stranger.get('/login')
      const others = (await other.get('/login')).formToken ?? ''
      const own = {
        client: (await client.get('/account')).formToken ?? '',
        stranger: (await stranger.get('/login')).formToken ?? '',
      }
      const before = await readStore(app)
      for (const route of routesOf(app, 'POST').flatMap(at)) {
        // Who is logged in already is sent on from the login page, whatever they send.
        const who = route === '/login' ? 'stranger' : 'client'
        const { form, headers = {} } = attack(own[who], others)
        const sender = who === 'stranger' ? stranger : client
        const answer = await sender.post(route, { ...fields, ...form }, { headers })
        const cookies = answer.setCookies.filter((line) => !line.startsWith('__Host-latchkey-visitor='))
        expect([route, answer.status, answer.title, cookies]).toEqual([
          route,
          403,
          'The form is too old, or not from this server',
          [],
        ])
      }
      expect(await readStore(app)).toEqual(before)
    },
  )

  test('a login form that is sent while somebody is logged in already changes nothing (login CSRF)', async () => {
    const { app, client } = await startWithAll()
    const before = await readStore(app)
    const answer = await client.post('/login', { ...fields, form_token: '' })
    expect([answer.status, answer.location, answer.setCookies]).toEqual([303, '/account', []])
    expect(await readStore(app)).toEqual(before)
  })

  test('a browser that hides its origin, or is too old to tell, still gets in with its token', async () => {
    const { app } = await startWithAll()
    for (const headers of [{ origin: 'null' }, { origin: 'null', 'sec-fetch-site': 'none' }]) {
      const client = openPageClient(app)
      const { formToken = '' } = await client.get('/login')
      const form = { form_token: formToken, login: 'ann@example.com', password: testPassword }
      expect(
        (await client.post('/login', form, { headers: { 'sec-fetch-site': 'none', ...headers } })).status,
      ).toBe(303)
    }
  })
})

describe('every page', () => {
  test('no GET changes anything (RFC 9110 §9.2.1: safe methods)', async () => {
    const { app, client, at } = await startWithAll()
    const before = await readStore(app)
    const query = '?action=delete&decision=approve&user_code=BCDF-GHJK&language=ko&name=x&confirm=yes'
    for (const route of routesOf(app, 'GET').flatMap(at)) {
      const { status } = await client.get(route + query)
      expect([route, status < 500]).toEqual([route, true])
    }
    expect(await readStore(app)).toEqual(before)
  })

  test('is in no frame, runs no script and is never cached; the whole policy is asserted', async () => {
    const { app, client, at } = await startWithAll()
    const stranger = openPageClient(app)
    const wanted = {
      'cache-control': 'no-store',
      'content-language': 'en',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    }
    const seen = new Set<string>()
    for (const who of [client, stranger]) {
      for (const route of [...routesOf(app, 'GET').flatMap(at), '/account/nothing-here', '/nothing-here']) {
        const headers = { accept: 'text/html' }
        const answer = await who.get(route, { headers })
        if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
        seen.add(route)
        const given = Object.keys(wanted).map((name) => [name, answer.headers.get(name)])
        expect([route, Object.fromEntries(given)]).toEqual([route, wanted])
        expect([route, /<script|\son\w+=|style=|javascript:/i.test(answer.html)]).toEqual([route, false])
      }
    }
    expect([...seen]).toEqual(
      expect.arrayContaining(['/login', '/register', '/account', '/account/delete', '/device']),
    )
    const { headers, status } = await stranger.post('/login', { form_token: '' })
    expect([status, headers.get('content-security-policy')]).toEqual([403, wanted['content-security-policy']])
  })
})
