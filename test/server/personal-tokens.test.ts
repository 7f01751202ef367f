import { describe, expect, test } from 'vitest'
import type { NewPersonalTokenAnswer } from '../../src/protocol/endpoints.ts'
import { emptyAnswer, jsonAnswer, noStore, problemAnswer, readAnswer } from '../support/answers.ts'
import { startTestApp, type TestApp, testStart } from '../support/app.ts'
import { auditOf, noted } from '../support/audit.ts'
import { addPerson, logIn } from '../support/oauth.ts'
import { forEachStore, openSqlite } from '../support/stores.ts'

const minute = 60_000
const unknown = problemAnswer(
  401,
  'invalid_token',
  'The personal access token is unknown, revoked or expired.',
)
const insufficient = (detail: string) =>
  problemAnswer(403, 'insufficient_scope', detail, {
    'www-authenticate': 'Bearer realm="latchkey", error="insufficient_scope"',
  })
const takesLogin = insufficient('This takes a login; a personal access token will not do.')

async function make(
  app: TestApp,
  bearer: string,
  json: object = { name: 'ci' },
): Promise<NewPersonalTokenAnswer> {
  const answer = await readAnswer(app.request('POST', '/auth/tokens', { bearer, json }))
  expect(answer.status).toBe(201)
  return answer.body as NewPersonalTokenAnswer
}

function me(app: TestApp, bearer: string) {
  return readAnswer(app.request('GET', '/auth/me', { bearer }))
}

async function list(app: TestApp, bearer: string) {
  const answer = await readAnswer(app.request('GET', '/auth/tokens', { bearer }))
  return answer
}

describe('a personal access token', () => {
  forEachStore((_kind, openStore) => {
    test('is shown once, where it is made, and opens what its scope says', async () => {
      const app = await startTestApp(openStore)
      const { access_token: bearer } = await addPerson(app)
      const json = { name: ' nightly build ', scopes: ['account'], expires_at: '2026-06-01T00:00:00+02:00' }
      const answer = await readAnswer(app.request('POST', '/auth/tokens', { bearer, json }))
      const shown = {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'nightly build',
        scopes: ['account'],
        created_at: '2026-03-01T12:00:00.000Z',
        expires_at: '2026-05-31T22:00:00.000Z',
        last_used_at: null,
      }
      const made = { ...shown, token: expect.stringMatching(/^lkp_[0-9a-f-]{36}_[\w-]{43}$/) }
      expect(answer).toEqual(jsonAnswer(201, made, noStore))
      expect(await list(app, bearer)).toEqual(jsonAnswer(200, { items: [shown], next_cursor: null }))
      const { token } = answer.body as NewPersonalTokenAnswer
      expect((await me(app, token)).status).toBe(200)
    })

    test('is in the store only as a digest, and in no log', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const { token } = await make(app, access_token)
      await me(app, token)
      await me(app, `${token.slice(0, -1)}_`)
      const secret = token.slice(-43)
      const tables = await app.deps.db.introspection.getTables()
      expect(tables.length).toBeGreaterThan(10)
      for (const { name } of tables) {
        const rows = await app.deps.db
          .selectFrom(name as 'audit')
          .selectAll()
          .execute()
        expect([name, JSON.stringify(rows).includes(secret)]).toEqual([name, false])
      }
      expect(app.logged.join()).not.toContain(secret)
    })

    test('changed in any part is unknown', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const [one, two] = [await make(app, access_token), await make(app, access_token)]
      const other = two.token.slice(-43)
      const changed = [
        `${one.token}x`,
        one.token.slice(0, -1),
        `lkp_${one.id}_${other}`,
        `lkp_${crypto.randomUUID()}_${other}`,
        'lkp_',
      ]
      for (const token of changed) expect([token, await me(app, token)]).toEqual([token, unknown])
    })

    test('is good until the millisecond of its expiry', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const expires_at = new Date(testStart + minute).toISOString()
      const { token } = await make(app, access_token, { name: 'ci', expires_at })
      app.clock.now = testStart + minute - 1
      expect((await me(app, token)).status).toBe(200)
      app.clock.now = testStart + minute
      expect(await me(app, token)).toEqual(unknown)
    })

    test('is revoked at once by its owner, and by nobody else', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app)
      const bob = await addPerson(app)
      const { token, id } = await make(app, ann.access_token)
      const revoke = (bearer: string, name: string) =>
        readAnswer(app.request('DELETE', `/auth/tokens/${name}`, { bearer }))
      const nothing = problemAnswer(404, 'not_found', 'You have no such token.')
      expect(await revoke(bob.access_token, id)).toEqual(nothing)
      expect((await revoke(ann.access_token, 'a%00b')).status).toBe(422)
      expect((await me(app, token)).status).toBe(200)
      expect(await revoke(ann.access_token, id)).toEqual(emptyAnswer(204))
      expect(await me(app, token)).toEqual(unknown)
      expect(await revoke(ann.access_token, id)).toEqual(nothing)
      const owner = { actor: ann.id, subject: ann.id, address: '127.0.0.1' }
      expect(await auditOf(app.deps.db)).toEqual([
        noted('token.made', { ...owner, detail: { token: id, scope: 'account' } }),
        noted('token.revoked', { ...owner, detail: { token: id } }),
      ])
    })

    test('of a disabled account is unknown, and good again with the account', async () => {
      const app = await startTestApp(openStore)
      const { id, access_token } = await addPerson(app)
      const { token } = await make(app, access_token)
      const disable = (disabled_at: number | null) =>
        app.deps.db.updateTable('accounts').set({ disabled_at }).where('id', '=', id).execute()
      await disable(1)
      expect(await me(app, token)).toEqual(unknown)
      await disable(null)
      expect((await me(app, token)).status).toBe(200)
      await app.deps.db.deleteFrom('accounts').execute()
      expect(await me(app, token)).toEqual(unknown)
    })

    test('tells when it was last used, to the minute', async () => {
      const app = await startTestApp(openStore)
      const { access_token } = await addPerson(app)
      const { token } = await make(app, access_token)
      const lastUse = async () => {
        const row = await app.deps.db.selectFrom('personal_tokens').select('last_used_at').executeTakeFirst()
        return row?.last_used_at
      }
      const steps = [
        [0, 0],
        [minute - 1, 0],
        [minute, minute],
      ] as const
      for (const [at, written] of steps) {
        app.clock.now = testStart + at
        await Promise.all([me(app, token), me(app, token)])
        await new Promise((resolve) => setTimeout(resolve, 20)) // the write is not awaited by the answer
        await expect.poll(lastUse, { message: `after ${at} ms` }).toBe(testStart + written)
      }
    })

    test('its name holds nothing that a terminal obeys or a store refuses', async () => {
      const app = await startTestApp(openStore)
      const { access_token: bearer } = await addPerson(app)
      for (const name of ['a\0b', '\u001b[31mred', 'a\u202eb', 'line\nbreak', '\ud800']) {
        const answer = await readAnswer(app.request('POST', '/auth/tokens', { bearer, json: { name } }))
        expect([name, answer]).toEqual([
          name,
          problemAnswer(422, 'invalid_request', 'Field "name": it holds a character that cannot be shown.'),
        ])
      }
      expect((await make(app, bearer, { name: '빌드 🔑 é' })).name).toBe('빌드 🔑 é')
    })
  })

  test('refused: no name, a long one, an unknown or no scope, an expiry in the past or in no form', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token: bearer } = await addPerson(app)
    const choose = 'Field "scopes": choose from openid, email, profile, account, admin.'
    const refused: [object, string][] = [
      [{}, 'Field "name": it is missing.'],
      [{ name: '  ' }, 'Field "name": it is empty.'],
      [{ name: 'x'.repeat(65) }, 'Field "name": it has more than 64 characters.'],
      [{ name: 'ci', scopes: [] }, 'Field "scopes": name at least one scope.'],
      [{ name: 'ci', scopes: ['root'] }, choose],
      [{ name: 'ci', expires_at: '2026-03-01T12:00:00Z' }, 'Field "expires_at": it is in the past.'],
      [{ name: 'ci', expires_at: 'tomorrow' }, 'Field "expires_at": it must be an RFC 3339 time.'],
    ]
    for (const [json, detail] of refused) {
      const answer = await readAnswer(app.request('POST', '/auth/tokens', { bearer, json }))
      expect(answer).toEqual(problemAnswer(422, 'invalid_request', detail))
    }
  })

  test('nobody makes one with more scope than the login has that makes it', async () => {
    const app = await startTestApp(openSqlite)
    const ann = await addPerson(app, { superuser: true })
    const small = await logIn(app, ann, { scope: 'account email' })
    const answer = await app.request('POST', '/auth/tokens', {
      bearer: small.access_token,
      json: { name: 'ci', scopes: ['account', 'admin'] },
    })
    expect(answer.status).toBe(422)
    expect((await make(app, small.access_token, { name: 'ci', scopes: ['email'] })).scopes).toEqual(['email'])
  })

  test('cannot make itself at home: no new tokens, passwords, addresses, withdrawal, approval, logout', async () => {
    const app = await startTestApp(openSqlite)
    const { access_token } = await addPerson(app, { superuser: true })
    const scopes = ['openid', 'email', 'profile', 'account', 'admin']
    const { token } = await make(app, access_token, { name: 'ci', scopes })
    const forbidden: [string, string, object?][] = [
      ['POST', '/auth/tokens', { name: 'another' }],
      ['POST', '/auth/password', { current_password: 'x', new_password: 'y' }],
      ['POST', '/auth/email', { password: 'x', email: 'eve@example.com' }],
      ['POST', '/auth/email/confirm', { code: 'ABCDEF' }],
      ['DELETE', '/auth/me', { password: 'x' }],
      ['GET', '/auth/device?user_code=BBBB-BBBB'],
      ['POST', '/auth/device', { user_code: 'BBBB-BBBB', approve: true }],
      ['POST', '/auth/logout'],
      ['GET', '/auth/session'],
    ]
    for (const [method, path, json] of forbidden) {
      const answer = await readAnswer(app.request(method, path, { bearer: token, json }))
      expect([method, path, answer]).toEqual([method, path, takesLogin])
    }
  })

  /** Each group of routes by the one scope that opens it; a token that has all the others is refused. */
  const groups: [scope: string, method: string, path: string][] = [
    ['account', 'GET', '/auth/me'],
    ['account', 'GET', '/auth/validate-access-token'],
    ['account', 'GET', '/auth/sessions'],
    ['account', 'DELETE', '/auth/sessions?others=true'],
    ['account', 'DELETE', '/auth/sessions/none'],
    ['account', 'GET', '/auth/tokens'],
    ['account', 'DELETE', '/auth/tokens/none'],
    ['account', 'GET', '/auth/forward'],
    ['admin', 'GET', '/admin/clients'],
    ['admin', 'DELETE', '/admin/users/none'],
    ['admin', 'GET', '/admin/audit'],
    ['openid', 'GET', '/oauth2/userinfo'],
    ['openid', 'POST', '/oauth2/userinfo'],
  ]
  test.each(groups)('the scope "%s" alone opens %s %s', async (scope, method, path) => {
    const app = await startTestApp(openSqlite)
    const { access_token: bearer } = await addPerson(app, { superuser: true })
    const all = ['openid', 'email', 'profile', 'account', 'admin']
    const { token: without } = await make(app, bearer, {
      name: 'ci',
      scopes: all.filter((name) => name !== scope),
    })
    const { token } = await make(app, bearer, { name: 'ci', scopes: [scope] })
    expect(await readAnswer(app.request(method, path, { bearer: without }))).toEqual(
      insufficient(`This token lacks the scope "${scope}".`),
    )
    const { status } = await app.request(method, path, { bearer: token })
    expect([200, 204, 404]).toContain(status)
  })
})
