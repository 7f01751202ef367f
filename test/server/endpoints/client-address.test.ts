import { BlockList } from 'node:net'
import { describe, expect, test } from 'vitest'
import { problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { openSqlite } from '../../support/stores.ts'

/** 10.0.0.0/8 and fd00::/8 are proxies of ours. */
function trustedProxies(): BlockList {
  const proxies = new BlockList()
  proxies.addSubnet('10.0.0.0', 8, 'ipv4')
  proxies.addSubnet('fd00::', 8, 'ipv6')
  return proxies
}

const email = 'ann@example.com'
const password = 'correct horse battery'

/** What the audit log says of where a login came from. */
async function loginFrom(app: TestApp, from: string, forwarded?: string): Promise<string | null> {
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  await app.deps.db.deleteFrom('audit').execute()
  const answer = await app.request('POST', '/auth/login', {
    form: { username: email, password },
    from,
    headers,
  })
  expect(answer.status).toBe(200)
  return (await app.deps.db.selectFrom('audit').select('address').executeTakeFirstOrThrow()).address
}

describe('the client’s address (keycloak#13261)', () => {
  test('a peer that is no trusted proxy is itself, whatever it forwards', async () => {
    const app = await startTestApp(openSqlite)
    await app.signIn(email)
    expect(await loginFrom(app, '203.0.113.7')).toBe('203.0.113.7')
    expect(await loginFrom(app, '203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
    expect(await loginFrom(app, '::ffff:203.0.113.7')).toBe('203.0.113.7')
    expect(await loginFrom(app, '10.0.0.1', '198.51.100.1')).toBe('10.0.0.1')
  })

  test.each([
    ['198.51.100.1', '198.51.100.1'],
    ['1.2.3.4, 198.51.100.1', '198.51.100.1'],
    ['1.2.3.4, 198.51.100.1, 10.3.0.1', '198.51.100.1'],
    ['198.51.100.1:51234', '198.51.100.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:443, fd00::7', '2001:db8::1'],
    ['::ffff:198.51.100.1', '198.51.100.1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['1.2.3.4, unknown', null],
    ['1.2.3.4, <script>', null],
    ['1.2.3.4,', null],
    ['10.3.0.1', '10.3.0.1'], // a network that is trusted as a whole: its people are told apart
    ['10.9.9.9, 10.3.0.1', '10.9.9.9'],
    ['unknown, 10.3.0.1', null],
    ['', null],
    [undefined, null],
  ])('behind a trusted proxy %j is read from the right as %j', async (forwarded, address) => {
    const app = await startTestApp(openSqlite, { trustedProxies: trustedProxies() })
    await app.signIn(email)
    expect(await loginFrom(app, '10.0.0.1', forwarded)).toBe(address)
  })

  test('unknown addresses never share one bucket (auto-author#602)', async () => {
    const app = await startTestApp(openSqlite, { trustedProxies: trustedProxies(), rateLimits: true })
    const guess = (index: number, headers: Record<string, string>) =>
      readAnswer(
        app.request('POST', '/auth/login', {
          form: { username: `nobody${index}@example.com`, password },
          from: '10.0.0.1',
          headers,
        }),
      )
    const wrong = problemAnswer(401, 'invalid_credentials', 'The address or the password is wrong.')
    for (let index = 0; index < 101; index++) expect(await guess(index, {})).toEqual(wrong)
    const attacker = { 'x-forwarded-for': '198.51.100.1' }
    for (let index = 200; index < 300; index++) expect(await guess(index, attacker)).toEqual(wrong)
    expect((await guess(300, attacker)).status).toBe(429)
    expect(await guess(300, { 'x-forwarded-for': '198.51.100.2' })).toEqual(wrong)
  })
})
