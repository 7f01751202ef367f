import { describe, expect, test } from 'vitest'
import type { TokenAnswer } from '../../../src/protocol/endpoints.ts'
import { listLetters } from '../../../src/server/mail/outbox.ts'
import { emptyAnswer, problemAnswer, readAnswer, toOutbox } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { forEachStore } from '../../support/stores.ts'

const email = 'ann@example.com'
const newPassword = 'staple tulip ladder canyon'

const change = (app: TestApp, bearer: string, json: unknown, query = '') =>
  readAnswer(app.request('POST', `/auth/password${query}`, { bearer, json }))
const forgot = (app: TestApp, address: string) =>
  readAnswer(app.request('POST', '/auth/password/forgot', { json: { email: address } }))
const reset = (app: TestApp, json: unknown) =>
  readAnswer(app.request('POST', '/auth/password/reset', { json }))
const login = (app: TestApp, secret: string) =>
  app.request('POST', '/auth/login', { form: { username: email, password: secret } })
const works = async (app: TestApp, bearer: string) =>
  (await app.request('GET', '/auth/validate-access-token', { bearer })).status === 200

async function loginAgain(app: TestApp, secret = password): Promise<string> {
  const { access_token } = (await (await login(app, secret)).json()) as TokenAnswer
  return access_token
}

const lettersTo = async (app: TestApp, to: string) =>
  (await listLetters(app.deps.db, app.deps.secret, { to }, app.clock.now)).map(({ subject }) => subject)

const wrongCode = problemAnswer(
  401,
  'invalid_verification_code',
  'The code is wrong, used or expired; check it or ask for a new one.',
)

describe('POST /auth/password', () => {
  forEachStore((_kind, openStore) => {
    test.each([
      ['', true],
      ['?sessions=keep', true],
      ['?sessions=end', false],
    ])(
      'changes it and tells the owner; %j: the other sessions stay is %s (contract)',
      async (query, stays) => {
        const app = await startTestApp(openStore)
        const { access_token } = await app.signIn()
        const other = await loginAgain(app)
        app.clock.now += 1
        const json = { current_password: password, new_password: newPassword }
        expect(await change(app, access_token, json, query)).toEqual(emptyAnswer(204, toOutbox))
        expect([await works(app, access_token), await works(app, other)]).toEqual([true, stays])
        expect((await login(app, password)).status).toBe(401)
        expect((await login(app, newPassword)).status).toBe(200)
        expect((await lettersTo(app, email))[0]).toBe('Your password for 127.0.0.1:8420 has changed')
        const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
        const owner = { actor: id, subject: id, address: '127.0.0.1' }
        const entries = await auditOf(app.deps.db)
        expect(entries.filter(({ event }) => event.startsWith('password'))).toEqual([
          noted('password.changed', { ...owner, detail: { ended: stays ? 0 : 1 } }),
        ])
      },
    )

    test('takes back a reset code that is on its way: who reads the mail must not undo the change', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      await app.request('POST', '/auth/password/forgot', { json: { email } })
      const code = await app.readCode(email)
      await change(app, access_token, { current_password: password, new_password: newPassword }, '')
      const json = { email, code, new_password: 'a third long password' }
      expect(await readAnswer(app.request('POST', '/auth/password/reset', { json }))).toEqual(wrongCode)
    })

    test('refuses a wrong current password with 403, a weak and a long new one with 422; nothing changes', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      const json = { current_password: password, new_password: newPassword }
      expect(await change(app, access_token, { ...json, current_password: newPassword })).toEqual(
        problemAnswer(403, 'wrong_password', 'The current password is wrong; nothing was changed.'),
      )
      expect(await change(app, access_token, { ...json, new_password: 'eleven char' })).toEqual(
        problemAnswer(422, 'weak_password', 'The password has 11 characters; use at least 12 characters.'),
      )
      expect(await change(app, access_token, { ...json, new_password: 'mine is ann@example.com' })).toEqual(
        problemAnswer(
          422,
          'weak_password',
          'The password contains your e-mail address; take one without it.',
        ),
      )
      expect(await change(app, access_token, { ...json, new_password: newPassword.repeat(3) })).toEqual(
        problemAnswer(
          422,
          'password_too_long',
          'The password has 78 bytes, and at most 72 bytes can be used; take a shorter one.',
        ),
      )
      const answer = await change(app, access_token, json, '?sessions=all')
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({ code: 'invalid_request' }),
      ])
      expect((await login(app, password)).status).toBe(200)
    })
  })
})

describe('POST /auth/password/forgot', () => {
  forEachStore((_kind, openStore) => {
    test('is 202 with the same rows for known and unknown addresses; only the known one gets a letter (keycloak#48888)', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      const { db } = app.deps
      const rowsAfter = async (address: string) => {
        await db.deleteFrom('outbox').execute()
        await db.deleteFrom('one_time_codes').execute()
        expect(await forgot(app, address)).toEqual(emptyAnswer(202, toOutbox))
        const codes = await db.selectFrom('one_time_codes').selectAll().execute()
        const letters = await db.selectFrom('outbox').selectAll().execute()
        return {
          codes: codes.map(shapeOf),
          letters: letters.map(shapeOf),
          seen: await lettersTo(app, address),
        }
      }
      const known = await rowsAfter(email)
      const unknown = await rowsAfter('eve@example.com')
      expect(known.seen).toEqual(['Your password reset code for 127.0.0.1:8420'])
      expect(unknown.seen).toEqual([])
      expect(unknown.codes).toEqual(known.codes)
      expect(unknown.letters).toEqual([{ ...known.letters[0], discarded_at: 'number' }])
    })

    test('an address that only waits for its code counts as unknown', async () => {
      const app = await startTestApp(openStore)
      await app.request('POST', '/auth/register', { json: { email, password } })
      await app.deps.db.deleteFrom('outbox').execute()
      expect(await forgot(app, email)).toEqual(emptyAnswer(202, toOutbox))
      expect(await lettersTo(app, email)).toEqual([])
    })

    test('the sixth within minutes is 429, known or not', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      for (const address of [email, 'eve@example.com']) {
        for (let times = 0; times < 5; times++) expect((await forgot(app, address)).status).toBe(202)
        expect(await forgot(app, address)).toEqual(
          problemAnswer(429, 'too_many_requests', 'Too many tries; try again in 300 s.', {
            'retry-after': '300',
          }),
        )
      }
    })
  })
})

describe('POST /auth/password/reset', () => {
  forEachStore((_kind, openStore) => {
    test('sets the password, ends every session and tells the owner (contract)', async () => {
      const app = await startTestApp(openStore)
      const { access_token, refresh_token } = await app.signIn()
      app.clock.now += 1
      await forgot(app, email)
      const code = await app.readCode(email)
      app.clock.now += 1
      const json = { email: 'ANN@example.com', code: code.toLowerCase(), new_password: newPassword }
      expect(await reset(app, json)).toEqual(emptyAnswer(204, toOutbox))
      expect(await works(app, access_token)).toBe(false)
      expect((await app.request('GET', '/auth/update_token', { bearer: refresh_token })).status).toBe(401)
      expect((await login(app, password)).status).toBe(401)
      expect((await login(app, newPassword)).status).toBe(200)
      expect((await lettersTo(app, email))[0]).toBe('Your password for 127.0.0.1:8420 has changed')
      expect(await reset(app, json)).toEqual(wrongCode)
      const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      const about = { subject: id, address: '127.0.0.1' }
      const entries = await auditOf(app.deps.db)
      expect(entries.filter(({ event }) => /password|code/.test(event))).toEqual([
        noted('password.reset-requested', about),
        noted('password.reset', { ...about, detail: { ended: 1 } }),
        noted('code.failed', { ...about, reason: 'password reset' }),
      ])
    })

    test('a code that came by mail verifies the address and discards every claim on it (better-auth#11023)', async () => {
      const app = await startTestApp(openStore, { requireVerifiedEmail: false })
      for (const secret of [password, 'attacker picks this one']) {
        await app.request('POST', '/auth/register', { json: { email, password: secret } })
      }
      app.clock.now += 1
      await forgot(app, email)
      const code = await app.readCode(email)
      expect((await reset(app, { email, code, new_password: newPassword })).status).toBe(204)
      const account = await app.deps.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
      expect(account.verified_at).toBe(app.clock.now)
      expect(await app.deps.db.selectFrom('registrations').selectAll().execute()).toEqual([])
    })

    test('wrong codes, unknown addresses and expired codes are one 401; five tries, then the code is void', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      app.clock.now += 1
      await forgot(app, email)
      const code = await app.readCode(email)
      const other = code === 'AAAAAA' ? 'CCCCCC' : 'AAAAAA'
      const json = { email, code, new_password: newPassword }
      expect(await reset(app, { ...json, email: 'eve@example.com' })).toEqual(wrongCode)
      for (let times = 0; times < 4; times++)
        expect(await reset(app, { ...json, code: other })).toEqual(wrongCode)
      app.clock.now += 10 * 60_000
      expect(await reset(app, json)).toEqual(wrongCode)
      app.clock.now -= 10 * 60_000
      expect(await reset(app, { ...json, code: '' })).toEqual(wrongCode)
      expect(await reset(app, json)).toEqual(wrongCode)
      expect((await login(app, password)).status).toBe(200)
    })

    test('of parallel right codes one wins', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      app.clock.now += 1
      await forgot(app, email)
      const code = await app.readCode(email)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => reset(app, { email, code, new_password: newPassword })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(401)])
    })

    test('a weak password is 422 and does not use up the code', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      app.clock.now += 1
      await forgot(app, email)
      const code = await app.readCode(email)
      for (let times = 0; times < 6; times++) {
        expect(await reset(app, { email, code, new_password: 'password1234' })).toEqual(
          problemAnswer(
            422,
            'weak_password',
            'This password is a common one or easily guessed; take several unrelated words or a generated one.',
          ),
        )
      }
      expect((await reset(app, { email, code, new_password: newPassword })).status).toBe(204)
    })

    test('a registration code resets nothing, a reset code registers nothing', async () => {
      const app = await startTestApp(openStore)
      await app.request('POST', '/auth/register', { json: { email, password } })
      const registrationCode = await app.readCode(email)
      expect(await reset(app, { email, code: registrationCode, new_password: newPassword })).toEqual(
        wrongCode,
      )
      await app.request('POST', '/auth/register/verification_code', {
        json: { email, verification_code: registrationCode },
      })
      app.clock.now += 1
      await forgot(app, email)
      const json = { email, verification_code: await app.readCode(email) }
      const answer = await readAnswer(app.request('POST', '/auth/register/verification_code', { json }))
      expect(answer).toEqual(wrongCode)
    })
  })
})

/** The kinds of a row's values: what differs between two addresses must not be seen in what is written. */
function shapeOf(row: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? 'null' : typeof value]),
  )
}
