import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn, loginFiles } from '../support/login.ts'
import { authProgram, type Machine } from '../support/machine.ts'
import { account, oneAccount, problem, type StandIn, startStandIn } from '../support/stand-in.ts'

/** Why no file system can be mounted for a test alone; undefined if one can. */
function whyNoMount(): string | undefined {
  if (process.platform !== 'linux') return 'private mounts are Linux’s'
  const tried = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
  return tried.status === 0 ? undefined : 'private mounts need root'
}
const unmountable = whyNoMount()

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

/**
 * Runs `auth` as somebody for whom modes count: without the capabilities by which root passes them over, where the tests
 * run as root.
 */
async function asOrdinaryUser(...args: string[]) {
  const root = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search']
  const words = [...(process.getuid?.() === 0 ? root : []), process.execPath, authProgram, ...args]
  const { status, stdout, stderr } = await run(words, machine.env)
  return { code: status, stdout, stderr }
}

function run([file = '', ...args]: string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(file, args, { env, encoding: 'utf8', timeout: 20_000 }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    )
  })
}

/** Takes the right to write from every folder and file of ours; returns what gives it back. */
function takeWriting(folder: string): () => void {
  const set = (mode: string) => spawnSync('chmod', ['-R', mode, folder])
  set('a-w')
  return () => set('u+w')
}

describe.skipIf(process.platform !== 'linux')('logging out where nothing can be written', () => {
  const paths = () => {
    const { token, secret } = loginFiles(machine)
    return ['config.json', token, secret].map((name) => join(machine.folder, name)).join(', ')
  }
  const hint = () =>
    `auth: hint: Make ${machine.folder} writable, or make space on its disk, and run \`auth logout\` again.\n`

  test('ends the session at the server all the same, says so and what is left; mended, the next logout finishes', async () => {
    const giveBack = takeWriting(machine.folder)
    const before = machine.files()
    const outcome = await asOrdinaryUser('logout')
    const after = machine.files()
    giveBack()
    expect(outcome).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'auth: error: The session of ann@example.org is ended at the server, but could not be forgotten on this machine: ' +
        `${machine.folder}/config.json.lock cannot be used: permission denied. Left are: ${paths()}.\n${hint()}`,
    })
    expect(after).toEqual(before)
    expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/auth/logout', 'Bearer refresh-1'],
    ])
    server.routes['POST /auth/logout'] = () => problem(401, 'session_ended', 'Over.')
    expect(await machine.auth(['logout'])).toMatchObject({ code: 0, stderr: '' })
    expect(Object.keys(machine.files())).toEqual(['config.json'])
  })

  test('and with the server down says both', async () => {
    await server.stop()
    const giveBack = takeWriting(machine.folder)
    const { code, stderr } = await asOrdinaryUser('logout')
    giveBack()
    expect([code, stderr.split('\n').slice(0, 2)]).toEqual([
      1,
      [
        expect.stringMatching(/^auth: note: The server was not told, .*nothing listens there\.$/),
        expect.stringMatching(
          /^auth: error: The login of ann@example\.org could not be forgotten on this machine: /,
        ),
      ],
    ])
  })

  test('does not wait a minute for the lock of a killed process, which nobody can remove there', async () => {
    const lock = `${join(machine.folder, loginFiles(machine).secret)}.lock`
    mkdirSync(lock)
    utimesSync(lock, 1_000_000, 1_000_000)
    const giveBack = takeWriting(machine.folder)
    const started = Date.now()
    const { code } = await asOrdinaryUser('logout')
    giveBack()
    expect([code, server.requests.length, Date.now() - started < 5_000]).toEqual([1, 1, true])
  })
})

describe.skipIf(unmountable !== undefined)(
  `a disk that does not take anything (${unmountable ?? 'mounted'})`,
  () => {
    /** Runs a line of shell where these mounts are, and nowhere else. */
    async function shell(mounts: string, line: string): Promise<string> {
      writeFileSync(
        join(machine.home, 'run.sh'),
        `auth() { "${process.execPath}" "${process.cwd()}/bin/auth.js" "$@"; }\n${mounts}\n${line}\n`,
      )
      const terminal = machine.shell(`unshare -m sh "${machine.home}/run.sh"`)
      await terminal.ended
      return stripVTControlCharacters(terminal.left())
    }
    const readOnly = (folder: string) =>
      `mount --bind ${folder} ${folder}; mount -o remount,bind,ro ${folder}`

    test('read-only: what is cached works; what has run out says so and asks no server, so that nothing is lost', async () => {
      server.routes['GET /x'] = () => ({ body: 'answer' })
      const seen = await shell(
        readOnly(machine.home),
        `auth token; echo $?; auth request ${server.url}/x; echo " $?"`,
      )
      expect(seen).toBe('access-1\n0\nanswer 0\n')
      server.requests.length = 0
      expireToken(machine)
      const before = machine.files()
      expect(await shell(readOnly(machine.home), 'auth token; echo $?')).toMatch(
        /^auth: error: .*cannot be used: the file system is read-only\.\nauth: hint: Nothing was lost; .*\n1\n$/,
      )
      expect([server.requests, machine.files()]).toEqual([[], before])
      expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
    })

    test('full: a successor that could not be stored is not asked for, or the old secret would soon count as used again', async () => {
      expireToken(machine)
      const { secret } = loginFiles(machine)
      const copy = join(machine.home, 'copy')
      const full = `cp -a ${machine.folder} ${copy}; mount -t tmpfs -o size=128k none ${machine.folder}; cp -a ${copy}/. ${machine.folder}; dd if=/dev/zero of=${machine.folder}/fill bs=4k 2>/dev/null`
      const seen = await shell(full, `auth token; echo $?; rm ${machine.folder}/fill; auth token; echo $?`)
      expect(seen).toBe(
        `auth: error: ${join(machine.folder, secret)} could not be written: the disk is full.\n` +
          'auth: hint: Repair the file or its folder; what was stored before is untouched.\n6\naccess-2\n0\n',
      )
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer refresh-1'])
    })
  },
)

describe('a clock that is an hour off', () => {
  test.each([3_600_000, -3_600_000])('by %i ms: tokens are got, kept and used as always', async (by) => {
    const preload = join(machine.home, 'clock.cjs')
    writeFileSync(
      preload,
      `const R = Date
globalThis.Date = class extends R {
  constructor(...a) { a.length > 0 ? super(...a) : super(R.now() + ${by}) }
  static now() { return R.now() + ${by} }
}`,
    )
    const env = { NODE_OPTIONS: `--require ${preload}` }
    const run = (...args: string[]) => machine.auth(args, { env })
    expect((await run('refresh')).code).toBe(0)
    expect(await run('token')).toEqual({ code: 0, stdout: 'access-2\n', stderr: '' })
    expect((await run('request', '/auth/me')).stdout).toBe(JSON.stringify(account))
    // Set right again, the clock makes the token look too old or from the future: it is renewed, which is harmless.
    expect(await machine.auth(['token'])).toEqual({ code: 0, stdout: 'access-3\n', stderr: '' })
  })
})

test('another server than before at the same address: exit 4, and the login is back when the old one is', async () => {
  expireToken(machine)
  const { secret } = loginFiles(machine)
  const before = machine.read(secret)
  const old = server.routes
  server.routes = oneAccount()
  const { code, stdout, stderr } = await machine.auth(['request', '/auth/me'])
  expect([code, stdout, machine.read(secret)]).toEqual([4, '', before])
  expect(stderr).toMatch(
    /^auth: error: The login of ann@example\.org at .* is over: .*\nauth: hint: Run `auth login`\.\n$/,
  )
  server.routes = old
  expect((await machine.auth(['refresh'])).code).toBe(0)
  expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
})

test('a captive portal’s page, redirect or 511 ends no login: exit 5 (RFC 8952)', async () => {
  expireToken(machine)
  const before = machine.files()
  for (const [status, headers] of [
    [200, { 'content-type': 'text/html' }],
    [302, { location: 'http://portal.example.org/login' }],
    [511, { 'content-type': 'text/html' }],
  ] as const) {
    server.routes['GET /auth/update_token'] = () => ({ status, headers, body: '<html>sign in</html>' })
    const { code, stdout, stderr } = await machine.auth(['token'])
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(/this network wants a sign-in first.*Your login is kept; try again later\.\n$/)
  }
  expect(machine.files()).toEqual(before)
})
