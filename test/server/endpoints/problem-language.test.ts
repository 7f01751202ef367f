import { expect, test } from 'vitest'
import { errorTitle } from '../../../src/protocol/errors.ts'
import { oauthPaths } from '../../../src/protocol/oauth.ts'
import { translate } from '../../../src/server/language.ts'
import { problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { oauthError, post } from '../../support/oauth.ts'
import { openSqlite } from '../../support/stores.ts'

const english = problemAnswer(401, 'invalid_credentials', 'The address or the password is wrong.')
const korean = {
  ...english,
  body: {
    type: 'urn:latchkey:error:invalid_credentials',
    title: translate(errorTitle('invalid_credentials').title, 'ko'),
    status: 401,
    detail: '주소 또는 비밀번호가 올바르지 않습니다.',
    code: 'invalid_credentials',
  },
}

const logIn = (app: TestApp, headers: Record<string, string> = {}) =>
  readAnswer(app.request('POST', '/auth/login', { form: { username: 'ann', password: 'wrong' }, headers }))

test('title and detail of an error are in the language of who asked; its code stays (RFC 9457 §3.1.3)', async () => {
  const app = await startTestApp(openSqlite)
  expect(await logIn(app)).toEqual(english)
  expect(await logIn(app, { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' })).toEqual(korean)
  expect(await logIn(app, { 'accept-language': 'en-US,en;q=0.9,ko;q=0.8' })).toEqual(english)
  expect(await logIn(app, { 'accept-language': 'ja' })).toEqual(english)
  expect(await logIn(app, { cookie: 'latchkey-language=ko', 'accept-language': 'en' })).toEqual(korean)
})

test('a value stands in its place in every language', async () => {
  const app = await startTestApp(openSqlite, { rateLimits: true })
  const headers = { 'accept-language': 'ko' }
  for (let times = 0; times < 10; times++) await logIn(app, headers)
  const { status, headers: told, body } = await logIn(app, headers)
  expect([status, told['retry-after'], body]).toEqual([
    429,
    '30',
    expect.objectContaining({ detail: '시도가 너무 많습니다. 30초 뒤에 다시 시도해 주세요.' }),
  ])
})

test('an OAuth error stays in ASCII, whatever the language (RFC 6749 §5.2)', async () => {
  const app = await startTestApp(openSqlite)
  const headers = { 'accept-language': 'ko' }
  expect(await post(app, oauthPaths.token, { grant_type: 'nonsense' }, { headers })).toEqual(
    oauthError(400, 'invalid_request', 'The parameter "client_id" is missing.'),
  )
})
