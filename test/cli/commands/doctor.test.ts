import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { addAccount, loggedIn, loginFiles, machineOf } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { createHost, type RunningAuthd, ServerHost, until } from '../../support/processes.ts'
import { oneAccount, startStandIn } from '../../support/stand-in.ts'
import { startTlsStandIn } from '../../support/tls-stand-in.ts'

interface Report {
  findings: { check: string; verdict: string; detail: string; remedy: string | null }[]
}

const checks = [
  'storage',
  'lock',
  'server',
  'trust',
  'clock',
  'service',
  'login',
  'proxies',
  'versions',
  'refreshes',
]

async function examine(machine: Machine, args: string[] = []) {
  const { code, stdout, stderr } = await machine.auth(['doctor', '--json', ...args])
  expect(stderr).toBe('')
  const { findings } = JSON.parse(stdout) as Report
  expect(findings.map(({ check }) => check)).toEqual(checks)
  const of = (check: string) => findings.find((each) => each.check === check)
  return { code, verdicts: findings.map(({ verdict }) => verdict), of }
}

const email = 'ann@example.org'

describe('auth doctor at a real server', () => {
  let host: ServerHost
  let server: RunningAuthd
  let machine: Machine
  beforeAll(async () => {
    host = new ServerHost({ AUTHD_TRUSTED_PROXIES: '10.0.0.0/8' })
    server = await host.serve({ again: true })
    await addAccount(host, server, email)
    machine = await machineOf(server, email)
  })
  afterAll(async () => {
    machine.remove()
    await server.stop()
    host.remove()
  })

  test('finds nothing wrong, leaves the login as it was, and no session behind (issue of the LAN server)', async () => {
    const before = machine.files()
    const { code, verdicts, of } = await examine(machine)
    expect([code, verdicts]).toEqual([0, Array(checks.length).fill('ok')])
    expect(of('refreshes')?.detail).toBe(
      'Two refreshes at once get the same successor: parallel shells are safe.',
    )
    expect(of('proxies')?.detail).toBe('The server sees this machine as 127.0.0.1; no proxy stands between.')
    expect(machine.files()).toEqual(before)
    const sessions = JSON.parse((await machine.auth(['sessions', '--json'])).stdout)
    expect(sessions.items).toHaveLength(1)
  })

  test('killed by -9 in the middle, leaves a session that can say who somebody is, and nothing else', async () => {
    const db = await connectStore(`sqlite:${host.dataDir}/authd.db`)
    onTestFinished(() => db.destroy())
    const left = () => db.selectFrom('sessions').select('scope').where('label', '=', 'auth doctor').execute()
    const { child } = machine.start(['doctor'])
    await until('the throw-away session is there', async () => (await left()).length > 0)
    child.kill('SIGKILL')
    expect(new Set((await left()).map(({ scope }) => scope))).toEqual(new Set(['openid']))
  })

  test('killed by -9 in the middle, the next one ends what was left, once it is old enough to be nobody’s', async () => {
    const db = await connectStore(`sqlite:${host.dataDir}/authd.db`)
    onTestFinished(() => db.destroy())
    const notes = join(machine.folder, 'doctor')
    const noted = () => (existsSync(notes) ? readdirSync(notes).filter((name) => !name.startsWith('.')) : [])
    const isOpen = async (id: string) => {
      const { items } = JSON.parse((await machine.auth(['sessions', '--json'])).stdout)
      return items.some((item: { id: string }) => item.id === id)
    }
    let left = ''
    for (let tries = 0; tries < 20 && left === ''; tries += 1) {
      const { child, outcome } = machine.start(['doctor'])
      while (noted().length === 0 && child.exitCode === null) await new Promise((next) => setImmediate(next))
      child.kill('SIGKILL')
      await outcome
      left = noted()[0] ?? ''
    }
    expect(await isOpen(left)).toBe(true)
    await examine(machine)
    expect([noted(), await isOpen(left)]).toEqual([[left], true])
    const old = Date.now() / 1_000 - 300
    utimesSync(join(notes, left), old, old)
    await examine(machine)
    expect([noted(), await isOpen(left)]).toEqual([[], false])
  })

  test('for a person: a line each, the remedy below it, in what the terminal is wide', async () => {
    const terminal = machine.terminal(
      ['doctor', '--server', 'http://127.0.0.1:1'],
      { TERM: 'dumb' },
      { cols: 60 },
    )
    expect((await terminal.ended).code).toBe(6) // no login at that server, so the keychain counts, which is not there
    const lines = terminal.screen().split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(
      Math.max(60, longestPath(machine)),
    )
    expect(terminal.screen()).toContain('server     FAULT    http://127.0.0.1:1 cannot be reached:')
  })

  test('at a server where nobody is logged in, the lock is still one lock: its child asks for the same one', async () => {
    const { of } = await examine(machine, ['--server', 'http://127.0.0.1:1'])
    expect(of('lock')?.verdict).toBe('ok')
  })

  test('where logins lie open to others, says whose hands the folder is in and how to close it: exit 6', async () => {
    const folder = `${machine.folder}/credentials`
    spawnSync('chmod', ['755', folder])
    const { code, of } = await examine(machine)
    spawnSync('chmod', ['700', folder])
    expect(code).toBe(6)
    expect(of('storage')).toEqual({
      check: 'storage',
      verdict: 'fault',
      detail: `Others can look into ${folder}.`,
      remedy: `Run \`chmod 700 ${folder}\`.`,
    })
  })

  test('with AUTH_TOKEN examines that token, and renews nothing', async () => {
    const token = (await machine.auth(['token'])).stdout.trim()
    const { code, stdout } = await machine.auth(['doctor', '--json'], { env: { AUTH_TOKEN: token } })
    const { findings } = JSON.parse(stdout) as Report
    expect(code).toBe(0)
    expect(findings.at(-1)).toMatchObject({ check: 'refreshes', verdict: 'skipped' })
    expect(findings.find(({ check }) => check === 'login')?.detail).toBe(
      'The token in AUTH_TOKEN is used as it is.',
    )
  })
})

/** A path is never cut, so that it can be copied. */
function longestPath({ folder }: Machine): number {
  return folder.length + 40
}

test('nobody logged in and no keychain: exit 6, and what needs a login was not tried', async () => {
  const server = await createHost().serve({ again: true })
  const machine = new Machine({ AUTH_SERVER: server.url })
  const { code, verdicts, of } = await examine(machine)
  machine.remove()
  expect(code).toBe(6)
  expect(verdicts).toEqual(['fault', 'ok', 'ok', 'ok', 'ok', 'ok', 'fault', 'skipped', 'skipped', 'skipped'])
  expect(of('storage')?.detail).toBe(
    'The keychain cannot be used: this session has no D-Bus, as is usual over SSH.',
  )
})

test('a limit that does its work is no fault: the refreshes are skipped, exit 0', async () => {
  const server = await startStandIn(oneAccount())
  const machine = await loggedIn(server)
  server.routes['POST /oauth2/device_authorization'] = () => ({
    status: 429,
    body: { error: 'temporarily_unavailable' },
    headers: { 'retry-after': '5' },
  })
  server.routes['GET /healthz'] = () => ({ status: 200, body: { ok: true } })
  server.routes['GET /readyz'] = () => ({ status: 200, body: { ok: true, reasons: [], warnings: [] } })
  server.routes['GET /auth/connection'] = () => ({
    status: 200,
    body: {
      address: '127.0.0.1',
      host: 'x',
      forwarding_headers: [],
      proxy_trusted: false,
      issuer: server.url,
      version: '0.1.0',
    },
  })
  const { code, of } = await examine(machine)
  machine.remove()
  await server.stop()
  expect([code, of('refreshes')?.verdict]).toEqual([0, 'skipped'])
})

test('a process that hangs with the lock of the login is told, and since when; it is waited for about a second', async () => {
  const server = await startStandIn(oneAccount())
  const machine = await loggedIn(server)
  const refresh = server.routes['GET /auth/update_token']
  server.routes['GET /auth/update_token'] = async (seen, response) => {
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    return refresh?.(seen, response)
  }
  const before = new Date(Date.now() - 1_000).toISOString().slice(0, 19).replace('T', ' ')
  const hanging = machine.start(['refresh'])
  await until('it has the lock', () => server.requests.some(({ url }) => url === '/auth/update_token'))
  const { of } = await examine(machine)
  const { detail = '', verdict } = of('lock') ?? { verdict: '' }
  const { time = '', path } =
    /^Another process holds the lock of this login, for [1-3]s by now \(since (?<time>.*Z)\): (?<path>.*)\.$/.exec(
      detail,
    )?.groups ?? {}
  expect([verdict, path]).toEqual(['warning', `${join(machine.folder, loginFiles(machine).secret)}.lock`])
  expect(time.localeCompare(before)).toBeGreaterThanOrEqual(0)
  await hanging.outcome
  expect((await examine(machine)).of('lock')?.verdict).toBe('ok')
  machine.remove()
  await server.stop()
})

describe('interrupted while the throw-away session is open', () => {
  const never = () => new Promise<undefined>(() => undefined)
  /** A doctor in the middle of its last examination, in which the server answers no refresh. */
  async function inTheMiddle() {
    const server = await startStandIn(oneAccount())
    const machine = await loggedIn(server)
    onTestFinished(async () => {
      machine.remove()
      await server.stop()
    })
    const codes = {
      device_code: 'device-1',
      user_code: 'BCDF-GHJK',
      verification_uri: `${server.url}/device`,
    }
    const pair = {
      access_token: 'access-x',
      refresh_token: 'refresh-x',
      token_type: 'bearer',
      expires_in: 900,
    }
    const state = {
      id: 'session-x',
      client_id: 'latchkey-cli',
      label: 'auth doctor',
      active: true,
      reason: null,
    }
    Object.assign(server.routes, {
      'GET /healthz': () => ({ body: { ok: true } }),
      'GET /readyz': () => ({ body: { ok: true, reasons: [], warnings: [] } }),
      'POST /oauth2/device_authorization': () => ({ body: { ...codes, expires_in: 600, interval: 5 } }),
      'POST /auth/device': () => ({ status: 204 }),
      'POST /oauth2/token': () => ({ body: pair }),
      'GET /auth/session': () => ({ body: { ...state, detail: null } }),
      'GET /auth/update_token': never,
    })
    const { child, outcome } = machine.start(['doctor'])
    await until('it refreshes', async () => server.requests.some(({ url }) => url === '/auth/update_token'))
    const ended = async () => {
      const started = Date.now()
      const { code, stdout } = await outcome
      return { code, stdout, took: Date.now() - started }
    }
    return { server, machine, child, ended }
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s: ends it at the server at once, and reports nothing', async (signal, exit) => {
    const { server, machine, child, ended } = await inTheMiddle()
    child.kill(signal)
    const { code, stdout, took } = await ended()
    expect([code, stdout, took < 1_000]).toEqual([exit, '', true])
    const { url, headers } = server.requests.at(-1) ?? {}
    expect([url, headers?.authorization]).toEqual(['/auth/logout', 'Bearer refresh-x'])
    expect(Object.keys(machine.files()).filter((name) => name.startsWith('doctor/'))).toEqual([])
  })

  test('where the server does not answer that either, waits for a second and leaves its note', async () => {
    const { server, machine, child, ended } = await inTheMiddle()
    server.routes['POST /auth/logout'] = never
    child.kill('SIGTERM')
    const { code, took } = await ended()
    expect([code, took > 800, took < 2_500]).toEqual([143, true, true])
    expect(Object.keys(machine.files())).toContain('doctor/session-x')
  })
})

describe('what a server or something before it gets wrong', () => {
  const connection = {
    address: '192.0.2.1',
    host: 'x',
    forwarding_headers: ['x-forwarded-for'],
    proxy_trusted: false,
    issuer: 'http://127.0.0.1:1',
    version: '7.0.0',
  }
  test('a proxy that is not believed, a clock an hour off, letters that wait, another version: warnings, exit 0', async () => {
    const server = await startStandIn(oneAccount())
    const machine = await loggedIn(server)
    server.routes['GET /auth/connection'] = () => ({ status: 200, body: connection })
    server.routes['GET /healthz'] = () => ({
      status: 200,
      body: { ok: true },
      headers: { date: new Date(Date.now() - 3_600_000).toUTCString() },
    })
    server.routes['GET /readyz'] = () => ({
      status: 200,
      body: { ok: true, reasons: [], warnings: ['mail is not getting out: 1 letter delayed'] },
      headers: { date: new Date(Date.now() - 3_600_000).toUTCString() },
    })
    const { of } = await examine(machine)
    machine.remove()
    await server.stop()
    expect([of('clock'), of('service'), of('proxies'), of('versions')].map((each) => each?.verdict)).toEqual(
      Array(4).fill('warning'),
    )
    expect(of('clock')?.detail).toBe("This machine's clock is 1h ahead of the server's.")
    expect(of('proxies')?.remedy).toBe(
      'On the server, set AUTHD_TRUSTED_PROXIES to the addresses of the proxy.',
    )
    expect(of('service')?.detail).toBe('The server says: mail is not getting out: 1 letter delayed.')
  })
})

test('an unknown server on a terminal: doctor once asked whether to trust it; it asks nothing and pins nothing', async () => {
  const server = await createHost({ AUTHD_LAN: 'true' }).serve({ again: true })
  const machine = new Machine({ AUTH_SERVER: `https://127.0.0.1:${server.port}`, TERM: 'dumb' })
  const terminal = machine.terminal(['doctor'])
  const { code } = await terminal.ended
  const [screen, files] = [terminal.screen(), machine.files()]
  machine.remove()
  expect(code).toBe(8)
  expect(screen).toContain('server     FAULT')
  expect(screen).not.toContain('Trust it from now on?')
  expect(files).toEqual({})
})

test('after a refused pin the trust line says that another key answered; it once said that the server does not answer', async () => {
  const server = await startTlsStandIn()
  const machine = new Machine({ AUTH_SERVER: server.url, AUTH_STORAGE: 'file' })
  await machine.auth(['trust', 'accept', '--fingerprint', `sha256:${server.pin}`])
  await server.replace({ anew: true })
  const { code, of } = await examine(machine)
  machine.remove()
  await server.stop()
  expect([code, of('server')?.verdict, of('clock')?.detail]).toEqual([
    8,
    'fault',
    'The server is not trusted, so this was not tried.',
  ])
  expect(of('trust')).toEqual({
    check: 'trust',
    verdict: 'fault',
    detail: 'Another key answered than the one that is trusted.',
    remedy: null,
  })
})

describe('the marks of auth doctor', () => {
  const mark = (color: number, word: string) => `\x1b[${color}m${word}\x1b[39m`
  test.each([
    ['coloured on a terminal', {}, [mark(32, 'ok'), mark(31, 'FAULT')]],
    ['plain with NO_COLOR', { NO_COLOR: '1' }, ['ok', 'FAULT']],
    ['in the language of the person', { LANG: 'ko_KR.UTF-8' }, [mark(32, '정상'), mark(31, '이상')]],
  ])('are %s', async (_, env, [good = '', bad = '']) => {
    const machine = new Machine({ AUTH_SERVER: 'http://127.0.0.1:1', AUTH_STORAGE: 'file' })
    const terminal = machine.terminal(['doctor'], env)
    await terminal.ended
    machine.remove()
    expect(terminal.raw()).toContain(`lock       ${good} `)
    expect(terminal.raw()).toContain(`server     ${bad} `)
  })
})
