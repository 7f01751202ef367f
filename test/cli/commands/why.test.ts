import { appendFileSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addAccount, expireToken, loggedIn, loginFiles, machineOf, password } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { type RunningAuthd, ServerHost } from '../../support/processes.ts'
import { oneAccount, problem, startStandIn } from '../../support/stand-in.ts'

describe('`auth why`, at a real authd', () => {
  const host = new ServerHost({ AUTHD_RATE_LIMITS: 'off', AUTHD_REFRESH_GRACE: '1s' })
  const machines: Machine[] = []
  let server: RunningAuthd
  let machine: Machine
  let other: Machine
  let count = 0
  let email: string
  beforeAll(async () => {
    server = await host.serve({ again: true })
  })
  beforeEach(async () => {
    count += 1
    email = `ann${count}@example.org`
    await addAccount(host, server, email)
    machine = await machineOf(server, email)
    other = await machineOf(server, email)
    machines.push(machine, other)
  })
  afterEach(() => {
    for (const each of machines.splice(0)) each.remove()
  })
  afterAll(async () => {
    await server?.stop()
    host.remove()
  })

  const why = async () => {
    const { code, stdout } = await machine.auth(['why', '--json'])
    expect(code).toBe(0)
    return JSON.parse(stdout)
  }
  const sessionId = () => machine.readJson('config.json').profiles.default.session_id
  const at = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\.`

  test('a session that stands: the server’s word, the journal without secrets, and no rotation', async () => {
    const secret = machine.read(loginFiles(machine).secret)
    const answer = await why()
    expect(answer).toEqual({
      server: server.url,
      profile: 'default',
      account: email,
      session_id: sessionId(),
      state: 'active',
      reason: null,
      detail: expect.stringMatching(/^The session of \S+ stands; the server honours this login\.$/),
      source: 'server',
      clock_skew_seconds: null,
      journal: [
        {
          at: expect.stringMatching(/Z$/),
          command: 'login',
          result: 'logged in',
          exit: 0,
          server: server.url,
          account: email,
          session_id: sessionId(),
        },
      ],
    })
    expect(machine.read(loginFiles(machine).secret)).toBe(secret)
    expect(machine.read('journal.jsonl')).not.toMatch(/v1\.|ey[A-Z]/)
  })

  const ends: [string, () => Promise<unknown>, string, RegExp][] = [
    [
      'ended from another session',
      () => other.auth(['sessions', 'revoke', '--others']),
      'revoked',
      new RegExp(`^The session was ended by you from \\S+ \\(127\\.0\\.0\\.1\\) at ${at}$`),
    ],
    [
      'a reset of the password',
      resetPassword,
      'password reset',
      new RegExp(`with the reset of the password from .* at ${at}$`),
    ],
    [
      'the account disabled by its operator',
      () => host.authd(['user', 'disable', email]),
      'disabled',
      new RegExp(`^The session was ended because the account was disabled at ${at}$`),
    ],
    [
      'an old refresh token used again',
      reuse,
      'reused',
      new RegExp(`because an old refresh token was used from .* at ${at}$`),
    ],
    [
      'the account deleted',
      () => host.authd(['user', 'delete', email, '--yes']),
      'invalid_token',
      /was removed there\.$/,
    ],
  ]
  test.each(ends)('%s', async (_, end, reason, detail) => {
    await end()
    const answer = await why()
    expect(answer).toMatchObject({ state: 'ended', reason, source: 'server', session_id: sessionId() })
    expect(answer.detail).toMatch(detail)
    const { stdout, stderr } = await machine.auth(['why'])
    expect(stdout.split('\n')[0]).toBe(answer.detail)
    expect(stderr).toBe('Run `auth login`.\n')
  })

  async function resetPassword(): Promise<void> {
    await other.auth(['password', 'reset', '--email', email])
    const args = [
      'password',
      'reset',
      '--email',
      email,
      '--code',
      await host.readCode(email),
      '--password-stdin',
    ]
    const { code, stderr } = await other.auth(args, { input: 'another horse battery\n' })
    if (code !== 0) throw new Error(stderr)
  }

  /** Somebody who copied the secret uses it after this machine has gone on twice. */
  async function reuse(): Promise<void> {
    const copied = machine.read(loginFiles(machine).secret)
    await machine.auth(['refresh'])
    await machine.auth(['refresh'])
    const { refresh_token } = JSON.parse(copied)
    const answer = await fetch(`${server.url}/auth/update_token`, {
      headers: { authorization: `Bearer ${refresh_token}` },
    })
    if (answer.status !== 401) throw new Error(`not seen as reuse: ${answer.status}`)
  }

  test('a logout here is told from the journal, without asking', async () => {
    const id = sessionId()
    await machine.auth(['logout'])
    const answer = await why()
    expect(answer).toMatchObject({
      state: 'logged-out',
      reason: 'logout',
      source: 'this machine',
      session_id: null,
    })
    expect(answer.detail).toMatch(
      new RegExp(`^${email} was logged out on this machine by \`auth logout\` at ${at}$`),
    )
    expect(
      answer.journal.map(({ result, session_id }: Record<string, unknown>) => [result, session_id]),
    ).toEqual([
      ['logged in', id],
      ['logged out', id],
    ])
  })

  test('nobody ever logged in: says so', async () => {
    const { code, stdout } = await machine.auth([
      'why',
      '--profile',
      'default',
      '--server',
      'http://127.0.0.1:9',
    ])
    expect(code).toBe(2)
    const elsewhere = await machine.auth(['why'], { env: { AUTH_SERVER: 'http://127.0.0.1:9' } })
    expect([stdout, elsewhere.stdout]).toEqual(['', 'Nobody has logged in to http://127.0.0.1:9 here.\n'])
  })

  test('the password that was typed for a login is in no line of the journal', () => {
    expect(machine.read('journal.jsonl')).not.toContain(password)
  })
})

describe('`auth why`, when the server is away or odd', () => {
  test('offline it says what is known here: the reason that the server gave before', async () => {
    const server = await startStandIn(oneAccount())
    const machine = await loggedIn(server)
    expireToken(machine)
    server.routes['GET /auth/update_token'] = () =>
      problem(401, 'session_ended', 'The session was ended by you from mango.')
    await machine.auth(['whoami'])
    await server.stop()
    const { code, stdout, stderr } = await machine.auth(['why'])
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'The session was ended by you from mango.'])
    expect(stdout).toMatch(/ {2}whoami {3}session_ended {2}session-/)
    expect(stderr).toContain('auth: note: The server could not be asked; this is what is known here. ')
    machine.remove()
  })

  test('a faulty server that changed its mind: `auth refresh` is named as the way back', async () => {
    const server = await startStandIn(oneAccount())
    const machine = await loggedIn(server)
    expireToken(machine)
    server.routes['GET /auth/update_token'] = () => problem(401, 'invalid_token', 'Wrong key.')
    await machine.auth(['token'])
    const state = {
      id: 'session-1',
      client_id: 'latchkey-cli',
      label: null,
      active: true,
      reason: null,
      detail: null,
    }
    server.routes['GET /auth/session'] = () => ({ body: state })
    const { stdout, stderr } = await machine.auth(['why'])
    expect(stdout).toMatch(/^The session stands; the server honours this login\.\n/)
    expect(stderr).toBe('Here it counts as ended; `auth refresh` brings it back.\n')
    machine.remove()
    await server.stop()
  })

  test.each([
    ['ahead of', -120_000, 120],
    ['behind', 120_000, -120],
  ])('a clock 2 minutes %s the server’s is told, here and by status', async (direction, away, seconds) => {
    const server = await startStandIn(oneAccount())
    const machine = await loggedIn(server)
    const date = () => ({ date: new Date(Date.now() + away).toUTCString() })
    for (const [name, route] of Object.entries(server.routes))
      server.routes[name] = async (seen, response) => ({ ...(await route(seen, response)), headers: date() })
    const words = new RegExp(`^This machine's clock is 2m(?: 1s)? ${direction} the server's\\.$`, 'm')
    expect((await machine.auth(['status'])).stderr).toMatch(words)
    const plain = await machine.auth(['status', '--json'])
    expect([plain.stderr, plain.stdout.includes('skew')]).toEqual(['', false])
    server.routes['GET /auth/session'] = () => ({
      headers: date(),
      body: { id: 's', client_id: 'c', label: null, active: true, reason: null, detail: null },
    })
    const { clock_skew_seconds } = JSON.parse((await machine.auth(['why', '--json'])).stdout)
    expect(Math.abs(clock_skew_seconds - seconds)).toBeLessThanOrEqual(1)
    machine.remove()
    await server.stop()
  })
})

describe('the journal', () => {
  test('is 0600, skips lines it cannot read, notes no cached token, and stays short', async () => {
    const server = await startStandIn(oneAccount())
    const machine = await loggedIn(server)
    await machine.auth(['token'])
    await machine.auth(['whoami'])
    expect(machine.journal()).toHaveLength(1)
    const path = join(machine.folder, 'journal.jsonl')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const [line] = machine.read('journal.jsonl').split('\n')
    appendFileSync(path, `torn {"at":\n${`${line}\n`.repeat(900)}`)
    await machine.auth(['refresh'])
    const journal = machine.journal()
    expect([journal.length, journal.at(-1)?.command, statSync(path).mode & 0o777]).toEqual([
      200,
      'refresh',
      0o600,
    ])
    machine.remove()
    await server.stop()
  })

  test('that cannot be written or read fails no command', async () => {
    const server = await startStandIn(oneAccount())
    const machine = await loggedIn(server)
    expireToken(machine)
    const path = join(machine.folder, 'journal.jsonl')
    rmSync(path)
    mkdirSync(path)
    expect(await machine.auth(['token'])).toEqual({ code: 0, stdout: 'access-2\n', stderr: '' })
    expect((await machine.auth(['why'])).code).toBe(0)
    machine.remove()
    await server.stop()
  })
})
