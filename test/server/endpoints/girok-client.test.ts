import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

/**
 * The calls of the seed's own client, word for word as it makes them: JSON to register, a multipart form to log in, the
 * tokens as bearer. It knows nothing of registration ids, sessions or problem documents.
 */
function createGirokClient(send: (path: string, init: RequestInit) => Promise<Response>) {
  const post = (path: string, body: object) =>
    send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const get = (path: string, token: string) =>
    send(path, { method: 'GET', headers: { Authorization: `Bearer ${token}` } })
  return {
    register: (email: string, password: string) => post('/auth/register', { email, password }),
    verify: (email: string, verification_code: string) =>
      post('/auth/register/verification_code', { email, verification_code }),
    login: (username: string, password: string) => {
      const body = new FormData()
      body.append('username', username)
      body.append('password', password)
      return send('/auth/login', { method: 'POST', body })
    },
    validate: (token: string) => get('/auth/validate-access-token', token),
    update: (token: string) => get('/auth/update_token', token),
  }
}

describe('a client of the seed works unchanged (contract)', () => {
  forEachStore((_kind, openStore) => {
    test('register, code, multipart login, validate, update, validate', async () => {
      const app = await startTestApp(openStore)
      const girok = createGirokClient((path, { method = 'GET', headers, body }) =>
        app.request(method, path, {
          ...(headers ? { headers: Object.fromEntries(new Headers(headers)) } : {}),
          ...(body ? { body } : {}),
        }),
      )
      const credentials = ['ann@example.com', 'correct horse battery'] as const

      expect((await girok.login(...credentials)).status).toBe(401)
      expect((await girok.register(...credentials)).status).toBe(201)
      expect((await girok.login(...credentials)).status).toBe(403)
      expect((await girok.verify(credentials[0], 'WRONG!')).status).toBe(401)
      const code = await app.readCode(credentials[0])
      expect((await girok.verify(credentials[0], code)).status).toBe(200)
      expect((await girok.register(...credentials)).status).toBe(400)

      const login = await girok.login(...credentials)
      expect(login.status).toBe(200)
      const first = (await login.json()) as Record<string, unknown>
      expect(Object.keys(first).sort()).toEqual(['access_token', 'expires_in', 'refresh_token', 'token_type'])
      expect((await girok.validate(String(first.access_token))).status).toBe(200)

      app.clock.now += 901_000
      expect((await girok.validate(String(first.access_token))).status).toBe(401)
      const update = await girok.update(String(first.refresh_token))
      expect(update.status).toBe(200)
      const second = (await update.json()) as Record<string, unknown>
      expect(second.token_type).toBe('bearer')
      expect((await girok.validate(String(second.access_token))).status).toBe(200)
      expect((await girok.update(String(second.refresh_token))).status).toBe(200)
    })
  })
})
