import { describe, expect, test } from 'vitest'
import type { Registration } from '../../../src/protocol/endpoints.ts'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { forEachStore } from '../../support/stores.ts'

const email = 'ann@example.com'
const minute = 60_000

/** A claim and its code. */
async function claim(app: TestApp, change: { email?: string; password?: string; username?: string } = {}) {
  const json = { email, password, ...change }
  const answer = await app.request('POST', '/auth/register', { json })
  expect(answer.status).toBe(201)
  const registration = (await answer.json()) as Registration
  app.clock.now += 1 // the newest letter is this one's
  return { ...registration, code: await app.readCode(json.email) }
}

const verify = (app: TestApp, json: unknown) =>
  readAnswer(app.request('POST', '/auth/register/verification_code', { json }))

const refusal = (detail = 'The code is wrong, used or expired; check it or ask for a new one.') =>
  problemAnswer(401, 'invalid_verification_code', detail)

const wrongCode = (code: string) => (code === 'AAAAAA' ? 'CCCCCC' : 'AAAAAA')

const login = async (app: TestApp, secret: string) =>
  (await app.request('POST', '/auth/login', { json: { email, password: secret } })).status

describe('POST /auth/register/verification_code', () => {
  forEachStore((_kind, openStore) => {
    test.each([true, false])('opens the account; registration_id sent: %s (contract)', async (withId) => {
      const app = await startTestApp(openStore)
      const { code, user_id, registration_id } = await claim(app, { username: 'Ann' })
      const id = withId ? { registration_id } : {}
      expect(await verify(app, { email, verification_code: code, ...id })).toEqual(
        jsonAnswer(200, {
          id: user_id,
          email,
          username: 'Ann',
          is_active: true,
          is_verified: true,
          is_superuser: false,
          created_at: '2026-03-01T12:00:00.001Z',
        }),
      )
      expect(await login(app, password)).toBe(200)
      const about = { subject: user_id, address: '127.0.0.1' }
      expect((await auditOf(app.deps.db)).slice(0, -1)).toEqual([
        noted('registration.requested', about),
        noted('account.verified', about),
      ])
    })

    test('several claims: without an id 409 registration_ambiguous, with it the one that is meant (contract)', async () => {
      const app = await startTestApp(openStore)
      const first = await claim(app)
      const second = await claim(app)
      expect(await verify(app, { email, verification_code: first.code })).toEqual(
        problemAnswer(
          409,
          'registration_ambiguous',
          'Several registrations wait for this address; send the registration_id of yours.',
        ),
      )
      const { code, registration_id } = first
      const answer = await verify(app, { email, verification_code: code, registration_id })
      expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ id: first.user_id })])
      expect(
        await verify(app, { email, verification_code: second.code, registration_id: second.registration_id }),
      ).toEqual(refusal())
    })

    test('a claim that was forgotten is in nobody’s way; one whose code has run out still is', async () => {
      const app = await startTestApp(openStore)
      await claim(app)
      app.clock.now += 10 * minute
      expect((await verify(app, { email, verification_code: (await claim(app)).code })).status).toBe(409)
      app.clock.now += 60 * minute
      const { code, user_id } = await claim(app)
      const { status, body } = await verify(app, { email, verification_code: code })
      expect([status, body]).toEqual([200, expect.objectContaining({ id: user_id })])
    })

    test('five wrong tries are counted down, only for who has the registration_id; then the code is void', async () => {
      const app = await startTestApp(openStore)
      const { code, registration_id } = await claim(app)
      const guess = { email, verification_code: wrongCode(code), registration_id }
      expect(await verify(app, guess)).toEqual(refusal('The code is wrong; 4 tries are left.'))
      expect(await verify(app, { ...guess, registration_id: undefined })).toEqual(refusal())
      expect(await verify(app, guess)).toEqual(refusal('The code is wrong; 2 tries are left.'))
      expect(await verify(app, guess)).toEqual(refusal('The code is wrong; 1 try is left.'))
      expect(await verify(app, guess)).toEqual(
        refusal('The code is wrong and was tried too often; ask for a new one.'),
      )
      expect(await verify(app, { ...guess, verification_code: code })).toEqual(refusal())
      expect(await verify(app, { email, verification_code: code })).toEqual(refusal())
    })

    test('20 parallel guesses share the five tries', async () => {
      const app = await startTestApp(openStore)
      const { code, registration_id } = await claim(app)
      const guess = { email, verification_code: wrongCode(code), registration_id }
      const answers = await Promise.all(Array.from({ length: 20 }, () => verify(app, guess)))
      const told = answers.map(({ body }) => (body as { detail: string }).detail).sort()
      expect(told).toEqual(
        [
          ...Array(15).fill('The code is wrong, used or expired; check it or ask for a new one.'),
          'The code is wrong and was tried too often; ask for a new one.',
          'The code is wrong; 1 try is left.',
          'The code is wrong; 2 tries are left.',
          'The code is wrong; 3 tries are left.',
          'The code is wrong; 4 tries are left.',
        ].sort(),
      )
      expect(await verify(app, { ...guess, verification_code: code })).toEqual(refusal())
    })

    test('20 parallel right codes open one account: one 200, the others 401', async () => {
      const app = await startTestApp(openStore)
      const { code: verification_code, registration_id } = await claim(app)
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => verify(app, { email, verification_code, registration_id })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(401)])
      expect(await app.deps.db.selectFrom('accounts').select('email').execute()).toEqual([{ email }])
    })

    test('parallel right codes of different claims of one address open one account', async () => {
      const app = await startTestApp(openStore)
      const claims = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const answer = await app.request('POST', '/auth/register', { json: { email, password } })
          return ((await answer.json()) as Registration).registration_id
        }),
      )
      const { issueRegistrationCode } = await import('../../../src/server/accounts/registration.ts')
      const { db, secret } = app.deps
      const answers = await Promise.all(
        claims.map(async (id) => {
          const verification_code = await issueRegistrationCode(db, secret, id, minute, app.clock.now)
          return { email, verification_code, registration_id: id }
        }),
      ).then((inputs) => Promise.all(inputs.map((input) => verify(app, input))))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401])
      expect(await db.selectFrom('registrations').selectAll().execute()).toEqual([])
    })

    test('the code is good for ten minutes to the millisecond (contract)', async () => {
      const app = await startTestApp(openStore)
      const { code: verification_code } = await claim(app)
      app.clock.now += 10 * minute - 1 // one is spent since the letter
      expect(await verify(app, { email, verification_code })).toEqual(refusal())
      app.clock.now -= 1
      expect((await verify(app, { email, verification_code })).status).toBe(200)
    })

    test('is taken as people type it: in lower case, with spaces and dashes', async () => {
      const app = await startTestApp(openStore)
      const ways = [
        (code: string) => code.toLowerCase(),
        (code: string) => `  ${code.slice(0, 3)} ${code.slice(3)} \n`,
        (code: string) => [...code].join('-'),
      ]
      for (const [index, type] of ways.entries()) {
        const address = `ann${index}@example.com`
        const { code } = await claim(app, { email: address })
        expect((await verify(app, { email: address, verification_code: type(code) })).status).toBe(200)
      }
    })

    test('a code works once', async () => {
      const app = await startTestApp(openStore)
      const { code: verification_code, registration_id } = await claim(app)
      expect((await verify(app, { email, verification_code, registration_id })).status).toBe(200)
      expect(await verify(app, { email, verification_code, registration_id })).toEqual(refusal())
      expect(await verify(app, { email, verification_code })).toEqual(refusal())
    })

    test('codes and registration ids of any shape are just wrong', async () => {
      const app = await startTestApp(openStore)
      await claim(app)
      app.clock.now += 60 * minute // the first one is out of the way
      const { code, registration_id } = await claim(app)
      const codes = ['', code.slice(1), `${code}\0`, 'x'.repeat(10_000), '가나다라마바']
      for (const verification_code of codes) {
        expect(await verify(app, { email, verification_code })).toEqual(refusal())
      }
      const ids = [
        '',
        'x',
        "' or 1=1 --",
        '\0',
        `${registration_id}\0`,
        '가',
        'x'.repeat(10_000),
        crypto.randomUUID(),
      ]
      for (const id of ids) {
        expect(await verify(app, { email, verification_code: code, registration_id: id })).toEqual(refusal())
      }
    })

    test('the redeemed claim brings its own password; the others end (better-auth#11023, keycloak#48206)', async () => {
      const app = await startTestApp(openStore)
      const attacker = await claim(app, { password: 'attacker picks this one' })
      const owner = await claim(app, { password: 'the owner picks this one' })
      const later = await claim(app, { password: 'attacker picks another' })
      const { code: verification_code, registration_id } = owner
      const { status, body } = await verify(app, { email, verification_code, registration_id })
      expect([status, body]).toEqual([200, expect.objectContaining({ id: owner.user_id })])
      expect(await login(app, 'the owner picks this one')).toBe(200)
      for (const other of [attacker, later]) {
        const input = { email, verification_code: other.code, registration_id: other.registration_id }
        expect(await verify(app, input)).toEqual(refusal())
      }
      expect(await login(app, 'attacker picks this one')).toBe(401)
      expect(await login(app, 'attacker picks another')).toBe(401)
      expect(await app.deps.db.selectFrom('registrations').selectAll().execute()).toEqual([])
    })

    test('a code opens no other claim of the same address', async () => {
      const app = await startTestApp(openStore)
      const attacker = await claim(app, { password: 'attacker picks this one' })
      const owner = await claim(app)
      const { registration_id } = attacker
      expect(await verify(app, { email, verification_code: owner.code, registration_id })).toEqual(
        refusal('The code is wrong; 4 tries are left.'),
      )
      expect(await app.deps.db.selectFrom('accounts').selectAll().execute()).toEqual([])
    })

    test('a claim of another address cannot be touched: nothing is told, no try of it is used', async () => {
      const app = await startTestApp(openStore)
      const { code, registration_id } = await claim(app, { email: 'bob@example.com' })
      for (const verification_code of [code, ...Array(6).fill(wrongCode(code))]) {
        expect(await verify(app, { email, verification_code, registration_id })).toEqual(refusal())
      }
      const right = { email: 'bob@example.com', verification_code: code, registration_id }
      expect((await verify(app, right)).status).toBe(200)
    })

    test('a name that was taken meanwhile costs the name, not the account', async () => {
      const app = await startTestApp(openStore)
      const ann = await claim(app, { username: 'Ann' })
      const other = await claim(app, { email: 'other@example.com', username: 'ANN' })
      const first = await verify(app, { email: 'other@example.com', verification_code: other.code })
      expect(first.body).toEqual(expect.objectContaining({ username: 'ANN' }))
      const { status, body } = await verify(app, { email, verification_code: ann.code })
      expect([status, body]).toEqual([200, expect.objectContaining({ id: ann.user_id, username: null })])
    })

    test('21 tries at one address within a minute are 429, whatever the claims (contract)', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      const guess = { email, verification_code: 'AAAAAA' }
      for (let times = 0; times < 20; times++) expect(await verify(app, guess)).toEqual(refusal())
      expect(await verify(app, guess)).toEqual(
        problemAnswer(429, 'too_many_requests', 'Too many tries; try again in 60 s.', {
          'retry-after': '60',
        }),
      )
    })
  })
})

describe('POST /auth/register/resend', () => {
  forEachStore((_kind, openStore) => {
    const resend = (app: TestApp, json: unknown) =>
      readAnswer(app.request('POST', '/auth/register/resend', { json }))
    const sent = { status: 202, headers: { 'latchkey-mail': 'outbox' }, body: undefined }

    test('sends a new code with five new tries; the old one is void', async () => {
      const app = await startTestApp(openStore)
      const { code, registration_id } = await claim(app)
      for (let tries = 0; tries < 5; tries++) {
        await verify(app, { email, verification_code: wrongCode(code), registration_id })
      }
      app.clock.now += 5 * minute
      expect(await resend(app, { email })).toEqual(sent)
      const fresh = await app.readCode(email)
      expect(fresh).not.toBe(code)
      expect(await verify(app, { email, verification_code: code, registration_id })).toEqual(
        refusal('The code is wrong; 4 tries are left.'),
      )
      app.clock.now += 10 * minute - 1
      expect((await verify(app, { email, verification_code: fresh, registration_id })).status).toBe(200)
    })

    test('answers and writes alike whether or not something waits for the address (keycloak#48888)', async () => {
      const app = await startTestApp(openStore)
      await app.signIn('verified@example.com')
      await claim(app, { email: 'waiting@example.com' })
      await app.deps.db.deleteFrom('outbox').execute()
      for (const address of ['unknown@example.com', 'verified@example.com', 'waiting@example.com']) {
        await app.deps.db.deleteFrom('one_time_codes').execute()
        expect([address, await resend(app, { email: address })]).toEqual([address, sent])
        const codes = await app.deps.db.selectFrom('one_time_codes').select('purpose').execute()
        expect([address, codes]).toEqual([address, [{ purpose: 'registration' }]])
      }
      const letters = await app.deps.db.selectFrom('outbox').select(['recipient', 'discarded_at']).execute()
      expect(letters.sort((a, b) => a.recipient.localeCompare(b.recipient))).toEqual([
        { recipient: 'unknown@example.com', discarded_at: app.clock.now },
        { recipient: 'verified@example.com', discarded_at: app.clock.now },
        { recipient: 'waiting@example.com', discarded_at: null },
      ])
    })

    test('is 202 for registration ids of any shape and sends nothing for those that are not the address’s own', async () => {
      const app = await startTestApp(openStore)
      await claim(app)
      const other = await claim(app, { email: 'bob@example.com' })
      const { code } = other
      await app.deps.db.deleteFrom('outbox').execute()
      const ids = ['', 'x', "' or 1=1 --", '\0', '가', 'x'.repeat(10_000), other.registration_id]
      for (const registration_id of ids) {
        expect([registration_id, await resend(app, { email, registration_id })]).toEqual([
          registration_id,
          sent,
        ])
      }
      const letters = await app.deps.db.selectFrom('outbox').select(['recipient', 'discarded_at']).execute()
      expect(letters).toEqual(Array(ids.length).fill({ recipient: email, discarded_at: app.clock.now }))
      const right = { email: 'bob@example.com', verification_code: code }
      expect((await verify(app, right)).status).toBe(200)
    })

    test('without an id it is the only claim; of several none, since one may be a stranger’s (better-auth#11023)', async () => {
      const app = await startTestApp(openStore)
      await claim(app)
      await app.deps.db.deleteFrom('outbox').execute()
      expect(await resend(app, { email })).toEqual(sent)
      await claim(app)
      expect(await resend(app, { email })).toEqual(sent)
      const letters = await app.deps.db.selectFrom('outbox').select('discarded_at').execute()
      const discarded = letters.filter((letter) => letter.discarded_at !== null)
      expect([letters.length, discarded.length]).toEqual([3, 1])
    })

    test('with an id it is the claim that is meant, which need not be the newest', async () => {
      const app = await startTestApp(openStore)
      const { registration_id, user_id } = await claim(app)
      await claim(app)
      app.clock.now += 1
      expect(await resend(app, { email, registration_id })).toEqual(sent)
      const verification_code = await app.readCode(email)
      const { status, body } = await verify(app, { email, verification_code, registration_id })
      expect([status, body]).toEqual([200, expect.objectContaining({ id: user_id })])
    })

    test('a claim can be sent a code for a day, then it is forgotten', async () => {
      const app = await startTestApp(openStore)
      await claim(app)
      app.clock.now += 24 * 60 * minute - 2 // one is spent since the claim
      await resend(app, { email })
      const verification_code = await app.readCode(email)
      app.clock.now += 1
      await app.deps.db.deleteFrom('outbox').execute()
      expect(await resend(app, { email })).toEqual(sent)
      await expect(app.readCode(email)).rejects.toThrow('no code')
      expect(await verify(app, { email, verification_code })).toEqual(refusal())
    })
  })
})
