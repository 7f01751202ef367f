import { describe, expect, test } from 'vitest'
import type { ClientEntry, NewClientAnswer, Page } from '../../../src/protocol/endpoints.ts'
import { deviceCodeGrant, oauthPaths } from '../../../src/protocol/oauth.ts'
import { emptyAnswer, jsonAnswer, noStore, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { addPerson, pollDevice, post, startDevice } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const path = '/admin/clients'
const noClient = problemAnswer(404, 'not_found', 'There is no such client.')

async function addRoot(app: TestApp): Promise<string> {
  return (await addPerson(app, { superuser: true })).access_token
}

async function add(app: TestApp, bearer: string, json: object = {}): Promise<NewClientAnswer> {
  const body = { name: 'Printer', grants: ['client_credentials', deviceCodeGrant], ...json }
  const answer = await readAnswer(app.request('POST', path, { bearer, json: body }))
  expect(answer.status).toBe(201)
  return answer.body as NewClientAnswer
}

function change(app: TestApp, bearer: string, id: string, json: object) {
  return readAnswer(app.request('PATCH', `${path}/${id}`, { bearer, json }))
}

async function list(app: TestApp, bearer: string, query = ''): Promise<Page<ClientEntry>> {
  return (await readAnswer(app.request('GET', `${path}${query}`, { bearer }))).body as Page<ClientEntry>
}

async function grantStatus(app: TestApp, { client_id, client_secret }: NewClientAnswer): Promise<number> {
  const form = { grant_type: 'client_credentials', client_id, client_secret: client_secret ?? '' }
  return (await post(app, oauthPaths.token, form)).status
}

describe('clients (RFC 6749 §2)', () => {
  forEachStore((_kind, openStore) => {
    test('are registered by a superuser; the secret is shown once and stored as a digest', async () => {
      const app = await startTestApp(openStore)
      const bearer = await addRoot(app)
      const redirect_uris = ['https://printer.lan/callback', 'http://127.0.0.1/callback']
      const json = { name: ' Printer ', grants: ['client_credentials'], redirect_uris }
      const answer = await readAnswer(app.request('POST', path, { bearer, json }))
      const shown = {
        client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'Printer',
        public: false,
        redirect_uris,
        grants: ['client_credentials'],
        scopes: ['openid', 'email', 'profile'],
        id_token_algorithm: 'RS256',
        created_at: '2026-03-01T12:00:00.000Z',
      }
      const made = { ...shown, client_secret: expect.stringMatching(/^[\w-]{43}$/) }
      expect(answer).toEqual(jsonAnswer(201, made, noStore))
      expect(await list(app, bearer)).toEqual({ items: [shown], next_cursor: null })
      const added = answer.body as NewClientAnswer
      const rows = await app.deps.db.selectFrom('clients').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain(added.client_secret)
      expect(await grantStatus(app, added)).toBe(200)
    })

    test('a change holds at once: scopes, grants, name', async () => {
      const app = await startTestApp(openStore)
      const bearer = await addRoot(app)
      const added = await add(app, bearer)
      const { client_secret: _secret, ...entry } = added
      expect(await change(app, bearer, added.client_id, {})).toEqual(jsonAnswer(200, entry))
      const json = {
        name: 'Scanner',
        grants: [deviceCodeGrant],
        scopes: ['email'],
        id_token_algorithm: 'ES256',
      }
      const changed = await change(app, bearer, added.client_id, json)
      expect(changed).toEqual(jsonAnswer(200, { ...entry, ...json }))
      expect(await grantStatus(app, added)).toBe(400)
    })

    test('a removed one is unknown at once, with all that it had begun', async () => {
      const app = await startTestApp(openStore)
      const root = await addPerson(app, { superuser: true })
      const bearer = root.access_token
      const added = await add(app, bearer)
      const form = { client_id: added.client_id, client_secret: added.client_secret ?? '' }
      const { device_code } = await startDevice(app, form)
      const remove = () => readAnswer(app.request('DELETE', `${path}/${added.client_id}`, { bearer }))
      expect(await remove()).toEqual(emptyAnswer(204))
      expect(await remove()).toEqual(noClient)
      expect(await grantStatus(app, added)).toBe(401)
      expect((await pollDevice(app, device_code, form)).status).toBe(401)
      const about = { client_id: added.client_id, address: '127.0.0.1' }
      const failed = noted('client.failed', { reason: 'unknown client', address: '127.0.0.1' })
      expect(await auditOf(app.deps.db)).toEqual([
        noted('client.added', { actor: root.id, ...about }),
        noted('device.requested', { ...about, detail: { request: expect.any(String), device: null } }),
        noted('client.removed', { actor: root.id, ...about }),
        failed,
        failed,
      ])
    })

    test('come in pages that repeat nothing', async () => {
      const app = await startTestApp(openStore)
      const bearer = await addRoot(app)
      for (const name of ['a', 'b', 'c', 'd', 'e']) await add(app, bearer, { name })
      const seen: string[] = []
      let query = '?limit=2'
      for (;;) {
        const page = await list(app, bearer, query)
        seen.push(...page.items.map(({ client_id }) => client_id))
        if (page.next_cursor === null) break
        query = `?limit=2&cursor=${page.next_cursor}`
      }
      expect([seen.length, new Set(seen).size]).toEqual([5, 5])
    })

    test('unknown ones, and ids that no store takes', async () => {
      const app = await startTestApp(openStore)
      const bearer = await addRoot(app)
      expect(await change(app, bearer, crypto.randomUUID(), { name: 'x' })).toEqual(noClient)
      expect((await change(app, bearer, 'a%00b', { name: 'x' })).status).toBe(422)
      expect((await app.request('DELETE', `${path}/a%00b`, { bearer })).status).toBe(422)
      const zero = await app.request('POST', path, {
        bearer,
        json: { name: 'a\0', grants: ['refresh_token'] },
      })
      expect(zero.status).toBe(422)
    })

    test('a public client never gets client_credentials, neither at once nor later (§4.4)', async () => {
      const app = await startTestApp(openStore)
      const bearer = await addRoot(app)
      const refused = problemAnswer(
        422,
        'invalid_request',
        'A public client has no secret, so it cannot have client_credentials.',
      )
      const json = { name: 'App', public: true, grants: ['client_credentials'] }
      expect(await readAnswer(app.request('POST', path, { bearer, json }))).toEqual(refused)
      const { client_id, client_secret } = await add(app, bearer, { public: true, grants: [deviceCodeGrant] })
      expect(client_secret).toBeNull()
      const grants = [deviceCodeGrant, 'client_credentials']
      expect(await change(app, bearer, client_id, { grants, name: 'Changed' })).toEqual(refused)
      const { items } = await list(app, bearer)
      expect(items.map(({ name, grants: has }) => [name, has])).toEqual([['Printer', [deviceCodeGrant]]])
      expect((await auditOf(app.deps.db)).map(({ event }) => event)).toEqual(['client.added'])
    })
  })

  test('are nobody’s business but a superuser’s with the scope "admin"', async () => {
    const app = await startTestApp(openSqlite)
    const person = await addPerson(app)
    const scoped = await addPerson(app, { superuser: true, scope: 'account' })
    for (const bearer of [person.access_token, scoped.access_token]) {
      const statuses = await Promise.all([
        app.request('GET', path, { bearer }),
        app.request('POST', path, { bearer, json: { name: 'x', grants: ['refresh_token'] } }),
        app.request('PATCH', `${path}/x`, { bearer, json: {} }),
        app.request('DELETE', `${path}/x`, { bearer }),
      ])
      expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    }
  })

  test('redirect addresses are https, or http to this machine, without a fragment (§3.1.2, RFC 8252 §7.3)', async () => {
    const app = await startTestApp(openSqlite)
    const bearer = await addRoot(app)
    const good = ['https://a.example/cb?x=1', 'http://localhost:1/cb', 'http://[::1]/cb', 'http://127.0.0.1/']
    expect((await add(app, bearer, { redirect_uris: good })).redirect_uris).toEqual(good)
    const bad = [
      'http://a.example/cb',
      'https://a.example/#x',
      'https://a.example/#',
      'javascript:alert(1)',
      'data:text/html,x',
      'com.example.app:/cb',
      '/cb',
      '',
      'http://127.0.0.1.evil.example/',
      'http://localhost@evil.example/',
    ]
    for (const uri of bad) {
      const json = { name: 'x', grants: ['refresh_token'], redirect_uris: [uri] }
      const answer = await readAnswer(app.request('POST', path, { bearer, json }))
      expect([uri, answer]).toEqual([
        uri,
        problemAnswer(
          422,
          'invalid_request',
          'Field "redirect_uris.0": it is no https address, or http to loopback.',
        ),
      ])
    }
  })
})
