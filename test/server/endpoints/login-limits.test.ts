import { describe, expect, test } from 'vitest'
import { rateLimits } from '../../../src/server/rate-limit.ts'
import { type RequestOptions, startTestApp, type TestApp, testPassword } from '../../support/app.ts'
import { addMember, openPageClient } from '../../support/page-client.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const stranger = '203.0.113.66'
const header = 'latchkey-known-device'

async function start(openStore: Parameters<typeof startTestApp>[0]) {
  const app = await startTestApp(openStore, { rateLimits: true })
  const id = await addMember(app, email, { name: 'ann' })
  return { app, id }
}

interface Try {
  login?: string
  password?: string
  from?: string
  /** What the device sends. */
  device?: string
}

async function logIn(app: TestApp, { login = email, password = testPassword, from, device }: Try = {}) {
  const options: RequestOptions = { form: { username: login, password } }
  if (from !== undefined) options.from = from
  if (device !== undefined) options.headers = { [header]: device }
  const { status, headers } = await app.request('POST', '/auth/login', options)
  const wait = Number(headers.get('retry-after'))
  return { status, device: headers.get(header) ?? undefined, wait }
}

const guess = (app: TestApp, options: Try = {}) =>
  logIn(app, { password: 'wrong', from: stranger, ...options })

/** So many sources that what all of them may try at one account together is used up. */
async function guessFromEverywhere(app: TestApp, login = email): Promise<void> {
  const { burst } = rateLimits.loginAccount
  const tries = Array.from({ length: burst }, (_, index) =>
    guess(app, { login, from: `198.51.100.${index}` }),
  )
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([401]))
}

describe('a stranger who guesses at an account (keycloak#26172)', () => {
  forEachStore((_kind, openStore) => {
    test('1,000 wrong passwords from one address: the stranger gets 429, the owner gets in, from a new address too', async () => {
      const { app } = await start(openStore)
      const { hasher } = app.deps
      let hashed = 0
      const verify: typeof hasher.verify = (...input) => {
        hashed += 1
        return hasher.verify(...input)
      }
      app.deps.hasher = { ...hasher, verify }
      const { device } = await logIn(app, { device: 'new', from: '192.0.2.1' })
      hashed = 0
      const statuses: Record<number, number> = {}
      for (let tries = 0; tries < 1_000; tries++) {
        const { status, wait } = await guess(app)
        statuses[status] = (statuses[status] ?? 0) + 1
        if (status === 429) expect(wait).toBe(30)
      }
      expect(statuses).toEqual({ 401: 10, 429: 990 })
      expect(hashed).toBe(10) // a refusal costs no hashing
      expect((await guess(app, { password: testPassword })).status).toBe(429)
      expect((await logIn(app, { from: '198.51.100.1' })).status).toBe(200)
      expect((await logIn(app, { from: stranger, device: device ?? '' })).status).toBe(200)
    })

    test('from everywhere at once: only a device that the owner has used before gets in, by address and by name', async () => {
      const { app } = await start(openStore)
      const { device = '' } = await logIn(app, { device: 'new' })
      await guessFromEverywhere(app)
      await guessFromEverywhere(app, 'ann')
      for (const login of [email, 'ANN@example.com', 'ann']) {
        expect(await logIn(app, { login })).toEqual({ status: 429, device: undefined, wait: 30 })
        expect((await logIn(app, { login, device })).status).toBe(200)
        expect((await logIn(app, { login, device: `${device}x` })).status).toBe(429)
      }
    })

    test('each wrong try makes the next wait longer, up to a quarter of an hour; the right password ends it', async () => {
      const { app } = await start(openStore)
      for (let tries = 0; tries < 10; tries++) expect((await guess(app)).status).toBe(401)
      const waits = []
      for (let tries = 0; tries < 7; tries++) {
        const { status, wait } = await guess(app)
        expect(status).toBe(429)
        waits.push(wait)
        app.clock.now += wait * 1000
        expect((await guess(app)).status).toBe(401)
      }
      expect(waits).toEqual([30, 60, 120, 240, 480, 480, 900]) // one try was forgotten meanwhile
      app.clock.now += 900_000
      expect((await guess(app, { password: testPassword })).status).toBe(200)
      for (let tries = 0; tries < 10; tries++) expect((await guess(app)).status).toBe(401)
      expect((await guess(app)).wait).toBe(30)
    })

    test('who hammers one account keeps nobody else out who shares the address', async () => {
      const { app } = await start(openStore)
      await addMember(app, 'bob@example.com')
      for (let tries = 0; tries < 300; tries++) await guess(app)
      expect((await logIn(app, { login: 'bob@example.com', from: stranger })).status).toBe(200)
    })

    test('an account that there is not is limited alike (keycloak#48888)', async () => {
      const { app } = await start(openStore)
      const { device = '' } = await logIn(app, { device: 'new' })
      const answers = async (login: string, options: Try) => {
        const all = []
        for (let tries = 0; tries < 12; tries++) all.push(await guess(app, { login, ...options }))
        return all
      }
      const forged = `d1.${'a'.repeat(22)}.${'b'.repeat(43)}`
      for (const [at, options] of [{}, { device: forged }, { device: 'new' }].entries()) {
        const from = `192.0.2.${at}`
        expect(await answers('nobody@example.com', { from, ...options })).toEqual(
          await answers(email, { from, ...options }),
        )
      }
      // Ann's device proves nothing about somebody else, who may or may not be there.
      await addMember(app, 'bob@example.com')
      expect(await answers('nobody2@example.com', { device })).toEqual(
        await answers('bob@example.com', { device }),
      )
    })

    test('where no address is known, tries are counted by account alone (auto-author#602)', async () => {
      const { app } = await start(openStore)
      app.deps.config.trustedProxies.addAddress('10.0.0.1')
      const { burst } = rateLimits.loginAccount
      for (let tries = 0; tries < burst; tries++)
        expect((await guess(app, { from: '10.0.0.1' })).status).toBe(401)
      expect((await guess(app, { from: '10.0.0.1' })).status).toBe(429)
      expect((await logIn(app, { login: 'nobody@example.com', from: '10.0.0.1' })).status).toBe(401)
      const names = await app.deps.db.selectFrom('rate_limits').select('name').distinct().execute()
      expect(names).toEqual(expect.arrayContaining([{ name: 'login.account' }]))
      expect(names.map(({ name }) => name)).not.toContain('login.pair')
    })

    test('one IPv6 network of 2^64 addresses is one source (RFC 6177 §2)', async () => {
      const { app } = await start(openStore)
      for (let tries = 0; tries < 10; tries++)
        expect((await guess(app, { from: `2001:db8:1:2::${tries}` })).status).toBe(401)
      expect((await guess(app, { from: '2001:db8:1:2:ffff::1' })).status).toBe(429)
      expect((await guess(app, { from: '2001:db8:1:3::1' })).status).toBe(401)
    })
  })
})

describe('a known device (OWASP: device cookies)', () => {
  forEachStore((_kind, openStore) => {
    test('one that is stolen is no login, and guesses no faster than a stranger; the owner’s other device is not kept out', async () => {
      const { app } = await start(openStore)
      const { device: stolen = '' } = await logIn(app, { device: 'new' })
      const { device: other = '' } = await logIn(app, { device: 'new' })
      let passed = 0
      for (let tries = 0; tries < 200; tries++)
        if ((await guess(app, { device: stolen, from: `198.51.100.${tries}` })).status === 401) passed += 1
      expect(passed).toBe(10)
      expect((await guess(app, { device: stolen, password: testPassword })).status).toBe(429)
      expect((await logIn(app, { device: other })).status).toBe(200)
      for (const headers of [{ authorization: `Bearer ${stolen}` }, { [header]: stolen }]) {
        expect((await app.request('GET', '/auth/me', { headers })).status).toBe(401)
        expect((await app.request('GET', '/auth/update_token', { headers })).status).toBe(401)
      }
    })

    test('many that are stolen share what known devices may try together', async () => {
      const { app } = await start(openStore)
      const devices = []
      for (let count = 0; count < 8; count++) devices.push((await logIn(app, { device: 'new' })).device ?? '')
      let passed = 0
      for (const device of devices)
        for (let tries = 0; tries < 10; tries++)
          if ((await guess(app, { device })).status === 401) passed += 1
      expect(passed).toBe(rateLimits.loginDevices.burst)
    })
  })

  test('is asked for: other clients get the answer that they always got', async () => {
    const { app } = await start(openSqlite)
    expect((await logIn(app)).device).toBeUndefined()
    const { device = '' } = await logIn(app, { device: 'new' })
    expect(device).toMatch(/^d1\.[\w-]{22}\.[\w-]{43}$/)
    expect((await logIn(app, { device })).device).toBe(device)
    expect((await guess(app, { device })).device).toBeUndefined()
  })

  test('a code to the mailbox makes a device known too: its owner gets in, however many guess', async () => {
    const { app } = await start(openSqlite)
    await guessFromEverywhere(app)
    await app.request('POST', '/auth/password/forgot', { json: { email } })
    const fresh = 'seven brisk otters juggle plums'
    const json = { email, code: await app.readCode(email), new_password: fresh }
    const headers = { [header]: 'new' }
    const reset = await app.request('POST', '/auth/password/reset', { json, headers })
    expect(reset.status).toBe(204)
    expect((await logIn(app, { password: fresh })).status).toBe(429)
    const device = reset.headers.get(header) ?? ''
    expect((await logIn(app, { password: fresh, device })).status).toBe(200)
    const browser = openPageClient(app)
    app.clock.now += 1_000
    await browser.get('/forgot')
    await browser.post('/forgot', { email })
    await browser.get('/forgot/code')
    const code = await app.readCode(email)
    expect((await browser.post('/forgot/code', { email, code, new_password: `${fresh}!` })).status).toBe(303)
    expect((await openPageClient(app).logIn(email, `${fresh}!`)).status).toBe(429)
    expect((await browser.logIn(email, `${fresh}!`)).status).toBe(303)
  })

  test('the login page knows its browser by a cookie that a logout leaves', async () => {
    const { app } = await start(openSqlite)
    const browser = openPageClient(app)
    expect((await browser.logIn(email)).status).toBe(303)
    await browser.get('/account')
    expect((await browser.post('/logout')).status).toBe(303)
    expect([...browser.cookies.keys()].sort()).toEqual(['latchkey-device', 'latchkey-visitor'])
    await guessFromEverywhere(app)
    const fresh = openPageClient(app)
    const refused = await fresh.logIn(email)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    expect((await browser.logIn(email)).status).toBe(303)
  })
})
