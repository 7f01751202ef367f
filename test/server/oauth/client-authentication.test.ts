import { describe, expect, test } from 'vitest'
import { oauthPaths } from '../../../src/protocol/oauth.ts'
import { rateLimits } from '../../../src/server/rate-limit.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addClient, basic, cli, oauthError, post, startDevice } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const { token } = oauthPaths
const grant = { grant_type: 'client_credentials' }
const wrong = oauthError(401, 'invalid_client', 'The client is unknown, or its secret is wrong.')

/** Gives a client an id and a secret of our choice, as an import could. */
async function nameClient(app: TestApp, client_id: string, client_secret: string) {
  const { client_id: from } = await addClient(app)
  const secret_digest = app.deps.secret.digest('client secret', JSON.stringify([client_id, client_secret]))
  await app.deps.db
    .updateTable('clients')
    .set({ id: client_id, secret_digest })
    .where('id', '=', from)
    .execute()
  return { client_id, client_secret }
}

describe('client authentication (RFC 6749 §2.3)', () => {
  forEachStore((_kind, openStore) => {
    test('by client_secret_basic and client_secret_post', async () => {
      const app = await startTestApp(openStore)
      const client = await addClient(app)
      expect((await post(app, token, grant, { headers: basic(client) })).status).toBe(200)
      expect((await post(app, token, { ...grant, ...client })).status).toBe(200)
      const named = { ...grant, client_id: client.client_id }
      expect((await post(app, token, named, { headers: basic(client) })).status).toBe(200)
    })

    test('a wrong secret, an unknown client and a missing secret are one 401 with a challenge (§5.2)', async () => {
      const app = await startTestApp(openStore)
      const { client_id, client_secret } = await addClient(app)
      const pairs = [
        { client_id, client_secret: `${client_secret}x` },
        { client_id, client_secret: '' },
        { client_id: crypto.randomUUID(), client_secret },
        { client_id: 'a\0b', client_secret },
        { client_id: 'é'.repeat(2_000), client_secret },
        { client_id: cli.client_id, client_secret: 'x' },
        { client_id: 'latchkey-api', client_secret: '' },
      ]
      for (const pair of pairs) {
        expect([pair, await post(app, token, { ...grant, ...pair })]).toEqual([pair, wrong])
        expect([pair, await post(app, token, grant, { headers: basic(pair) })]).toEqual([pair, wrong])
      }
    })
  })

  test('a header that cannot be read is a wrong client', async () => {
    const app = await startTestApp(openSqlite)
    const { client_id, client_secret } = await addClient(app)
    const encode = (text: string) => Buffer.from(text).toString('base64')
    const headers = [
      'Basic',
      'Basic !',
      `Basic ${encode('no colon')}`,
      `Basic ${encode(`${client_id}:%`)}`,
      `Bearer ${client_secret}`,
      `Digest ${encode(`${client_id}:${client_secret}`)}`,
    ]
    for (const authorization of headers) {
      const answer = await post(app, token, { ...grant, client_id }, { headers: { authorization } })
      expect([authorization, answer]).toEqual([authorization, wrong])
    }
  })

  test('both ways at once, or two names: invalid_request', async () => {
    const app = await startTestApp(openSqlite)
    const client = await addClient(app)
    const other = await addClient(app)
    const headers = basic(client)
    expect(await post(app, token, { ...grant, ...client }, { headers })).toEqual(
      oauthError(400, 'invalid_request', 'The client authenticates in two ways at once; use one.'),
    )
    expect(await post(app, token, { ...grant, client_id: other.client_id }, { headers })).toEqual(
      oauthError(400, 'invalid_request', 'The header and the form name different clients.'),
    )
  })

  test('in the header id and secret are form-encoded, so they may hold any character (§2.3.1)', async () => {
    const app = await startTestApp(openSqlite)
    const client = await nameClient(app, 'printer-1', 'a:b+c d%20é&=/"~')
    const headers = basic(client)
    expect(Buffer.from(headers.authorization.slice(6), 'base64').toString()).toBe(
      'printer-1:a%3Ab%2Bc+d%2520%C3%A9%26%3D%2F%22%7E',
    )
    expect((await post(app, token, grant, { headers })).status).toBe(200)
    expect((await post(app, token, { ...grant, ...client })).status).toBe(200)
  })

  test('a public client names itself, also by Basic with an empty secret', async () => {
    const app = await startTestApp(openSqlite)
    expect((await startDevice(app)).user_code).toMatch(/-/)
    const headers = basic({ ...cli, client_secret: '' })
    expect((await post(app, oauthPaths.deviceAuthorization, {}, { headers })).status).toBe(200)
  })

  test('a public client with a secret is a wrong client', async () => {
    const app = await startTestApp(openSqlite)
    const { client_id } = await addClient(app, { isPublic: true })
    const form = { ...grant, client_id, client_secret: 'x' }
    expect(await post(app, token, form)).toEqual(wrong)
  })

  test('wrong secrets are limited per address, in the words of OAuth, and the right one is never locked out', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const client = await addClient(app)
    const guess = { ...grant, ...client, client_secret: 'guess' }
    const { burst, interval } = rateLimits.clientAddress
    for (let tries = 0; tries < burst; tries++) expect(await post(app, token, guess)).toEqual(wrong)
    const limited = await post(app, token, guess)
    const seconds = interval / 1000
    expect(limited).toEqual(
      oauthError(429, 'temporarily_unavailable', `Too many tries; try again in ${seconds} s.`, {
        'retry-after': String(seconds),
      }),
    )
    for (const path of [oauthPaths.introspect, oauthPaths.revoke, oauthPaths.deviceAuthorization]) {
      expect((await post(app, path, { token: 'x', ...guess })).status).toBe(429)
    }
    expect((await post(app, token, { ...grant, ...client })).status).toBe(200)
    expect(await post(app, token, guess, { from: '192.168.1.9' })).toEqual(wrong)
  })

  test('device logins started from one address are limited in the words of OAuth', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const { burst } = rateLimits.deviceAddress
    for (let tries = 0; tries < burst; tries++) await startDevice(app)
    const limited = await post(app, oauthPaths.deviceAuthorization, cli)
    expect(limited).toEqual(
      oauthError(429, 'temporarily_unavailable', 'Too many tries; try again in 10 s.', {
        'retry-after': '10',
      }),
    )
  })
})
