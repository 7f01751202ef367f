import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn, loginFiles } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'

describe('`auth status --json` and its exit code', () => {
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

  async function status() {
    const { code, stdout, stderr } = await machine.auth(['status', '--json'])
    expect(stderr).toBe('')
    return { code, ...JSON.parse(stdout) }
  }
  const common = () => ({
    server: server.url,
    profile: 'default',
    account: 'ann@example.org',
    storage: { kind: 'file', why: 'chosen at login by --storage' },
    session_id: 'session-1',
    trust: { kind: 'this-machine', fingerprint: null, since: null },
  })

  test('valid is 0, with when the token runs out and where it came from', async () => {
    const token = {
      expires_at: new Date(machine.readJson(loginFiles(machine).token).expires_at).toISOString(),
      source: 'cache',
    }
    expect(await status()).toEqual({ code: 0, ...common(), state: 'valid', token })
  })

  test('a token that ran out is renewed, as any other command would: valid', async () => {
    expireToken(machine)
    const { code, state, token } = await status()
    expect([code, state, token.source]).toEqual([0, 'valid', 'refresh'])
  })

  test('a session that ran out is expired, 4', async () => {
    expireToken(machine)
    server.routes['GET /auth/update_token'] = () => problem(401, 'token_expired', 'Too long ago.')
    const expected = { code: 4, ...common(), state: 'expired', token: { expires_at: null, source: null } }
    expect([await status(), await status()]).toEqual([expected, expected])
  })

  test('a session that was ended is login-required, 4', async () => {
    const ended = () => problem(401, 'session_ended', 'Ended elsewhere.')
    server.routes['GET /auth/validate-access-token'] = ended
    server.routes['GET /auth/update_token'] = ended
    expect(await status()).toMatchObject({ code: 4, state: 'login-required' })
  })

  test('nobody logged in is login-required, 4', async () => {
    const fresh = new Machine({ AUTH_SERVER: server.url })
    const { code, stdout } = await fresh.auth(['status', '--json'])
    expect({ code, ...JSON.parse(stdout) }).toEqual({
      code: 4,
      server: server.url,
      profile: 'default',
      account: null,
      state: 'login-required',
      storage: { kind: 'none', why: 'nobody is logged in' },
      token: { expires_at: null, source: null },
      session_id: null,
      trust: { kind: 'this-machine', fingerprint: null, since: null },
    })
    fresh.remove()
  })

  test('a server that is down is offline, 5, with what is known here (gh#12891)', async () => {
    const { token } = await status()
    await server.stop()
    expect(await status()).toEqual({ code: 5, ...common(), state: 'offline', token })
  })

  test('a secret that cannot be read is storage-unreadable, 6, while the token still works', async () => {
    machine.write(loginFiles(machine).secret, 'garbage')
    expect(await status()).toMatchObject({ code: 6, state: 'storage-unreadable', account: 'ann@example.org' })
  })

  test('for a person it is an aligned block on stdout, and the reason on stderr', async () => {
    const good = await machine.auth(['status'])
    expect(good).toMatchObject({ code: 0, stderr: '' })
    expect(good.stdout.replace(/good for [^,]+/, 'good for …')).toBe(
      [
        `server   ${server.url}`,
        'trust    plain http on this machine',
        'profile  default',
        'account  ann@example.org',
        'state    valid',
        'storage  file (chosen at login by --storage)',
        'token    good for …, from cache',
        'session  session-1',
        '',
      ].join('\n'),
    )
    await server.stop()
    const { code, stderr } = await machine.auth(['status'])
    expect([code, stderr]).toEqual([
      5,
      `${server.url} cannot be reached: nothing listens there.\nYour login is kept; try again later.\n`,
    ])
  })
})
