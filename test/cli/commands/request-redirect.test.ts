import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn, password } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { oneAccount, type StandIn, startStandIn } from '../../support/stand-in.ts'

let server: StandIn
let stranger: StandIn
let machine: Machine

beforeEach(async () => {
  server = await startStandIn({ ...oneAccount(), '*': () => ({ body: 'here' }) })
  stranger = await startStandIn({ '*': () => ({ body: 'there' }) })
  machine = await loggedIn(server)
})
afterEach(async () => {
  machine.remove()
  await Promise.all([server.stop(), stranger.stop()])
})

const request = (...args: string[]) => machine.auth(['request', ...args])
const send = (status: number, location: string) => () => ({ status, headers: { location } })
const lastOf = ({ requests }: StandIn) => requests.at(-1) ?? { method: '', url: '', headers: {}, body: '' }

describe('a redirect', () => {
  test('by a stranger back to us gets no token either: it chose the address', async () => {
    server.routes['GET /out'] = send(302, `${stranger.url}/back`)
    stranger.routes['GET /back'] = send(302, `${server.url}/dangerous`)
    expect((await request('-L', '/out')).stdout).toBe('here')
    expect([lastOf(server).url, lastOf(server).headers.authorization]).toEqual(['/dangerous', undefined])
  })

  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [301, 'PUT', 'PUT', 'a=1'],
    [302, 'DELETE', 'DELETE', 'a=1'],
    [307, 'POST', 'POST', 'a=1'],
    [308, 'PATCH', 'PATCH', 'a=1'],
  ])(
    '%i of %s asks by %s (RFC 9110 §15.4), and the headers of a body go with it',
    async (status, method, next, body) => {
      server.routes[`${method} /old`] = send(status, '/new')
      await request('-L', '-X', method, '-d', 'a=1', '-H', 'Content-Language: ko', '/old')
      const seen = lastOf(server)
      expect([seen.method, seen.url, seen.body, seen.headers['content-language']]).toEqual([
        next,
        '/new',
        body,
        body === '' ? undefined : 'ko',
      ])
    },
  )

  test.each([
    ['http://192.0.2.1/', /cannot be followed: .*plain http/],
    ['http://[bad', /sends callers to what is no URL/],
    ['ftp://example.org/', /cannot be followed/],
  ])('to %s is the server’s fault, not a wrong usage nor a fault of auth', async (location, words) => {
    server.routes['GET /out'] = send(302, location)
    const { code, stdout, stderr } = await request('-L', '/out')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(words)
  })

  test('that is not followed is told, without what it carries behind `?`', async () => {
    server.routes['GET /out'] = send(302, '/in?code=secret')
    expect(await request('/out')).toEqual({
      code: 0,
      stdout: '',
      stderr: `${server.url} sends callers on to ${server.url}/in; -L goes there.\n`,
    })
    expect((await request('-v', '/out')).stderr).not.toContain('secret')
  })
})

test('a new login of the same account keeps the allowed origins; another account begins without', async () => {
  const login = () =>
    machine.auth(
      [
        'login',
        '--server',
        server.url,
        '--email',
        'ann@example.org',
        '--password-stdin',
        '--storage',
        'file',
      ],
      { input: `${password}\n` },
    )
  await machine.auth(['profile', 'allow', stranger.url])
  await login()
  expect((await request(stranger.url)).stdout).toBe('there')
  server.routes['GET /auth/me'] = () => ({
    body: {
      id: '5263e06a-0000-4000-8000-000000000002',
      email: 'bob@example.org',
      username: null,
      is_active: true,
      is_verified: true,
      is_superuser: false,
      created_at: '2026-01-01T00:00:00Z',
    },
  })
  expect((await login()).code).toBe(0)
  expect((await request(stranger.url)).code).toBe(7)
})
