import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn } from '../support/login.ts'
import type { Machine } from '../support/machine.ts'
import { oneAccount, problem, type StandIn, startStandIn } from '../support/stand-in.ts'

describe('AUTH_TOKEN', () => {
  let server: StandIn
  let machine: Machine
  const env = { AUTH_TOKEN: 'given' }
  beforeEach(async () => {
    server = await startStandIn(oneAccount())
    machine = await loggedIn(server)
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  test('is used as it is, wins over the stored login, is named and never stored', async () => {
    const before = machine.files()
    expect((await machine.auth(['token'], { env })).stdout).toBe('given\n')
    expect(await machine.auth(['whoami'], { env })).toEqual({
      code: 0,
      stdout: 'ann@example.org\n',
      stderr: 'auth: note: This is the account of AUTH_TOKEN.\n',
    })
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer given'])
    expect(machine.files()).toEqual(before)
  })

  test('is named in the error it caused, is not repeated there, and costs the stored login nothing', async () => {
    const before = machine.files()
    server.routes['GET /auth/me'] = () => problem(401, 'token_expired', 'The access token has expired.')
    expect(await machine.auth(['whoami'], { env })).toEqual({
      code: 4,
      stdout: '',
      stderr:
        'auth: error: The token in AUTH_TOKEN was refused: The access token has expired.\n' +
        'auth: hint: Unset AUTH_TOKEN to use the stored login, or set it to a token that is valid.\n',
    })
    expect(server.requests.length).toBe(1)
    expect(machine.files()).toEqual(before)
  })

  test('that is good but may not do this is told what may', async () => {
    server.routes['GET /auth/me'] = () =>
      problem(403, 'insufficient_scope', 'This token lacks the scope "account:read".')
    const { code, stderr } = await machine.auth(['whoami'], { env })
    expect({ code, stderr }).toEqual({
      code: 7,
      stderr:
        'auth: error: The token in AUTH_TOKEN was refused: This token lacks the scope "account:read".\n' +
        'auth: hint: Unset AUTH_TOKEN to use the stored login, or set it to a token that may do this, as by `auth tokens create NAME --scope SCOPE`.\n',
    })
  })

  test('is named by `auth status`', async () => {
    const { code, stdout } = await machine.auth(['status', '--json'], { env })
    expect({ code, ...JSON.parse(stdout) }).toEqual({
      code: 0,
      server: server.url,
      profile: 'default',
      account: 'ann@example.org',
      state: 'valid',
      storage: { kind: 'none', why: 'AUTH_TOKEN is set' },
      token: { expires_at: '2030-01-01T00:00:00Z', source: 'AUTH_TOKEN' },
      session_id: 'session-1',
      trust: { kind: 'this-machine', fingerprint: null, since: null },
    })
  })

  test.each([['two words'], ['line\nbreak'], ['schlüssel']])(
    'that is no token (%j) is wrong usage, and not shown',
    async (token) => {
      const { code, stderr } = await machine.auth(['whoami'], { env: { AUTH_TOKEN: token } })
      expect(code).toBe(2)
      expect(stderr).toContain('AUTH_TOKEN is set, but holds something else than one token.')
      expect(stderr).not.toContain(token)
    },
  )

  test('an error at a server that AUTH_SERVER chose names it', async () => {
    const { code, stderr } = await machine.auth(['whoami'], { env: { AUTH_SERVER: 'http://127.0.0.1:1' } })
    expect([code, stderr]).toEqual([
      4,
      'auth: error: Not logged in to http://127.0.0.1:1 (set by AUTH_SERVER).\nauth: hint: Run `auth login`.\n',
    ])
    expect(server.requests).toEqual([])
  })
})
