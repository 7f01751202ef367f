import { mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn, loginFiles } from '../support/login.ts'
import type { Machine } from '../support/machine.ts'
import { type Given, oneAccount, problem, type StandIn, startStandIn } from '../support/stand-in.ts'

const update = 'GET /auth/update_token'

describe('a login on this machine', () => {
  let server: StandIn
  let machine: Machine
  beforeEach(async () => {
    server = await startStandIn(oneAccount())
    machine = await loggedIn(server)
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  test('`auth token` prints the cached token and one newline, with no request (flyctl#137)', async () => {
    expect(await machine.auth(['token'])).toEqual({ code: 0, stdout: 'access-1\n', stderr: '' })
    expect(server.requests).toEqual([])
  })

  test('`auth token --header` and `--json` print the same token', async () => {
    expect((await machine.auth(['token', '--header'])).stdout).toBe('Authorization: Bearer access-1\n')
    const { expires_at, ...rest } = JSON.parse((await machine.auth(['token', '--json'])).stdout)
    expect(rest).toEqual({ access_token: 'access-1', token_type: 'Bearer' })
    expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(880_000)
  })

  test('a token that runs out before --min-validity is renewed (oidc-agent)', async () => {
    expect((await machine.auth(['token', '--min-validity', '10m'])).stdout).toBe('access-1\n')
    const { code, stdout, stderr } = await machine.auth(['token', '--min-validity', '1h'])
    const note = "auth: note: This server's tokens live shorter than --min-validity 1h.\n"
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'access-2\n', stderr: note })
  })

  test('where tokens live shorter than the usual 60 s, each is still used for half of its life', async () => {
    server.routes = oneAccount({ expiresIn: 20 })
    const other = await loggedIn(server)
    expect((await other.auth(['token'])).stdout).toBe('access-1\n')
    other.remove()
  })

  test('a token "for ever" counts as one for a year, also one that is cached already', async () => {
    server.routes = oneAccount({ expiresIn: 1e14 })
    const other = await loggedIn(server)
    const { token } = loginFiles(other)
    const left = async () => {
      const { access_token, expires_at } = JSON.parse((await other.auth(['token', '--json'])).stdout)
      return [access_token, Math.round((Date.parse(expires_at) - Date.now()) / 86_400_000)]
    }
    expect(await left()).toEqual(['access-1', 365])
    other.write(token, JSON.stringify({ ...other.readJson(token), expires_at: 1e17 }))
    expect(await left()).toEqual(['access-2', 365])
    other.remove()
  })

  test('a stale token is renewed before the call; secret and token are rewritten', async () => {
    expireToken(machine)
    expect(await machine.auth(['whoami'])).toEqual({ code: 0, stdout: 'ann@example.org\n', stderr: '' })
    expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/auth/update_token', 'Bearer refresh-1'],
      ['/auth/me', 'Bearer access-2'],
    ])
    const { token, secret } = loginFiles(machine)
    expect(machine.readJson(secret)).toEqual({ v: 1, refresh_token: 'refresh-2' })
    expect(machine.readJson(token)).toMatchObject({ v: 1, access_token: 'access-2' })
  })

  test('a token that the server refuses is renewed once, and the call repeated (RFC 6750 §3.1)', async () => {
    server.routes['GET /auth/me'] = ({ headers }): Given =>
      headers.authorization === 'Bearer access-2'
        ? { body: { ...me } }
        : problem(401, 'invalid_token', 'Not this one.', {
            'www-authenticate': 'Bearer error="invalid_token"',
          })
    const { email, ...rest } = JSON.parse((await machine.auth(['whoami', '--json'])).stdout)
    expect([email, rest.id]).toEqual([me.email, me.id])
    expect(server.requests.map(({ url }) => url)).toEqual(['/auth/me', '/auth/update_token', '/auth/me'])
  })

  test('a clock that was set back makes the cached token stale', async () => {
    const { token } = loginFiles(machine)
    machine.write(token, JSON.stringify({ ...machine.readJson(token), obtained_at: Date.now() + 3_600_000 }))
    expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
  })

  test('eight shells at once refresh once and agree (railwayapp/cli#991)', async () => {
    expireToken(machine)
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => machine.auth(['token'])))
    expect(outcomes).toEqual(Array(8).fill({ code: 0, stdout: 'access-2\n', stderr: '' }))
    expect(server.requests.map(({ url }) => url)).toEqual(['/auth/update_token'])
  })

  test('eight `auth refresh` at once do not rotate eight times', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => machine.auth(['refresh'])))
    expect(outcomes.map(({ code }) => code)).toEqual(Array(8).fill(0))
    expect(server.requests.length).toBeLessThan(8)
  })

  const html: Given = {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<html>hotel wifi</html>',
  }
  const failures: [string, Given | 'cut', string][] = [
    [
      '503 (cline#12255)',
      problem(503, 'overloaded', 'Come back later.', { 'retry-after': '7' }),
      'overloaded',
    ],
    ['500', problem(500, 'server_error', 'It failed.'), 'server_error'],
    ['429', problem(429, 'too_many_requests', 'Too many.'), 'too_many_requests'],
    ['a proxy’s 502', { status: 502, body: '<html>Bad Gateway</html>' }, 'server_unavailable'],
    [
      'a 503 around a verdict',
      { ...problem(401, 'invalid_token', 'No.'), status: 503 },
      'server_unavailable',
    ],
    ['a hotel’s page', html, 'not_an_authd'],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'not_an_authd'],
    ['tokens without a token', { body: { access_token: 'x', expires_in: 9 } }, 'not_an_authd'],
    [
      'a token that is over already',
      { body: { access_token: 'x', refresh_token: 'y', expires_in: 0 } },
      'not_an_authd',
    ],
    [
      'a token that would break a header',
      { body: { access_token: 'a\r\nb', refresh_token: 'c', expires_in: 9 } },
      'not_an_authd',
    ],
    ['an unknown 401', { status: 401, body: { error: 'no' } }, 'not_an_authd'],
    ['a closed connection', 'cut', 'offline'],
  ]
  test.each(failures)('a refresh that fails by %s writes nothing: exit 5', async (_, given, code) => {
    expireToken(machine)
    const before = machine.files()
    server.routes[update] = (_seen, response) => {
      if (given !== 'cut') return given
      response.destroy()
      return undefined
    }
    const outcome = await machine.auth(['token', '--json'])
    expect([outcome.code, outcome.stdout, JSON.parse(outcome.stderr).error.code]).toEqual([5, '', code])
    expect(machine.files()).toEqual(before)
  })

  test('a server that is down is exit 5, says so, and keeps the login (gh#12891)', async () => {
    expireToken(machine)
    const before = machine.files()
    await server.stop()
    expect(await machine.auth(['whoami'])).toEqual({
      code: 5,
      stdout: '',
      stderr: `auth: error: ${server.url} cannot be reached: nothing listens there.\nauth: hint: Your login is kept; try again later.\n`,
    })
    expect(machine.files()).toEqual(before)
  })

  test('a failure from the future, noted while the clock was a month ahead, keeps nobody from renewing', async () => {
    expireToken(machine)
    const good = server.routes[update]
    server.routes[update] = () => ({ status: 503 })
    await machine.auth(['token'])
    const lines = machine.journal()
    const at = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString()
    const moved = lines.map((line, index) => (index === lines.length - 1 ? { ...line, at } : line))
    expect(moved.at(-1)).toMatchObject({ exit: 5, at })
    machine.write('journal.jsonl', moved.map((line) => `${JSON.stringify(line)}\n`).join(''))
    if (good) server.routes[update] = good
    expect(await machine.auth(['token'])).toMatchObject({ code: 0, stdout: 'access-2\n' })
  })

  test.each(['invalid_token', 'token_expired', 'session_ended'])(
    '401 %s ends the login: exit 4, and the next call asks nobody',
    async (code) => {
      expireToken(machine)
      server.routes[update] = () => problem(401, code, 'It is over.')
      const ended = {
        code: 4,
        stdout: '',
        stderr: `auth: error: The login of ann@example.org at ${server.url} is over: It is over.\nauth: hint: Run \`auth login\`.\n`,
      }
      expect([await machine.auth(['token']), await machine.auth(['whoami'])]).toEqual([ended, ended])
      expect(server.requests.length).toBe(1)
    },
  )

  test('`auth refresh` tries a login again that a faulty server had called over', async () => {
    expireToken(machine)
    const good = server.routes[update]
    server.routes[update] = () => problem(401, 'invalid_token', 'Wrong key.')
    await machine.auth(['token'])
    if (good) server.routes[update] = good
    expect((await machine.auth(['refresh'])).code).toBe(0)
    expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
  })

  test.each([
    ['after some seconds', -60],
    ['also when the clock was set back since', 3_600],
  ])('the lock of a killed process is taken over %s', async (_, away) => {
    expireToken(machine)
    const { secret } = loginFiles(machine)
    const lock = join(machine.folder, `${secret}.lock`)
    mkdirSync(lock)
    const touched = Date.now() / 1_000 + away
    utimesSync(lock, touched, touched)
    expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
    expect(readdirSync(join(machine.folder, 'credentials'))).toEqual([secret.replace('credentials/', '')])
  })

  test.each([
    ['Ctrl-C (azure-cli#870)', 'SIGINT', 130],
    ['`timeout`, or a stopping service,', 'SIGTERM', 143],
    ['a closed terminal', 'SIGHUP', 129],
  ] as const)('%s during a refresh lets it be written down; %s exits %i', async (_, signal, exitCode) => {
    expireToken(machine)
    const good = server.routes[update]
    const { outcome, child } = machine.start(['token'])
    server.routes[update] = async (seen, response) => {
      child.kill(signal)
      await new Promise((resolve) => setTimeout(resolve, 100))
      return good?.(seen, response)
    }
    expect(await outcome).toEqual({ code: exitCode, stdout: '', stderr: '' })
    expect(machine.readJson(loginFiles(machine).secret)).toEqual({ v: 1, refresh_token: 'refresh-2' })
    expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
  })

  test('a credential file of a newer version is exit 6, never "not logged in"', async () => {
    expireToken(machine)
    machine.write(loginFiles(machine).secret, '{"v":2,"box":"x"}')
    const { code, stderr } = await machine.auth(['token', '--json'])
    expect([code, JSON.parse(stderr).error.code]).toEqual([6, 'storage_newer'])
  })

  test('AUTH_STORAGE that hides the stored login is named (gh#3799)', async () => {
    expireToken(machine)
    const env = { AUTH_STORAGE: 'keyring' }
    const { code, stderr } = await machine.auth(['token'], { env })
    expect(code).toBe(6)
    expect(stderr).toContain('AUTH_STORAGE asked for it.')
  })
})

const me = {
  id: '1',
  email: 'ann@example.org',
  username: null,
  is_active: true,
  is_verified: true,
  is_superuser: false,
  created_at: '2026-01-01T00:00:00Z',
}
