import { expect, test } from 'vitest'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp } from '../../support/app.ts'
import { addPerson } from '../../support/oauth.ts'
import { openSqlite } from '../../support/stores.ts'

test('GET /auth/connection tells a member how the server sees this very request, and nobody else anything', async () => {
  const app = await startTestApp(openSqlite)
  const { access_token: bearer } = await addPerson(app)
  const headers = { host: 'auth.example.com', 'x-forwarded-for': '203.0.113.9' }
  const ask = (options: object) => readAnswer(app.request('GET', '/auth/connection', options))
  expect(await ask({ bearer, headers, from: '192.0.2.7' })).toEqual(
    jsonAnswer(200, {
      address: '192.0.2.7',
      host: 'auth.example.com',
      forwarding_headers: ['x-forwarded-for'],
      proxy_trusted: false,
      issuer: app.deps.config.issuer,
      version: '0.0.0',
    }),
  )
  expect(await ask({ headers })).toEqual(
    problemAnswer(401, 'missing_token', 'Send an access token as "Authorization: Bearer <token>".'),
  )
})
