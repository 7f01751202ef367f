import { describe, expect, test } from 'vitest'
import { disableAccount, promoteAccount } from '../../../src/server/accounts/administration.ts'
import { createApp } from '../../../src/server/app.ts'
import { readAnswer } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const newPassword = 'another quite long phrase'

/** Lets a password check be finished only when the test says so, as a full hashing queue would. */
function holdNextCheck(app: TestApp): { reached: Promise<void>; release: () => void } {
  const { hasher } = app.deps
  let release = () => {}
  let arrive = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const reached = new Promise<void>((resolve) => {
    arrive = resolve
  })
  app.deps.hasher = {
    ...hasher,
    verify: async (typed, stored) => {
      app.deps.hasher = hasher
      const isRight = await hasher.verify(typed, stored)
      arrive()
      await released
      return isRight
    },
  }
  return { reached, release }
}

async function resetPassword(app: TestApp): Promise<void> {
  app.clock.now += 1_000
  await app.request('POST', '/auth/password/forgot', { json: { email } })
  const json = { email, code: await app.readCode(email), new_password: newPassword }
  expect((await app.request('POST', '/auth/password/reset', { json })).status).toBe(204)
}

const login = (app: TestApp, typed: string, from = '127.0.0.1') =>
  readAnswer(app.request('POST', '/auth/login', { json: { email, password: typed }, from }))

describe('a check that waited for a hashing thread', () => {
  forEachStore((_kind, openStore) => {
    test('gives no session by a password that was reset meanwhile', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      const check = holdNextCheck(app)
      const stale = login(app, password)
      await check.reached
      await resetPassword(app)
      check.release()
      expect((await stale).body).toMatchObject({ status: 401, code: 'invalid_credentials' })
    })

    test('changes no password that was reset meanwhile', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      const check = holdNextCheck(app)
      const json = { current_password: password, new_password: 'the thief chose this phrase' }
      const stale = readAnswer(app.request('POST', '/auth/password', { bearer: access_token, json }))
      await check.reached
      await resetPassword(app)
      check.release()
      expect((await stale).body).toMatchObject({ status: 401, code: 'session_ended' })
      expect((await login(app, newPassword)).status).toBe(200)
    })

    test('gives no session to an account that was disabled meanwhile', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      const check = holdNextCheck(app)
      const stale = login(app, password)
      await check.reached
      await disableAccount(app.deps.db, id, {}, app.clock.now)
      check.release()
      expect((await stale).body).toMatchObject({ status: 401, code: 'invalid_credentials' })
    })

    test('whoever proves the address of an unverified superuser does not remove the last one', async () => {
      const app = await startTestApp(openStore, { requireVerifiedEmail: false })
      await app.request('POST', '/auth/register', { json: { email, password } })
      const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      await promoteAccount(app.deps.db, id, {}, app.clock.now)
      app.clock.now += 1
      const second = await readAnswer(
        app.request('POST', '/auth/register', { json: { email, password: newPassword } }),
      )
      const { registration_id } = second.body as { registration_id: string }
      const json = { email, registration_id, verification_code: await app.readCode(email) }
      await app.request('POST', '/auth/register/verification_code', { json })
      const left = await app.deps.db.selectFrom('accounts').select(['id', 'superuser_at']).execute()
      expect(left).toEqual([{ id, superuser_at: expect.any(Number) }])
    })
  })
})

describe('a stranger', () => {
  test('cannot wear out a claim and put his own in its place (better-auth#11023)', async () => {
    const app = await startTestApp(openSqlite)
    const verify = (verification_code: string) =>
      readAnswer(
        app.request('POST', '/auth/register/verification_code', { json: { email, verification_code } }),
      )
    await app.request('POST', '/auth/register', { json: { email, password } })
    for (let tries = 0; tries < 5; tries++) await verify('AAAAAA')
    app.clock.now += 1
    await app.request('POST', '/auth/register', { json: { email, password: newPassword } })
    const letter = await app.readCode(email)
    expect((await verify(letter)).body).toMatchObject({ status: 409, code: 'registration_ambiguous' })
  })

  test('who is refused takes nothing from the account that he aims at (keycloak#26172)', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    await app.signIn()
    const from = '10.0.0.9'
    for (let tries = 0; tries < 100; tries++) {
      const json = { email: `n${tries}@example.com`, password: 'x' }
      await app.request('POST', '/auth/login', { json, from })
    }
    for (let tries = 0; tries < 11; tries++) expect((await login(app, 'x', from)).status).toBe(429)
    expect((await login(app, password, '10.0.0.1')).status).toBe(200)
  })

  test('has one bucket for his whole IPv6 network (RFC 6177 §2)', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const statuses = new Map<number, number>()
    for (let host = 1; host <= 120; host++) {
      const json = { email: `n${host}@example.com` }
      const { status } = await app.request('POST', '/auth/password/forgot', {
        json,
        from: `2001:db8::${host}`,
      })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(Object.fromEntries(statuses)).toEqual({ 202: 100, 429: 20 })
    const elsewhere = { json: { email: 'x@example.com' }, from: '2001:db8:0:1::1' }
    expect((await app.request('POST', '/auth/password/forgot', elsewhere)).status).toBe(202)
  })

  test('who has reset the connection, and so has no address, gets no work done', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const answer = await createApp(app.deps).request(
      '/auth/password/forgot',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email }) },
      { incoming: { socket: { remoteAddress: undefined } } },
    )
    expect(answer.status).toBe(422)
    expect(await app.deps.db.selectFrom('outbox').selectAll().execute()).toEqual([])
  })

  test('sends ten letters at most with a change of address, whatever the addresses', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const { access_token } = await app.signIn()
    const statuses: number[] = []
    for (let tries = 0; tries < 12; tries++) {
      const json = { email: `x${tries}@example.com`, password }
      statuses.push((await app.request('POST', '/auth/email', { bearer: access_token, json })).status)
    }
    expect(statuses).toEqual([...Array(10).fill(202), 429, 429])
  })

  test.each([
    ['spaces', `x${' '.repeat(30_000)}x`],
    ['combining marks', `x${'\u0301\u0323'.repeat(7_000)}`],
  ])('cannot stop the server with one long line of %s', async (_what, line) => {
    const app = await startTestApp(openSqlite)
    for (let times = 0; times < 20; times++) {
      const answer = await app.request('POST', '/auth/login', { json: { email: line, password: line } })
      expect(answer.status).toBe(401)
    }
  })
})
