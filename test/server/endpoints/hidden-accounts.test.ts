import { describe, expect, test } from 'vitest'
import type { Registration } from '../../../src/protocol/endpoints.ts'
import { listLetters } from '../../../src/server/mail/outbox.ts'
import { emptyAnswer, problemAnswer, readAnswer, toOutbox } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { forEachStore, type OpenStore } from '../../support/stores.ts'

const owner = 'owner@example.com'
const nobody = 'nobody@example.com'
const guessed = 'stranger guesses around'

const post = (app: TestApp, path: string, json: unknown, bearer?: string) =>
  readAnswer(app.request('POST', path, { json, ...(bearer === undefined ? {} : { bearer }) }))

/** A server that hides its accounts and has one. */
async function startHiding(openStore: OpenStore): Promise<TestApp> {
  const app = await startTestApp(openStore, { hideAccounts: true })
  await app.signIn(owner)
  app.clock.now += 1
  for (const table of ['outbox', 'one_time_codes', 'registrations'] as const) {
    await app.deps.db.deleteFrom(table).execute()
  }
  return app
}

const letters = (app: TestApp, to: string) => listLetters(app.deps.db, app.deps.secret, { to }, app.clock.now)

/** An answer with ids and addresses blanked: what is left must be the same for a known and an unknown address. */
function blank(answer: unknown): unknown {
  const text = JSON.stringify(answer)
  return JSON.parse(
    text
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
      .replaceAll(owner, '<address>')
      .replaceAll(nobody, '<address>'),
  )
}

async function writtenRows(app: TestApp) {
  const { db } = app.deps
  const registrations = await db.selectFrom('registrations').selectAll().execute()
  const codes = await db.selectFrom('one_time_codes').selectAll().execute()
  const outbox = await db.selectFrom('outbox').selectAll().execute()
  const audit = await db.selectFrom('audit').selectAll().where('at', '=', app.clock.now).execute()
  const events = audit.map(({ event, actor, subject, address }) => [event, actor, subject !== null, address])
  return { rows: [registrations, codes, outbox].map((rows) => rows.length), events }
}

describe('AUTHD_HIDE_ACCOUNTS=true: nothing tells whether an address has an account (contract)', () => {
  forEachStore((_kind, openStore) => {
    test('registering answers and writes alike; the owner gets a letter without a code', async () => {
      const seen = []
      for (const email of [owner, nobody]) {
        const app = await startHiding(openStore)
        const answer = await post(app, '/auth/register', { email, password: guessed })
        seen.push({ answer: blank(answer), rows: await writtenRows(app) })
        expect((await letters(app, email)).map(({ subject }) => subject)).toEqual([
          email === owner
            ? 'You already have an account at 127.0.0.1:8420'
            : 'Your registration code for 127.0.0.1:8420',
        ])
        if (email === owner) await expect(app.readCode(owner)).rejects.toThrow('no code')
      }
      expect(seen[0]).toEqual(seen[1])
      expect(seen[0]?.answer).toEqual({
        status: 201,
        headers: { 'content-type': 'application/json', ...toOutbox },
        body: { user_id: '<id>', email: '<address>', username: null, registration_id: '<id>' },
      })
    })

    test('guessing codes tells nothing: with the id, without it, and past the five tries', async () => {
      const seen = []
      for (const email of [owner, nobody]) {
        const app = await startHiding(openStore)
        const { body } = await post(app, '/auth/register', { email, password: guessed })
        const { registration_id } = body as Registration
        const answers = []
        for (const id of [
          undefined,
          registration_id,
          registration_id,
          undefined,
          registration_id,
          registration_id,
        ]) {
          const json = { email, verification_code: '000000', registration_id: id } // 0 is in no code
          answers.push(await post(app, '/auth/register/verification_code', json))
        }
        await post(app, '/auth/register', { email, password: guessed })
        await post(app, '/auth/register', { email, password: guessed })
        answers.push(
          await post(app, '/auth/register/verification_code', { email, verification_code: '000000' }),
        )
        seen.push(answers)
      }
      expect(seen[0]).toEqual(seen[1])
      expect(seen[0]?.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 409])
    })

    test('asking for another code answers alike, and the owner gets none', async () => {
      const seen = []
      for (const email of [owner, nobody]) {
        const app = await startHiding(openStore)
        await post(app, '/auth/register', { email, password: guessed })
        app.clock.now += 1
        const answer = await post(app, '/auth/register/resend', { email })
        seen.push({ answer, rows: await writtenRows(app) })
        expect((await letters(app, email)).map(({ subject }) => subject)).toEqual(
          Array(2).fill(
            email === owner
              ? 'You already have an account at 127.0.0.1:8420'
              : 'Your registration code for 127.0.0.1:8420',
          ),
        )
      }
      expect(seen[0]).toEqual(seen[1])
      expect(seen[0]?.answer).toEqual(emptyAnswer(202, toOutbox))
    })

    test('the owner’s account and password are as they were', async () => {
      const app = await startHiding(openStore)
      await post(app, '/auth/register', { email: owner, password: guessed })
      expect((await post(app, '/auth/login', { email: owner, password })).status).toBe(200)
    })

    test('moving to a taken address answers as to a free one; its owner gets a letter without a code', async () => {
      const seen = []
      for (const email of [owner, nobody]) {
        const app = await startHiding(openStore)
        const eve = await app.signIn('eve@example.com')
        const answer = await post(app, '/auth/email', { email, password }, eve.access_token)
        const guess = await post(app, '/auth/email/confirm', { code: '000000' }, eve.access_token)
        seen.push([answer, guess])
        expect(await letters(app, email)).toHaveLength(1)
        if (email === owner) await expect(app.readCode(owner)).rejects.toThrow('no code')
      }
      expect(seen[0]).toEqual(seen[1])
      expect(seen[0]).toEqual([
        emptyAnswer(202, toOutbox),
        problemAnswer(401, 'invalid_verification_code', 'The code is wrong; 4 tries are left.'),
      ])
    })
  })

  // Known and open: a pending claim's password is compared only where no account has the address (credentials.ts).
  forEachStore((_kind, openStore) => {
    test('logging in with the password of the own claim tells nothing', async () => {
      const seen = []
      for (const email of [owner, nobody]) {
        const app = await startHiding(openStore)
        await post(app, '/auth/register', { email, password: guessed })
        seen.push(await post(app, '/auth/login', { email, password: guessed }))
      }
      expect(seen[0]).toEqual(seen[1])
    })
  })
})
