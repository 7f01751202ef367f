import { describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { createApp } from '../../../src/server/app.ts'
import { startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { addMember, loginCookies, openPageClient, type PageClient } from '../../support/page-client.ts'
import { forEachStore, type OpenStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const issuer = 'https://auth.example'
const [access, refresh] = loginCookies
const visitor = '__Host-latchkey-visitor'

/** Ann, logged in on a page. */
async function startWithAnn(
  openStore: OpenStore = openSqlite,
): Promise<{ app: TestApp; ann: PageClient; id: string }> {
  const app = await startTestApp(openStore, { issuer })
  const id = await addMember(app, email)
  const ann = openPageClient(app)
  await ann.logIn(email)
  return { app, ann, id }
}

async function readSessions({ deps: { db } }: TestApp) {
  const columns = ['id', 'account_id', 'client_id', 'end_reason'] as const
  return db.selectFrom('sessions').select(columns).orderBy('created_at').orderBy('id').execute()
}

/** Why each session ended; null for one that stands. */
async function readEnds(app: TestApp): Promise<(string | null)[]> {
  return (await readSessions(app)).map(({ end_reason }) => end_reason)
}

/** Past the life of the access token, so that the next page renews it. */
function letAccessExpire({ deps, clock }: TestApp): void {
  clock.now += deps.config.accessTokenTtl + 1
}

const inside = { status: 200, title: 'Account' }

describe('the cookies of a login, whole', () => {
  const token = '[\\w.-]+'

  test('over TLS: for this host alone, by TLS alone, out of reach of scripts (RFC 6265bis §4.1.3.2)', async () => {
    const { app } = await startWithAnn()
    const answer = await openPageClient(app).logIn(email)
    const rest = 'Path=/; HttpOnly; Secure; SameSite=Lax'
    expect(answer.setCookies).toEqual([
      expect.stringMatching(new RegExp(`^${access}=${token}; Max-Age=900; ${rest}$`)),
      expect.stringMatching(new RegExp(`^${refresh}=v1\\.${token}; Max-Age=2592000; ${rest}$`)),
      expect.stringMatching(new RegExp(`^${visitor}=[\\w-]{22}; ${rest}$`)),
    ])
  })

  test.each(['http://127.0.0.1:8420', 'http://localhost:8420', 'http://[::1]:8420'])(
    'over plain http on loopback, %s: without what needs TLS',
    async (loopback) => {
      const app = await startTestApp(openSqlite, { issuer: loopback })
      await addMember(app, email)
      const answer = await openPageClient(app).logIn(email)
      const rest = 'Path=/; HttpOnly; SameSite=Lax'
      expect(answer.setCookies).toEqual([
        expect.stringMatching(new RegExp(`^latchkey-access=${token}; Max-Age=900; ${rest}$`)),
        expect.stringMatching(new RegExp(`^latchkey-refresh=v1\\.${token}; Max-Age=2592000; ${rest}$`)),
        expect.stringMatching(new RegExp(`^latchkey-visitor=[\\w-]{22}; ${rest}$`)),
      ])
    },
  )

  test.each(['http://localhost.evil.example', 'http://127.0.0.1.evil.example', 'http://auth.example'])(
    'plain http beyond loopback, %s, is no reason to leave Secure out',
    async (elsewhere) => {
      const app = await startTestApp(openSqlite, { issuer: elsewhere })
      const { setCookies } = await openPageClient(app).get('/login')
      expect(setCookies).toEqual([expect.stringMatching(/^__Host-.*; Secure; /)])
    },
  )

  test('at a logout each is dropped under the same name and path', async () => {
    const { ann } = await startWithAnn()
    await ann.get('/account')
    const { setCookies, status, location } = await ann.post('/logout')
    expect([status, location]).toEqual([303, '/login?done=logged-out'])
    expect(setCookies).toEqual([
      `${access}=; Max-Age=0; Path=/; Secure`,
      `${refresh}=; Max-Age=0; Path=/; Secure`,
      expect.stringMatching(new RegExp(`^${visitor}=[\\w-]{22}; Path=/; HttpOnly; Secure; SameSite=Lax$`)),
    ])
  })
})

describe('session fixation (CWE-384)', () => {
  test('nothing that a browser held before a login is worth anything after it', async () => {
    const { app, ann } = await startWithAnn()
    const browser = openPageClient(app)
    const planted = (await browser.get('/login')).formToken ?? ''
    const before = new Map(browser.cookies)
    const page = await browser.post('/login', { login: email, password: testPassword })
    expect(page.status).toBe(303)
    expect(browser.cookies.get(visitor)).not.toBe(before.get(visitor))
    const sessions = (await readSessions(app)).map(({ id }) => id)
    expect(new Set(sessions).size).toBe(2)
    expect((await browser.post('/account/name', { form_token: planted, username: 'Mallory' })).status).toBe(
      403,
    )
    expect((await ann.get('/account')).html).not.toContain('Mallory')
  })

  test.each([[[...loginCookies]], [[refresh]], [[access]]])(
    "a login of the attacker's that was planted as %s does not survive the victim's",
    async (names) => {
      const { app } = await startWithAnn()
      const malloryId = await addMember(app, 'mallory@example.com')
      const mallory = openPageClient(app)
      await mallory.logIn('mallory@example.com')
      const victim = openPageClient(app)
      await victim.get('/login')
      for (const name of names) victim.cookies.set(name, mallory.cookies.get(name) ?? '')
      await victim.post('/login', { login: email, password: testPassword })
      const { html } = await victim.get('/account')
      expect(html).toContain(email)
      expect(html).not.toContain('mallory')
      const planted = (await readSessions(app)).filter(({ account_id }) => account_id === malloryId)
      expect(planted.map(({ end_reason }) => end_reason)).toEqual(['logout'])
      expect((await mallory.get('/account')).status).toBe(303)
    },
  )

  test('the form of another tab, from before the login of this one, goes on without a second login', async () => {
    const { app } = await startWithAnn()
    const browser = openPageClient(app)
    const { formToken = '' } = await browser.get('/login')
    await browser.post('/login', { login: email, password: testPassword })
    const late = await browser.post('/login', { form_token: formToken, login: email, password: testPassword })
    expect([late.status, late.location, (await readSessions(app)).length]).toEqual([303, '/account', 2])
  })
})

describe('renewal while a page is asked for', () => {
  forEachStore((_kind, openStore) => {
    test('an access token that has run out: the page, and new cookies', async () => {
      const { app, ann } = await startWithAnn(openStore)
      const before = new Map(ann.cookies)
      letAccessExpire(app)
      const page = await ann.get('/account')
      expect(page).toMatchObject(inside)
      const names = page.setCookies.map((line) => line.split('=')[0])
      expect(names).toEqual([...loginCookies])
      for (const name of names) expect(ann.cookies.get(name ?? '')).not.toBe(before.get(name ?? ''))
      expect((await ann.get('/account')).setCookies).toEqual([])
      ann.cookies.delete(access) // as browsers do when its time is over
      expect(await ann.get('/account')).toMatchObject(inside)
      expect(await readEnds(app)).toEqual([null])
    })

    test('20 tabs at once: each is served, by one session, and nobody is logged out (hydra#3604)', async () => {
      const { app, ann } = await startWithAnn(openStore)
      letAccessExpire(app)
      const tabs = Array.from({ length: 20 }, () => ann.copy())
      const pages = await Promise.all(tabs.map((tab) => tab.get('/account')))
      for (const page of pages) expect(page).toMatchObject(inside)
      expect(new Set(tabs.map(({ cookies }) => cookies.get(refresh))).size).toBe(1)
      letAccessExpire(app)
      const again = await Promise.all(tabs.map((tab) => tab.get('/account')))
      for (const page of again) expect(page).toMatchObject(inside)
      expect(await readEnds(app)).toEqual([null])
    })
  })

  test('a page that was left while it loaded: its lost cookies log nobody out, however much later (zitadel#9631)', async () => {
    const { app, ann } = await startWithAnn()
    letAccessExpire(app)
    await ann.copy().get('/account') // this answer never arrives
    app.clock.now += 7 * 24 * 60 * 60_000
    expect(await ann.get('/account')).toMatchObject(inside)
    expect(await readEnds(app)).toEqual([null])
  })

  test('an older token, once its successor was used, is theft: the session ends (RFC 9700 §4.14.2)', async () => {
    const { app, ann } = await startWithAnn()
    const thief = ann.copy()
    for (let renewals = 0; renewals < 2; renewals++) {
      letAccessExpire(app)
      expect(await ann.get('/account')).toMatchObject(inside)
    }
    const stolen = await thief.get('/account')
    expect([stolen.status, stolen.location]).toEqual([303, '/login?next=%2Faccount&ended=1'])
    expect((await ann.get('/account')).location).toBe('/login?next=%2Faccount&ended=1')
    expect(await readEnds(app)).toEqual(['reused'])
  })

  test('a session that has ended: to the login with one sentence, and back to where the person was', async () => {
    const { app, ann } = await startWithAnn()
    app.clock.now += app.deps.config.refreshTokenTtl
    const gone = await ann.get('/device?user_code=BCDF-GHJK')
    const next = '/device?user_code=BCDF-GHJK'
    expect([gone.status, gone.location]).toEqual([303, `/login?${new URLSearchParams({ next, ended: '1' })}`])
    for (const name of loginCookies) expect(ann.cookies.has(name)).toBe(false)
    const login = await ann.get(gone.location ?? '')
    expect(login.said).toEqual(['Your session has ended; log in again, and you go on where you were.'])
    const action = /action="(\/login[^"]*)"/.exec(login.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const back = await ann.post(action, { login: email, password: testPassword })
    expect([back.status, back.location]).toEqual([303, next])
    expect((await ann.get(next)).html).toContain('value="BCDF-GHJK"')
  })

  test('a form that is sent after the end leads to the login, then to the page of the form, and did nothing', async () => {
    const { app, ann } = await startWithAnn()
    await ann.get('/account')
    app.clock.now += app.deps.config.refreshTokenTtl
    const headers = { referer: `${issuer}/account?devices=1.a` }
    const { status, location } = await ann.post('/account/name', { username: 'Late' }, { headers })
    expect([status, location]).toEqual([303, '/login?next=%2Faccount%3Fdevices%3D1.a&ended=1'])
    const { username } = await app.deps.db.selectFrom('accounts').select('username').executeTakeFirstOrThrow()
    expect(username).toBe(null)
  })
})

describe('who may not go on', () => {
  const ends: Record<string, (app: TestApp, id: string) => Promise<unknown>> = {
    'a disabled member': ({ deps: { db } }, id) =>
      db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', id).execute(),
    'a deleted member': ({ deps: { db } }, id) => db.deleteFrom('accounts').where('id', '=', id).execute(),
  }
  test.each(Object.entries(ends))(
    '%s is out at the next page, with or without a token that is good',
    async (_who, end) => {
      for (const wait of [0, 60 * 60_000]) {
        const { app, ann, id } = await startWithAnn()
        await end(app, id)
        app.clock.now += wait
        const page = await ann.get('/account')
        expect([page.status, page.location]).toEqual([303, '/login?next=%2Faccount&ended=1'])
        for (const name of loginCookies) expect(ann.cookies.has(name)).toBe(false)
      }
    },
  )

  test('a logout ends the session at the server: a copy of its cookies opens nothing', async () => {
    const { app, ann } = await startWithAnn()
    const copy = ann.copy()
    await ann.get('/account')
    await ann.post('/logout')
    expect(await readEnds(app)).toEqual(['logout'])
    expect((await copy.get('/account')).status).toBe(303)
  })

  test('a logout with the access cookie alone, or with one of another session, ends what it stands for', async () => {
    const { app, ann } = await startWithAnn()
    const other = openPageClient(app)
    await other.logIn(email)
    ann.cookies.set(refresh, other.cookies.get(refresh) ?? '')
    await ann.get('/account')
    await ann.post('/logout')
    expect(await readEnds(app)).toEqual(['logout', 'logout'])
  })

  test('the tokens of another program are none of a browser', async () => {
    const { app } = await startWithAnn()
    const answer = await app.request('POST', '/auth/login', {
      form: { username: email, password: testPassword },
    })
    const tokens = (await answer.json()) as { access_token: string; refresh_token: string }
    for (const [name, value] of [
      [access, tokens.access_token],
      [refresh, tokens.refresh_token],
    ] as const) {
      const page = await openPageClient(app, new Map([[name, value]])).get('/account')
      expect([name, page.status]).toEqual([name, 303])
    }
    expect(await readEnds(app)).toEqual([null, null])
  })
})

test.each([true, false])(
  'a store that fails is a page that says so, and logs nobody out (lyftr#25); access token expired: %s',
  async (isExpired) => {
    const { app, ann } = await startWithAnn()
    if (isExpired) letAccessExpire(app)
    const db = await connectStore('sqlite:/nonexistent/authd.db')
    onTestFinished(() => db.destroy().catch(() => {}))
    const broken = createApp({ ...app.deps, db })
    const gone: TestApp = {
      ...app,
      request: async (method, path, { headers } = {}) =>
        broken.request(path, { method, ...(headers && { headers }) }),
    }
    const page = await openPageClient(gone, ann.cookies).get('/account')
    expect(page).toMatchObject({ status: 503, title: 'The store cannot be reached', setCookies: [] })
    expect(page.said).toEqual(['The store does not answer at the moment; nothing was changed, try again.'])
    expect(page.headers.get('retry-after')).toBe('1')
    expect(await ann.get('/account')).toMatchObject(inside)
  },
)
