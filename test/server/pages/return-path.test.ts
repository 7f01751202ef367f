import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addMember, openPageClient } from '../../support/page-client.ts'
import { openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'

/** Where a browser ends up that is at the login page and is told to go there. */
const origin = 'https://auth.example'

const hostile = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example/account',
  'HTTPS://evil.example',
  'http:\\\\evil.example',
  '%2f%2fevil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//account',
  'data:text/html,<script>alert(1)</script>',
  '/account/..//evil.example',
  '/account/../\\evil.example',
  '/account/%2e%2e//evil.example',
  '/account/.//../..//evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/account\r\nSet-Cookie: a=b',
  '/account\u0000//evil.example',
  '//account@evil.example/account',
  'https://auth.example@evil.example/account',
  '@evil.example/account',
  '/@evil.example',
  '.evil.example',
  '/account.evil.example',
  '/accounts',
  '/logout',
  '/language',
  '/oauth2/token',
  '?next=//evil.example',
  '#//evil.example',
  '',
]

/** One server for the whole table. */
async function startWithAnn(): Promise<TestApp> {
  const app = await startTestApp(openSqlite, { issuer: origin })
  await addMember(app, email)
  return app
}

test('a hostile ?next= of the login page never leaves, nor reaches what is no page (CWE-601)', async () => {
  const app = await startWithAnn()
  const member = openPageClient(app)
  await member.logIn(email)
  for (const next of hostile) {
    const path = `/login?${new URLSearchParams({ next })}`
    const { status, location } = await member.get(path)
    expect([next, status, location?.replace(/^\/account(?![\w.-]).*/, 'the account')]).toEqual([
      next,
      303,
      'the account',
    ])
    // As a browser understands it, not as we do.
    expect([next, new URL(location ?? '', origin).origin]).toEqual([next, origin])
    expect([next, /[\r\n\t\0]/.test(location ?? '')]).toEqual([next, false])
  }
})

test('the same after the password, by the form as the page carries it', async () => {
  const app = await startWithAnn()
  for (const next of ['//evil.example', '/\\evil.example', '/account/..//evil.example', '/\t/evil.example']) {
    const client = openPageClient(app)
    const page = await client.get(`/login?${new URLSearchParams({ next })}`)
    const action = /<form method="post" action="(\/login[^"]*)"/.exec(page.html)?.[1]
    expect([next, action]).toEqual([next, '/login?next=%2Faccount'])
    const form = { login: email, password: 'correct horse battery' }
    const sent = await client.post(`/login?${new URLSearchParams({ next })}`, form)
    expect([next, sent.status, sent.location]).toEqual([next, 303, '/account'])
  }
})

test('the switch of the language goes back to a page of ours only', async () => {
  const app = await startWithAnn()
  const client = openPageClient(app)
  await client.get('/login')
  for (const next of hostile) {
    const { status, location } = await client.post('/language', { language: 'ko', next })
    expect([next, status, new URL(location ?? '', origin).origin]).toEqual([next, 303, origin])
    expect([next, /^\/account(?![\w.-])/.test(location ?? '')]).toEqual([next, true])
  }
})

test.each(['/account', '/account?devices=1.a', '/device?user_code=BCDF-GHJK', '/members/some-id', '/docs'])(
  '%s is where a login goes on',
  async (next) => {
    const app = await startWithAnn()
    const client = openPageClient(app)
    await client.get('/login')
    const form = { login: email, password: 'correct horse battery' }
    const { location } = await client.post(`/login?${new URLSearchParams({ next })}`, form)
    expect(location).toBe(next)
  },
)
