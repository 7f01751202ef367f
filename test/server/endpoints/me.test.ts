import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { promoteAccount } from '../../../src/server/accounts/administration.ts'
import { emptyAnswer, jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { forEachStore } from '../../support/stores.ts'

const email = 'ann@example.com'

const read = (app: TestApp, bearer: string) => readAnswer(app.request('GET', '/auth/me', { bearer }))
const rename = (app: TestApp, bearer: string, username: unknown) =>
  readAnswer(app.request('PATCH', '/auth/me', { bearer, json: { username } }))
const withdraw = (app: TestApp, bearer: string, secret = password) =>
  readAnswer(app.request('DELETE', '/auth/me', { bearer, json: { password: secret } }))

const ended = problemAnswer(401, 'session_ended', 'The session of this token has ended; log in again.')

describe('GET /auth/me', () => {
  forEachStore((_kind, openStore) => {
    test('shows the account in seven fields (contract)', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      const account = await app.deps.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
      const shown = {
        id: account.id,
        email,
        username: null,
        is_active: true,
        is_verified: true,
        is_superuser: false,
        created_at: '2026-03-01T12:00:00.000Z',
      }
      expect(await read(app, access_token)).toEqual(jsonAnswer(200, shown))
      await promoteAccount(app.deps.db, account.id, {}, app.clock.now)
      expect(await read(app, access_token)).toEqual(jsonAnswer(200, { ...shown, is_superuser: true }))
    })
  })
})

describe('PATCH /auth/me', () => {
  forEachStore((_kind, openStore) => {
    test('sets the user name, keeps it in another case, takes it away with null (contract)', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      const { body } = await read(app, access_token)
      for (const [username, shown] of [
        [' Ann ', 'Ann'],
        ['ANN', 'ANN'],
        [null, null],
      ]) {
        expect(await rename(app, access_token, username)).toEqual(
          jsonAnswer(200, { ...(body as object), username: shown }),
        )
      }
      expect(await read(app, access_token)).toEqual(jsonAnswer(200, body))
    })

    test('a name that somebody has is 400 username_taken in any spelling, and nothing is changed', async () => {
      const app = await startTestApp(openStore)
      const ann = await app.signIn()
      const bob = await app.signIn('bob@example.com')
      await rename(app, ann.access_token, 'Ann')
      await rename(app, bob.access_token, 'Bob')
      for (const name of ['Ann', 'aNN', 'Ａｎｎ']) {
        expect(await rename(app, bob.access_token, name)).toEqual(
          problemAnswer(400, 'username_taken', 'Somebody has this user name; choose another.'),
        )
      }
      expect((await read(app, bob.access_token)).body).toEqual(expect.objectContaining({ username: 'Bob' }))
      await rename(app, ann.access_token, null)
      expect((await rename(app, bob.access_token, 'Ann')).status).toBe(200)
    })

    test('who waits for another’s wish for the same name gets 400, never 500', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      const bob = await app.signIn('bob@example.com')
      const ann = await app.deps.db
        .selectFrom('accounts')
        .selectAll()
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
      const name = { username: 'Ann', username_key: 'ann' }
      const [answer] = await app.deps.db.transaction().execute(async (tx) => {
        await tx.updateTable('accounts').set(name).where('id', '=', ann.id).execute()
        const waiting = rename(app, bob.access_token, 'Ann')
        await delay(50) // until it waits for this transaction
        return [waiting]
      })
      expect(await answer).toEqual(
        problemAnswer(400, 'username_taken', 'Somebody has this user name; choose another.'),
      )
    })

    test('of parallel wishes for one name one is granted, the others are 400', async () => {
      const app = await startTestApp(openStore)
      const people = await Promise.all(
        Array.from({ length: 8 }, (_, index) => app.signIn(`person${index}@example.com`)),
      )
      const answers = await Promise.all(people.map(({ access_token }) => rename(app, access_token, 'Ann')))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)])
      expect(app.logged).toEqual([])
    })
  })
})

describe('DELETE /auth/me', () => {
  forEachStore((_kind, openStore) => {
    test('withdraws: all tokens are refused at once and the address and name are free again (contract)', async () => {
      const app = await startTestApp(openStore)
      const { access_token, refresh_token } = await app.signIn()
      await rename(app, access_token, 'Ann')
      const before = await app.deps.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
      expect((await read(app, access_token)).status).toBe(200)
      expect(await withdraw(app, access_token)).toEqual(emptyAnswer(204))

      expect(await read(app, access_token)).toEqual(ended)
      const refreshed = await readAnswer(app.request('GET', '/auth/update_token', { bearer: refresh_token }))
      expect(refreshed).toEqual(
        problemAnswer(401, 'invalid_token', 'This is no refresh token of this server; log in again.'),
      )
      const login = await app.request('POST', '/auth/login', { form: { username: email, password } })
      expect(login.status).toBe(401)
      app.clock.now += 1
      const again = await app.signIn(email)
      expect((await rename(app, again.access_token, 'Ann')).status).toBe(200)
      const after = await app.deps.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
      expect(after.id).not.toBe(before.id)
    })

    test('leaves nothing behind but its audit entries, without personal data', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await app.signIn()
      await app.request('POST', '/auth/password/forgot', { json: { email } })
      await app.request('POST', '/auth/email', {
        bearer: access_token,
        json: { email: 'b@example.com', password },
      })
      const { db } = app.deps
      const { id } = await db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
      expect(await withdraw(app, access_token)).toEqual(emptyAnswer(204))
      const left = await Promise.all([
        db.selectFrom('accounts').selectAll().execute(),
        db.selectFrom('sessions').selectAll().execute(),
        db.selectFrom('registrations').selectAll().execute(),
        db.selectFrom('one_time_codes').selectAll().execute(),
      ])
      expect(left).toEqual([[], [], [], []])
      expect(await auditOf(db)).toEqual([
        noted('registration.requested', { subject: id }),
        noted('account.verified', { subject: id }),
        noted('login', { actor: id, subject: id, client_id: 'latchkey-api' }),
        noted('password.reset-requested', { subject: id }),
        noted('email.change-requested', { actor: id, subject: id }),
        noted('account.deleted', { actor: id, subject: id }),
      ])
    })

    test('a wrong password is 403 wrong_password and changes nothing; guesses are limited', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      const { access_token } = await app.signIn()
      for (let times = 0; times < 10; times++) {
        expect(await withdraw(app, access_token, 'wrong horse battery')).toEqual(
          problemAnswer(403, 'wrong_password', 'The current password is wrong; nothing was changed.'),
        )
      }
      expect(await withdraw(app, access_token)).toEqual(
        problemAnswer(429, 'too_many_requests', 'Too many tries; try again in 30 s.', {
          'retry-after': '30',
        }),
      )
      expect((await read(app, access_token)).status).toBe(200)
    })

    test('the last active superuser stays: 409 last_superuser until there is another (contract)', async () => {
      const app = await startTestApp(openStore)
      const ann = await app.signIn()
      const bob = await app.signIn('bob@example.com')
      const { db } = app.deps
      const accounts = await db.selectFrom('accounts').select(['id', 'email']).execute()
      const idOf = (address: string) => accounts.find((account) => account.email === address)?.id ?? ''
      await promoteAccount(db, idOf(email), {}, app.clock.now)
      expect(await withdraw(app, ann.access_token)).toEqual(
        problemAnswer(409, 'last_superuser', 'This is the last active superuser; nothing was deleted.'),
      )
      expect((await read(app, ann.access_token)).status).toBe(200)
      await promoteAccount(db, idOf('bob@example.com'), {}, app.clock.now)
      expect(await withdraw(app, ann.access_token)).toEqual(emptyAnswer(204))
      expect((await withdraw(app, bob.access_token)).status).toBe(409)
    })

    test('somebody who is no superuser may always leave', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      const bob = await app.signIn('bob@example.com')
      const { db } = app.deps
      const ann = await db
        .selectFrom('accounts')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
      await promoteAccount(db, ann.id, {}, app.clock.now)
      expect(await withdraw(app, bob.access_token)).toEqual(emptyAnswer(204))
    })
  })
})
