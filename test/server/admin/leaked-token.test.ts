import { describe, expect, test } from 'vitest'
import type { NewPersonalTokenAnswer } from '../../../src/protocol/endpoints.ts'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { addClient, addPerson } from '../../support/oauth.ts'
import { forEachStore, type OpenStore, openSqlite } from '../../support/stores.ts'

const takesLogin = problemAnswer(
  403,
  'insufficient_scope',
  'This takes a login; a personal access token will not do.',
  { 'www-authenticate': 'Bearer realm="latchkey", error="insufficient_scope"' },
)

async function makeToken(app: TestApp, bearer: string, scopes: string[]) {
  const answer = await readAnswer(
    app.request('POST', '/auth/tokens', { bearer, json: { name: 'ci', scopes } }),
  )
  return { answer, ...(answer.body as NewPersonalTokenAnswer) }
}

/** A superuser's personal token for administration, and others at whom it is aimed. */
async function start(openStore: OpenStore) {
  const app = await startTestApp(openStore)
  const root = await addPerson(app, { email: 'root@example.com', superuser: true })
  const boss = await addPerson(app, { email: 'boss@example.com', superuser: true })
  const ann = await addPerson(app, { email: 'ann@example.com' })
  const { token } = await makeToken(app, root.access_token, ['admin'])
  const ask = (method: string, path: string, json?: object) =>
    readAnswer(app.request(method, path, { bearer: token, ...(json && { json }) }))
  return { app, root, boss, ann, token, ask }
}

describe('a leaked token with the scope admin', () => {
  forEachStore((_kind, openStore) => {
    test('makes no superuser, no program and no key, and touches no superuser: that takes a login', async () => {
      const { app, root, boss, ann, ask } = await start(openStore)
      const { client_id } = await addClient(app)
      const tables = [
        'accounts',
        'clients',
        'invites',
        'signing_keys',
        'sessions',
        'audit',
        'outbox',
      ] as const
      const read = async () =>
        JSON.stringify(
          await Promise.all(tables.map((table) => app.deps.db.selectFrom(table).selectAll().execute())),
        )
      const before = await read()
      const client = { name: 'Eve', grants: ['client_credentials'] }
      const refused: [string, string, object?][] = [
        ['POST', '/admin/users', { email: 'eve@example.com', is_superuser: true }],
        ['PATCH', `/admin/users/${ann.id}`, { is_superuser: true }],
        ['POST', '/admin/invites', { role: 'superuser' }],
        ['POST', '/admin/clients', client],
        ['PATCH', `/admin/clients/${client_id}`, { name: 'Eve' }],
        ['DELETE', `/admin/clients/${client_id}`],
        ['POST', '/admin/keys/rotate'],
        ...[root, boss].flatMap(({ id, sessionId }): [string, string, object?][] => [
          ['PATCH', `/admin/users/${id}`, { is_active: false }],
          ['PATCH', `/admin/users/${id}`, { is_superuser: false }],
          ['PATCH', `/admin/users/${id}`, { username: 'Eve' }],
          ['DELETE', `/admin/users/${id}`],
          ['POST', `/admin/users/${id}/password-reset`],
          ['DELETE', `/admin/users/${id}/sessions`],
          ['DELETE', `/admin/users/${id}/sessions/${sessionId}`],
        ]),
      ]
      for (const [method, path, json] of refused) {
        expect([method, path, await ask(method, path, json)]).toEqual([method, path, takesLogin])
      }
      expect(await read()).toBe(before)
    })

    test('reads, and manages ordinary members, as scripts need it', async () => {
      const { ann, ask } = await start(openStore)
      const granted: [string, string, number, object?][] = [
        ['GET', '/admin/users', 200],
        ['GET', '/admin/audit', 200],
        ['GET', '/admin/clients', 200],
        ['GET', '/admin/invites', 200],
        ['GET', '/admin/limits', 200],
        ['DELETE', '/admin/limits?who=nobody', 404],
        ['POST', '/admin/users', 201, { email: 'bob@example.com', is_superuser: false }],
        ['POST', '/admin/invites', 201, {}],
        ['PATCH', `/admin/users/${ann.id}`, 200, { username: 'Ann', is_superuser: false }],
        ['POST', `/admin/users/${ann.id}/password-reset`, 202],
        ['DELETE', `/admin/users/${ann.id}/sessions/${ann.sessionId}`, 204],
        ['DELETE', `/admin/users/${ann.id}/sessions`, 204],
        ['DELETE', `/admin/users/${ann.id}`, 204],
        ['DELETE', `/admin/users/${ann.id}`, 404],
      ]
      for (const [method, path, status, json] of granted) {
        expect([method, path, (await ask(method, path, json)).status]).toEqual([method, path, status])
      }
    })

    test('goes with the standing of its owner, told in the log, and does not come back with it', async () => {
      const { app, root, boss, token, ask } = await start(openStore)
      const kept = await makeToken(app, root.access_token, ['account'])
      const change = (is_superuser: boolean) =>
        app.request('PATCH', `/admin/users/${root.id}`, { bearer: boss.access_token, json: { is_superuser } })
      const [gone] = await app.deps.db
        .selectFrom('personal_tokens')
        .select('id')
        .where('scope', '=', 'admin')
        .execute()
      expect((await change(false)).status).toBe(200)
      const by = { actor: boss.id, subject: root.id, address: '127.0.0.1' }
      expect((await auditOf(app.deps.db)).slice(-2)).toEqual([
        noted('account.demoted', by),
        noted('token.revoked', { ...by, detail: { token: gone?.id } }),
      ])
      expect((await change(true)).status).toBe(200)
      expect(await ask('GET', '/admin/users')).toEqual(
        problemAnswer(401, 'invalid_token', 'The personal access token is unknown, revoked or expired.'),
      )
      expect((await app.request('GET', '/auth/me', { bearer: kept.token })).status).toBe(200)
      expect(token).toMatch(/^lkp_/)
    })
  })
})

test('nobody but a superuser makes a token with the scope admin in stock, for the day of a promotion', async () => {
  const { app, ann, root } = await start(openSqlite)
  const refused = problemAnswer(422, 'invalid_request', 'Field "scopes": only superusers can choose admin.')
  expect((await makeToken(app, ann.access_token, ['account', 'admin'])).answer).toEqual(refused)
  const { answer } = await makeToken(app, root.access_token, ['account', 'admin'])
  expect(answer).toEqual(jsonAnswer(201, expect.anything(), { 'cache-control': 'no-store' }))
  // The login was full, its standing is gone.
  await app.deps.db.updateTable('accounts').set({ superuser_at: null }).where('id', '=', root.id).execute()
  expect((await makeToken(app, root.access_token, ['admin'])).answer).toEqual(refused)
})
