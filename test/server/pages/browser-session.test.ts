import { describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { createApp } from '../../../src/server/app.ts'
import { startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { auditOf } from '../../support/audit.ts'
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

async function readLastUse({ deps: { db } }: TestApp): Promise<number | undefined> {
  return (await db.selectFrom('sessions').select('last_used_at').executeTakeFirst())?.last_used_at
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
      expect.stringMatching(new RegExp(`^__Host-latchkey-device=d1\\.${token}; Max-Age=31536000; ${rest}$`)),
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
        expect.stringMatching(new RegExp(`^latchkey-device=d1\\.${token}; Max-Age=31536000; ${rest}$`)),
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

  test('a login that fails at its last step, as its password was reset meanwhile, leaves the one before it', async () => {
    const { app, ann } = await startWithAnn()
    const bobId = await addMember(app, 'bob@example.com')
    await ann.get('/account')
    const { hasher, db } = app.deps
    app.deps.hasher = {
      ...hasher,
      verify: async (typed, stored) => {
        const isRight = await hasher.verify(typed, stored)
        await db.updateTable('accounts').set({ password_hash: 'another' }).where('id', '=', bobId).execute()
        return isRight
      },
    }
    const failed = await ann.post('/login', { login: 'bob@example.com', password: testPassword })
    expect([failed.status, failed.said]).toEqual([401, ['The address or the password is wrong.']])
    expect(failed.setCookies).toEqual([])
    expect((await ann.get('/account')).html).toContain(email)
    expect(await readEnds(app)).toEqual([null])
  })

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
    for (let losses = 0; losses < 3; losses++) {
      app.clock.now += 7 * 24 * 60 * 60_000
      expect(await ann.copy().get('/account')).toMatchObject(inside) // nor does this one
    }
    expect(await ann.get('/account')).toMatchObject(inside)
    expect(await readEnds(app)).toEqual([null])
  })

  forEachStore((_kind, openStore) => {
    test('a stolen jar, once its owner has used the successor: the session ends, audited (RFC 9700 §4.14.2)', async () => {
      const { app, ann, id } = await startWithAnn(openStore)
      const thief = ann.copy()
      letAccessExpire(app)
      await ann.get('/account')
      app.clock.now += 60_000 // uses are noted once a minute
      expect(await ann.get('/account')).toMatchObject(inside)
      await expect.poll(() => readLastUse(app)).toBe(app.clock.now)
      app.clock.now += app.deps.config.refreshGrace
      expect((await thief.get('/account')).location).toBe('/login?next=%2Faccount&ended=1')
      expect((await ann.get('/account')).location).toBe('/login?next=%2Faccount&ended=1')
      expect(await readEnds(app)).toEqual(['reused'])
      const told = { event: 'session.reused', subject: id, client_id: 'latchkey-web', address: '127.0.0.1' }
      expect((await auditOf(app.deps.db)).at(-1)).toMatchObject(told)
    })
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
    const login = await ann.get(gone.location ?? '')
    expect(login.said).toEqual(['Your session has ended; log in again, and you go on where you were.'])
    const action = /action="(\/login[^"]*)"/.exec(login.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const back = await ann.post(action, { login: email, password: testPassword })
    expect([back.status, back.location]).toEqual([303, next])
    expect((await ann.get(next)).html).toContain('value="BCDF-GHJK"')
  })

  test('the slow answer to an old tab leaves the cookies of a newer login alone; the next login or logout takes them away', async () => {
    const { app, ann } = await startWithAnn()
    app.clock.now += app.deps.config.refreshTokenTtl
    const oldTab = ann.copy()
    for (const path of ['/account', '/login', '/members/x']) {
      expect([path, (await oldTab.get(path)).setCookies.map((line) => line.split('=')[0])]).toEqual([
        path,
        [],
      ])
    }
    const out = await oldTab.post('/logout')
    expect([out.status, out.location]).toEqual([303, '/login?done=logged-out'])
    for (const name of loginCookies) expect(oldTab.cookies.has(name)).toBe(false)
    const before = new Map(ann.cookies)
    await ann.logIn(email)
    for (const name of loginCookies) expect(ann.cookies.get(name)).not.toBe(before.get(name))
    expect(await ann.get('/account')).toMatchObject(inside)
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
        expect(page.setCookies).toEqual([])
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

describe('the address between the steps of a form', () => {
  const pending = '__Host-latchkey-pending'
  const bob = 'bob@example.com'

  test('is forgotten once the code was right, once the password is reset, and at a logout', async () => {
    const { app, ann } = await startWithAnn()
    const browser = openPageClient(app)
    await browser.get('/register')
    await browser.post('/register', { email: bob, new_password: testPassword })
    expect((await browser.get('/verify')).html).toContain(bob)
    await browser.post('/verify', { email: bob, code: await app.readCode(bob) })
    expect(browser.cookies.has(pending)).toBe(false)
    expect((await browser.get('/login')).html).not.toContain(bob)

    app.clock.now += 1_000 // two letters to Bob have an order
    await browser.get('/forgot')
    await browser.post('/forgot', { email: bob })
    expect((await browser.get('/forgot/code')).html).toContain(bob)
    const reset = { email: bob, code: await app.readCode(bob), new_password: 'tulip ladder canyon' }
    expect((await browser.post('/forgot/code', reset)).location).toBe('/login?done=password-reset')
    expect(browser.cookies.has(pending)).toBe(false)

    await ann.get('/account')
    await ann.post('/forgot', { email: bob })
    expect(ann.cookies.has(pending)).toBe(true)
    await ann.post('/logout')
    expect(ann.cookies.has(pending)).toBe(false)
  })

  test('is forgotten too where the session of this browser is ended from its own list', async () => {
    const { app, ann } = await startWithAnn()
    const [session] = await readSessions(app)
    await ann.get('/account')
    await ann.post('/forgot', { email: bob })
    const ended = await ann.post(`/account/sessions/${session?.id}/end`)
    expect([ended.location, ann.cookies.has(pending)]).toEqual(['/login?done=logged-out', false])
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
