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

test('a part of a sentence that has words of its own is in the same language', async () => {
  const app = await startTestApp(openSqlite)
  const headers = { 'accept-language': 'ko' }
  const detailOf = async (method: string, path: string, options: object) => {
    const { body } = await readAnswer(app.request(method, path, { headers, ...options }))
    return (body as { detail: string }).detail
  }
  const register = (password: unknown) =>
    detailOf('POST', '/auth/register', { json: { email: 'ann@example.com', password } })
  expect(await register('가'.repeat(25))).toBe(
    '비밀번호 길이가 75바이트(25자, 한 글자가 2~4바이트)입니다. 최대 72바이트까지 쓸 수 있으니 더 짧게 정해 주세요.',
  )
  expect(await register('ann@example.com 1')).toBe(
    '비밀번호에 다음이 들어 있습니다: 이메일 주소. 빼고 다시 정해 주세요.',
  )
  expect(await register(7)).toBe('"password" 필드: 문자열이어야 합니다.')
  const { refresh_token: bearer } = await app.signIn()
  await app.request('POST', '/auth/logout', { bearer, headers: { 'user-agent': 'Firefox/140.0 (Linux)' } })
  expect(await detailOf('GET', '/auth/session', { bearer })).toMatch(
    /^이 세션은 2026-03-01 12:00:00Z에 다음 기기에서 로그아웃되었습니다: .+\.$/,
  )
})
