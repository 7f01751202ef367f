import { describe, expect, test } from 'vitest'
import { listLetters } from '../../../src/server/mail/outbox.ts'
import { emptyAnswer, jsonAnswer, problemAnswer, readAnswer, toOutbox } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { forEachStore } from '../../support/stores.ts'

const oldEmail = 'ann@example.com'
const newEmail = 'ann@new.example'

const start = (app: TestApp, bearer: string, email = newEmail, secret = password) =>
  readAnswer(app.request('POST', '/auth/email', { bearer, json: { email, password: secret } }))
const confirm = (app: TestApp, bearer: string, code: string) =>
  readAnswer(app.request('POST', '/auth/email/confirm', { bearer, json: { code } }))
const login = async (app: TestApp, username: string) =>
  (await app.request('POST', '/auth/login', { form: { username, password } })).status

/** A session that waits for the code to a new address. */
async function begin(app: TestApp, from = oldEmail, to = newEmail) {
  const { access_token: bearer } = await app.signIn(from)
  app.clock.now += 1
  expect(await start(app, bearer, to)).toEqual(emptyAnswer(202, toOutbox))
  const code = await app.readCode(to)
  app.clock.now += 1
  return { bearer, code }
}

const taken = problemAnswer(
  400,
  'email_taken',
  'Another account has this address; your own address stays as it was.',
)

describe('POST /auth/email and /auth/email/confirm', () => {
  forEachStore((_kind, openStore) => {
    test('a code to the new address moves the account there; the old one gets a notice (contract)', async () => {
      const app = await startTestApp(openStore)
      const { bearer, code } = await begin(app)
      expect([await login(app, oldEmail), await login(app, newEmail)]).toEqual([200, 401])
      const { id } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      expect(await confirm(app, bearer, code.toLowerCase())).toEqual(
        jsonAnswer(
          200,
          {
            id,
            email: newEmail,
            username: null,
            is_active: true,
            is_verified: true,
            is_superuser: false,
            created_at: '2026-03-01T12:00:00.000Z',
          },
          toOutbox,
        ),
      )
      expect([await login(app, oldEmail), await login(app, newEmail)]).toEqual([401, 200])
      const [notice] = await listLetters(app.deps.db, app.deps.secret, { to: oldEmail }, app.clock.now)
      expect(notice?.subject).toBe('The address of your account at 127.0.0.1:8420 has changed')
      const owner = { actor: id, subject: id, address: '127.0.0.1' }
      const entries = await auditOf(app.deps.db)
      expect(entries.filter(({ event }) => event.startsWith('email'))).toEqual([
        noted('email.change-requested', owner),
        noted('email.changed', owner),
      ])
    })

    test('a wrong password is 403 and sends nothing', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      expect(await start(app, access_token, newEmail, 'wrong horse battery')).toEqual(
        problemAnswer(403, 'wrong_password', 'The current password is wrong; nothing was changed.'),
      )
      expect(await listLetters(app.deps.db, app.deps.secret, { to: newEmail }, app.clock.now)).toEqual([])
    })

    test('an address that a verified account has is 400 email_taken; one that is no address 422', async () => {
      const app = await startTestApp(openStore)
      await app.signIn(newEmail)
      const { access_token } = await app.signIn()
      expect(await start(app, access_token, 'ANN@new.example')).toEqual(taken)
      expect(await start(app, access_token, 'ann@new.example\r\nBcc: eve@example.com')).toEqual(
        problemAnswer(
          422,
          'invalid_email',
          'This is no e-mail address that mail can be sent to, such as ann@example.com.',
        ),
      )
    })

    test('an address that was verified between letter and code is 400 email_taken and nothing moves', async () => {
      const app = await startTestApp(openStore)
      const { bearer, code } = await begin(app)
      await app.signIn(newEmail)
      expect(await confirm(app, bearer, code)).toEqual(taken)
      expect([await login(app, oldEmail), await login(app, newEmail)]).toEqual([200, 200])
    })

    test('of parallel moves to one address one wins and the others are 400, never 500', async () => {
      const app = await startTestApp(openStore)
      const people = []
      for (let index = 0; index < 6; index++) people.push(await begin(app, `person${index}@example.com`))
      const answers = await Promise.all(people.map(({ bearer, code }) => confirm(app, bearer, code)))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400])
      expect(app.logged).toEqual([])
      const holders = app.deps.db.selectFrom('accounts').select('id').where('email', '=', newEmail)
      expect(await holders.execute()).toHaveLength(1)
    })

    test('a move and a registration of the same address in parallel: one of them has it', async () => {
      const app = await startTestApp(openStore)
      const { bearer, code } = await begin(app)
      app.clock.now += 1
      await app.request('POST', '/auth/register', { json: { email: newEmail, password } })
      const json = { email: newEmail, verification_code: await app.readCode(newEmail) }
      const [moved, registered] = await Promise.all([
        confirm(app, bearer, code),
        readAnswer(app.request('POST', '/auth/register/verification_code', { json })),
      ])
      expect([
        [200, 401],
        [400, 200],
      ]).toContainEqual([moved.status, registered.status])
      expect(app.logged).toEqual([])
    })

    test('claims on the new address and accounts that never proved it give way', async () => {
      const app = await startTestApp(openStore, { requireVerifiedEmail: false })
      await app.request('POST', '/auth/register', {
        json: { email: newEmail, password: 'squatter has this one' },
      })
      app.clock.now += 1
      const [squatter] = await auditOf(app.deps.db)
      const { bearer, code } = await begin(app)
      expect((await confirm(app, bearer, code)).status).toBe(200)
      const { id: actor } = await app.deps.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      const gaveWay = { actor, subject: squatter?.subject ?? '', address: '127.0.0.1' }
      expect((await auditOf(app.deps.db)).at(-1)).toEqual(noted('account.gave-way', gaveWay))
      expect(await app.deps.db.selectFrom('registrations').selectAll().execute()).toEqual([])
      expect(await app.deps.db.selectFrom('accounts').select('email').execute()).toEqual([
        { email: newEmail },
      ])
    })

    test('wrong codes are counted down, five tries per code, and expiry is ten minutes', async () => {
      const app = await startTestApp(openStore)
      const { bearer, code } = await begin(app)
      const other = code === 'AAAAAA' ? 'CCCCCC' : 'AAAAAA'
      const refusal = (detail: string) => problemAnswer(401, 'invalid_verification_code', detail)
      for (const left of ['4 tries are', '3 tries are', '2 tries are', '1 try is']) {
        expect(await confirm(app, bearer, other)).toEqual(refusal(`The code is wrong; ${left} left.`))
      }
      app.clock.now += 10 * 60_000
      const generic = 'The code is wrong, used or expired; check it or ask for a new one.'
      const { access_token } = (await (
        await app.request('POST', '/auth/login', { form: { username: oldEmail, password } })
      ).json()) as { access_token: string }
      expect(await confirm(app, access_token, code)).toEqual(refusal(generic))
      app.clock.now -= 10 * 60_000
      expect(await confirm(app, bearer, other)).toEqual(
        refusal('The code is wrong and was tried too often; ask for a new one.'),
      )
      expect(await confirm(app, bearer, code)).toEqual(refusal(generic))
    })

    test('a code belongs to the account that asked; a new one voids the old; it works once', async () => {
      const app = await startTestApp(openStore)
      const first = await begin(app)
      const eve = await app.signIn('eve@example.com')
      expect((await confirm(app, eve.access_token, first.code)).status).toBe(401)
      app.clock.now += 1
      await start(app, first.bearer)
      const code = await app.readCode(newEmail)
      expect((await confirm(app, first.bearer, first.code)).status).toBe(401)
      expect((await confirm(app, first.bearer, code)).status).toBe(200)
      expect((await confirm(app, first.bearer, code)).status).toBe(401)
    })

    test('a reset code to the address left behind opens nothing', async () => {
      const app = await startTestApp(openStore)
      const { bearer, code } = await begin(app)
      await app.request('POST', '/auth/password/forgot', { json: { email: oldEmail } })
      const resetCode = await app.readCode(oldEmail)
      await confirm(app, bearer, code)
      const json = { email: oldEmail, code: resetCode, new_password: 'thief takes the account' }
      const answer = await readAnswer(app.request('POST', '/auth/password/reset', { json }))
      expect([answer.status, await login(app, newEmail)]).toEqual([401, 200])
    })
  })
})
