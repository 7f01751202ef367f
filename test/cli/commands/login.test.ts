import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { loggedIn, logIn, loginFiles, password } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { account, oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'

describe('`auth login` without a terminal', () => {
  let server: StandIn
  let machine: Machine
  const args = (...more: string[]) => ['login', '--email', 'ann@example.org', '--password-stdin', ...more]
  beforeEach(async () => {
    server = await startStandIn(oneAccount())
    machine = new Machine({ AUTH_SERVER: server.url })
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  test('sends the form and the device, keeps the login in 0600 files, and says who is logged in', async () => {
    const outcome = await machine.auth(args('--storage', 'file', '--json'), { input: 'pass word\r\nrest' })
    const storage = { kind: 'file', why: 'chosen at login by --storage' }
    expect([outcome.code, outcome.stderr]).toEqual([0, ''])
    expect(JSON.parse(outcome.stdout)).toEqual({
      server: server.url,
      profile: 'default',
      account: account.email,
      storage,
    })
    const [login] = server.requests
    expect(login?.body).toBe('username=ann%40example.org&password=pass+word')
    expect(login?.headers['latchkey-device']).toMatch(/^[\x20-\x7e]{1,64}$/)
    expect(machine.readJson('config.json')).toMatchObject({
      version: 1,
      current: 'default',
      profiles: {
        default: { server: server.url, account: account.email, storage: 'file', session_id: 'session-1' },
      },
    })
    const { token, secret } = loginFiles(machine)
    for (const name of ['config.json', token, secret])
      expect(statSync(join(machine.folder, name)).mode & 0o777).toBe(0o600)
    expect(statSync(machine.folder).mode & 0o777).toBe(0o700)
    expect(machine.read('config.json')).not.toMatch(/access-|refresh-|pass/)
  })

  test('without a keychain says why before the password is read, exit 6, nothing sent or written (cli/cli#10108)', async () => {
    expect(await machine.auth(args(), { input: `${password}\n` })).toEqual({
      code: 6,
      stdout: '',
      stderr:
        'auth: error: The keychain cannot be used: this session has no D-Bus, as is usual over SSH.\n' +
        'auth: hint: Unlock or start it, or keep the login in a file of mode 0600: `auth login --storage file`.\n',
    })
    expect([server.requests, machine.files()]).toEqual([[], {}])
  })

  test('what was not given is missed before the keychain is tried: exit 2, not 6', async () => {
    for (const [given, flag] of [
      [['--password-stdin'], '--email'],
      [['--email', 'ann@example.org'], '--password-stdin'],
    ] as const) {
      const { code, stderr } = await machine.auth(['login', ...given])
      expect([code, stderr.split('\n')[1]]).toEqual([2, `auth: hint: Use ${flag}.`])
    }
    expect((await machine.auth(['login', '--device', '--email', 'x'])).code).toBe(2)
  })

  test('--storage keyring means it: no file in its place', async () => {
    const { code, stderr } = await machine.auth(args('--storage', 'keyring'), { input: `${password}\n` })
    expect(code).toBe(6)
    expect(stderr).toContain('--storage asked for it.')
    expect(machine.files()).toEqual({})
  })

  test('AUTH_STORAGE=file works as --storage file does', async () => {
    const outcome = await machine.auth(args(), { input: `${password}\n`, env: { AUTH_STORAGE: 'file' } })
    expect(outcome).toEqual({
      code: 0,
      stdout: `Logged in to ${server.url} as ann@example.org.\n`,
      stderr: '',
    })
  })

  test.each([
    ['nothing', '', 'Standard input ended before the password.'],
    ['an empty line', '\n', 'Standard input has an empty line where the password belongs.'],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 10]), 'Standard input is not UTF-8 where the password belongs.'],
    ['a file of 200 KiB', 'x'.repeat(200_000), 'Standard input has a line of more than 64 KiB.'],
  ])('%s on standard input is wrong usage, exit 2', async (_, input, message) => {
    const { code, stdout, stderr } = await machine.auth(args('--storage', 'file', '--json'), { input })
    expect([code, stdout, JSON.parse(stderr).error.message]).toEqual([2, '', message])
    expect(server.requests).toEqual([])
  })

  test.each([
    [['login'], 'E-mail address or user name', '--email'],
    [['login', '--email', 'a@b.c'], 'Password', '--password-stdin'],
    [['register'], 'E-mail address', '--email'],
    [['register', '--email', 'a@b.c'], 'Password for the new account', '--password-stdin'],
    [['verify', '--email', 'a@b.c'], 'Code for a@b.c (empty to have it sent again)', '--code'],
    [['password', 'reset'], 'E-mail address', '--email'],
  ])(
    '%j never asks without a terminal: exit 2 names the flag (kubelogin#904)',
    async (command, what, flag) => {
      expect(await machine.auth(command)).toEqual({
        code: 2,
        stdout: '',
        stderr: `auth: error: ${what} was not given, and there is nobody to ask.\nauth: hint: Use ${flag}.\n`,
      })
    },
  )

  test.each([
    ['invalid_credentials', 401, 1],
    ['email_not_verified', 403, 7],
    ['account_disabled', 403, 7],
    ['too_many_requests', 429, 5],
    ['overloaded', 503, 5],
  ])(
    '%s is told in the server’s words: exit code for %d is %d, nothing written',
    async (code, status, exit) => {
      server.routes['POST /auth/login'] = () => problem(status, code, 'So it is.')
      const outcome = await machine.auth(args('--storage', 'file', '--json'), { input: `${password}\n` })
      expect([outcome.code, outcome.stdout]).toEqual([exit, ''])
      expect(JSON.parse(outcome.stderr).error).toMatchObject({ code, message: 'So it is.' })
      expect(machine.files()).toEqual({})
    },
  )

  test('a new login always works over one that is over (supabase/auth#1290)', async () => {
    const other = await loggedIn(server)
    const { token } = loginFiles(other)
    other.write(token, JSON.stringify({ v: 1, ended: 'session_ended', detail: 'Over.' }))
    const again = await other.auth([...args('--storage', 'file'), '--server', server.url], {
      input: `${password}\n`,
    })
    expect(again.code).toBe(0)
    expect((await other.auth(['token'])).stdout).toBe('access-2\n')
    other.remove()
  })

  test('a token that has run out before its first use is renewed on the spot', async () => {
    server.routes['GET /auth/me'] = ({ headers }) =>
      headers.authorization === 'Bearer access-1'
        ? problem(401, 'token_expired', 'Too old.')
        : { body: account }
    const outcome = await machine.auth(args('--storage', 'file'), { input: `${password}\n` })
    expect(outcome.code).toBe(0)
    expect(machine.readJson(loginFiles(machine).secret)).toEqual({ v: 1, refresh_token: 'refresh-2' })
  })

  test('a login as somebody else leaves nothing of the former behind, and says so', async () => {
    await machine.auth(args('--storage', 'file'), { input: `${password}\n` })
    const former = loginFiles(machine)
    server.routes['GET /auth/me'] = () => ({ body: { ...account, id: 'another', email: 'bob@example.org' } })
    const { code, stderr } = await machine.auth(args('--storage', 'file'), { input: `${password}\n` })
    expect([code, stderr]).toEqual([0, 'The login of ann@example.org in this profile was replaced.\n'])
    expect(
      Object.keys(machine.files()).filter((name) => name === former.token || name === former.secret),
    ).toEqual([])
  })

  test('a config file that is broken JSON is named and not overwritten: exit 1', async () => {
    machine.write('config.json', '{"version":1,')
    const { code, stderr } = await machine.auth(args('--storage', 'file'), { input: `${password}\n` })
    expect(code).toBe(1)
    expect(stderr).toBe(
      `auth: error: ${join(machine.folder, 'config.json')} is not a configuration of auth.\n` +
        'auth: hint: Repair it by hand, or move it away and log in again; nothing was overwritten.\n',
    )
    expect(machine.files()).toEqual({ 'config.json': '{"version":1,' })
  })

  test.each(['the secret', 'the profile'])(
    'a login of which %s cannot be written once left its session open at the server for half a year',
    async (what) => {
      // Root may write everywhere, but no file takes the place of a folder, nor a folder that of a file.
      server.routes['GET /auth/me'] = () => {
        if (what === 'the secret') machine.write('credentials', '')
        else mkdirSync(join(machine.folder, 'config.json'), { recursive: true })
        return { body: account }
      }
      const outcome = await machine.auth(args('--storage', 'file'), { input: `${password}\n` })
      expect([outcome.code === 0, outcome.stdout]).toEqual([false, ''])
      const ended = server.requests.filter(({ url }) => url === '/auth/logout')
      expect(ended.map(({ method, headers }) => [method, headers.authorization])).toEqual([
        ['POST', 'Bearer refresh-1'],
      ])
      expect(Object.values(machine.files()).join()).not.toMatch(/refresh-|access-/)
    },
  )

  test('where a former login of the same account has the new secret already, its session goes on', async () => {
    await machine.auth(args('--storage', 'file'), { input: `${password}\n` })
    const { token } = loginFiles(machine)
    rmSync(join(machine.folder, token))
    mkdirSync(join(machine.folder, token))
    const outcome = await machine.auth(args('--storage', 'file'), { input: `${password}\n` })
    expect(outcome.code).not.toBe(0)
    expect(server.requests.filter(({ url }) => url === '/auth/logout')).toEqual([])
    expect(machine.readJson(loginFiles(machine).secret)).toEqual({ v: 1, refresh_token: 'refresh-2' })
  })

  test('--verbose shows requests, status and time, and no secret', async () => {
    const { stderr } = await machine.auth(args('--storage', 'file', '-v'), { input: `${password}\n` })
    expect(stderr).toMatch(/^POST http:\S+\/auth\/login: 200, \d+ ms\n/)
    expect(stderr).not.toMatch(/access-\d|refresh-\d|correct|Bearer/)
  })

  test('set-up without a process sends and leaves the same, but for the times', async () => {
    const traces = async (login: (fresh: Machine) => Promise<unknown>) => {
      const tokens = oneAccount()['POST /auth/login']
      const device = { 'latchkey-known-device': 'd1.known' }
      server.routes['POST /auth/login'] = async (...asked) => ({
        ...(await tokens?.(...asked)),
        headers: device,
      })
      server.requests.length = 0
      const fresh = new Machine()
      onTestFinished(() => fresh.remove())
      await login(fresh)
      return {
        sent: server.requests.toSorted((a, b) => a.url.localeCompare(b.url)),
        left: leftIn(fresh.home),
      }
    }
    const real = await traces(async (fresh) => {
      const flags = ['--server', server.url, '--storage', 'file']
      expect((await fresh.auth(args(...flags), { input: `${password}\n` })).code).toBe(0)
    })
    expect(Object.keys(real.left)).toContain('config/latchkey/journal.jsonl')
    expect(await traces((fresh) => logIn(fresh, server, account.email))).toEqual(real)
  })
})

/** Everything below a folder: how it may be used, and what a file says at whatever time. */
function leftIn(folder: string): Record<string, string[]> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    paths.map((path) => {
      const stat = statSync(join(folder, path))
      const text = stat.isFile() ? [readFileSync(join(folder, path), 'utf8').replaceAll(time, 'TIME')] : []
      return [path, [stat.mode.toString(8), ...text]]
    }),
  )
}

/** As the token's file has it, and as the journal has it. */
const time = /\d{13}|\d{4}-\d\d-\d\dT[\d:.]+Z/g
