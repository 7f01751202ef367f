import { describe, expect, test } from 'vitest'
import { listLetters } from '../../../src/server/mail/outbox.ts'
import { jsonAnswer, problemAnswer, readAnswer, toOutbox } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)

const register = (app: TestApp, json: unknown, headers: Record<string, string> = {}) =>
  readAnswer(app.request('POST', '/auth/register', { json, headers }))

async function countRows(app: TestApp) {
  const { db } = app.deps
  const [registrations, codes, letters] = await Promise.all([
    db.selectFrom('registrations').selectAll().execute(),
    db.selectFrom('one_time_codes').selectAll().execute(),
    db.selectFrom('outbox').selectAll().execute(),
  ])
  return { registrations: registrations.length, codes: codes.length, letters: letters.length }
}

describe('POST /auth/register', () => {
  forEachStore((_kind, openStore) => {
    test('answers 201 with four fields and says that the code lies in the outbox (contract)', async () => {
      const app = await startTestApp(openStore)
      expect(await register(app, { email: 'ann@example.com', password })).toEqual(
        jsonAnswer(
          201,
          { user_id: uuid, email: 'ann@example.com', username: null, registration_id: uuid },
          toOutbox,
        ),
      )
      expect(await countRows(app)).toEqual({ registrations: 1, codes: 1, letters: 1 })
      expect(await app.readCode('ann@example.com')).toMatch(/^[34679ACDEFGHJKMNPQRTUXY]{6}$/)
    })

    test('says nothing of an outbox where letters are sent (contract: Latchkey-Mail)', async () => {
      const app = await startTestApp(openStore, { smtpUrl: 'smtp://127.0.0.1:2525', mailFrom: 'a@b.example' })
      const answer = await register(app, { email: 'ann@example.com', password })
      expect([answer.status, answer.headers]).toEqual([201, { 'content-type': 'application/json' }])
    })

    test('takes user names of any script, trimmed and composed, and null for none', async () => {
      const app = await startTestApp(openStore)
      const names = {
        '  Jürgen Groß ': 'Jürgen Groß',
        'Jose\u0301': 'José',
        지민: '지민',
        "O'Neil Jr.": "O'Neil Jr.",
      }
      for (const [username, shown] of [...Object.entries(names), [null, null]]) {
        const { status, body } = await register(app, { email: 'a@example.com', password, username })
        expect([status, body]).toEqual([
          201,
          { user_id: uuid, email: 'a@example.com', username: shown, registration_id: uuid },
        ])
      }
    })

    test('an address that a verified account has is 400 email_taken and writes nothing (contract)', async () => {
      const app = await startTestApp(openStore)
      await app.signIn('ann@example.com')
      const before = await countRows(app)
      expect(await register(app, { email: 'ANN@example.com', password })).toEqual(
        problemAnswer(
          400,
          'email_taken',
          'An account with this address exists; log in, or reset its password.',
        ),
      )
      expect(await countRows(app)).toEqual(before)
    })

    test('a name that an account has is 400 username_taken in any case; a name that is only claimed is free', async () => {
      const app = await startTestApp(openStore)
      const first = await register(app, { email: 'ann@example.com', password, username: 'Ann' })
      expect((await register(app, { email: 'eve@example.com', password, username: 'Ann' })).status).toBe(201)
      const verification_code = await app.readCode('ann@example.com')
      const json = { email: 'ann@example.com', verification_code }
      await app.request('POST', '/auth/register/verification_code', { json })
      expect(first.status).toBe(201)
      expect(await register(app, { email: 'zoe@example.com', password, username: 'ａnn' })).toEqual(
        problemAnswer(400, 'username_taken', 'Somebody has this user name; choose another or leave it out.'),
      )
    })

    test('registering again replaces nothing: both claims wait side by side (better-auth#11023)', async () => {
      const app = await startTestApp(openStore)
      const first = await register(app, { email: 'ann@example.com', password })
      const second = await register(app, { email: 'ann@example.com', password: `${password} two` })
      expect([first.status, second.status]).toEqual([201, 201])
      expect(first.body).not.toEqual(second.body)
      expect(await countRows(app)).toEqual({ registrations: 2, codes: 2, letters: 2 })
    })

    test('15 parallel registrations of one address all get a claim of their own', async () => {
      const app = await startTestApp(openStore)
      const json = { email: 'ann@example.com', password }
      const answers = await Promise.all(Array.from({ length: 15 }, () => register(app, json)))
      expect(answers.map((answer) => answer.status)).toEqual(Array(15).fill(201))
      expect(await countRows(app)).toEqual({ registrations: 15, codes: 15, letters: 15 })
    })

    test.each([
      ['closed', 'registration_closed', 'This server takes no registrations.'],
      ['invite', 'invite_required', 'This server takes registrations by invitation; send its code.'],
    ] as const)(
      'where registration is %s it is 403 %s and nothing is written (contract)',
      async (registration, code, detail) => {
        const app = await startTestApp(openStore, { registration })
        expect(await register(app, { email: 'ann@example.com', password })).toEqual(
          problemAnswer(403, code, detail),
        )
        expect(await countRows(app)).toEqual({ registrations: 0, codes: 0, letters: 0 })
      },
    )

    test('the letter is written in the language of the request', async () => {
      const app = await startTestApp(openStore)
      await register(app, { email: 'ann@example.com', password }, { 'accept-language': 'ko-KR,ko;q=0.9' })
      await register(app, { email: 'bob@example.com', password })
      const letters = await listLetters(app.deps.db, app.deps.secret, {}, app.clock.now)
      expect(letters.map(({ to, subject }) => [to, subject]).sort()).toEqual([
        ['ann@example.com', '127.0.0.1:8420 가입 코드'],
        ['bob@example.com', 'Your registration code for 127.0.0.1:8420'],
      ])
    })

    test('the sixth registration of an address within minutes is 429 with Retry-After (contract)', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      for (let times = 0; times < 5; times++) {
        expect((await register(app, { email: 'ann@example.com', password })).status).toBe(201)
      }
      expect(await register(app, { email: 'Ann@Example.com', password })).toEqual(
        problemAnswer(429, 'too_many_requests', 'Too many tries; try again in 300 s.', {
          'retry-after': '300',
        }),
      )
      expect((await register(app, { email: 'bob@example.com', password })).status).toBe(201)
    })
  })
})

describe('POST /auth/signup', () => {
  forEachStore((_kind, openStore) => {
    test('is register in other words: 200 with id, email, username, and the same code (contract)', async () => {
      const app = await startTestApp(openStore)
      const json = { email: 'ann@example.com', password, username: 'Ann' }
      const answer = await readAnswer(app.request('POST', '/auth/signup', { json }))
      expect(answer).toEqual(
        jsonAnswer(200, { id: uuid, email: 'ann@example.com', username: 'Ann' }, toOutbox),
      )
      const verification_code = await app.readCode('ann@example.com')
      const verified = await readAnswer(
        app.request('POST', '/auth/register/verification_code', {
          json: { email: 'ann@example.com', verification_code },
        }),
      )
      expect(verified).toEqual(
        jsonAnswer(200, {
          ...(answer.body as object),
          is_active: true,
          is_verified: true,
          is_superuser: false,
          created_at: '2026-03-01T12:00:00.000Z',
        }),
      )
    })

    test('refuses as register does', async () => {
      const app = await startTestApp(openStore, { registration: 'closed' })
      const json = { email: 'ann@example.com', password }
      expect(await readAnswer(app.request('POST', '/auth/signup', { json }))).toEqual(
        problemAnswer(403, 'registration_closed', 'This server takes no registrations.'),
      )
    })
  })
})
