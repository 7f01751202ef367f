import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn, loginFiles } from '../support/login.ts'
import type { Machine } from '../support/machine.ts'
import { account, oneAccount, type StandIn, startStandIn } from '../support/stand-in.ts'

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
      return terminal.screen()
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
