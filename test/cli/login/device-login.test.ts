import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Machine } from '../../support/machine.ts'
import {
  type Given,
  oneAccount,
  problem,
  type Route,
  type StandIn,
  startStandIn,
} from '../../support/stand-in.ts'
import { ctrlC } from '../../support/terminal.ts'

const page = 'https://auth.example.org/device'
const authorization = {
  device_code: 'device-code-1',
  user_code: 'BCDF-GHJK',
  verification_uri: page,
  verification_uri_complete: `${page}?user_code=BCDF-GHJK`,
  expires_in: 600,
  interval: 1,
}
const tokens = { access_token: 'access-1', refresh_token: 'refresh-1', token_type: 'Bearer', expires_in: 900 }
const refusal = (error: string): Given => ({
  status: 400,
  body: { error, error_description: 'In its own words.' },
})

describe('`auth login --device` (RFC 8628)', () => {
  let server: StandIn
  let machine: Machine
  /** When each poll came, in ms. */
  let polls: number[]
  beforeEach(async () => {
    server = await startStandIn({
      ...oneAccount(),
      'POST /oauth2/device_authorization': () => ({ body: authorization }),
    })
    machine = new Machine({ AUTH_SERVER: server.url })
    polls = []
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  /** Answers the polls one after the other; the last answer stays. */
  function answer(...answers: (Given | 'cut')[]): void {
    const route: Route = (_, response) => {
      polls.push(Date.now())
      const given = answers[polls.length - 1] ?? answers.at(-1)
      if (given !== 'cut') return given
      response.destroy()
      return undefined
    }
    server.routes['POST /oauth2/token'] = route
  }
  const args = (...more: string[]) => ['login', '--device', '--storage', 'file', ...more]
  const pauses = () => polls.slice(1).map((at, index) => Math.round((at - (polls[index] ?? 0)) / 1_000))

  test('asks as the command line, polls at once, then at the server’s pace, and keeps the login', async () => {
    answer(refusal('authorization_pending'), { body: { ...tokens, scope: 'openid', id_token: 'x.y.z' } })
    const { code, stdout, stderr } = await machine.auth(args())
    expect([code, stdout]).toEqual([0, `Logged in to ${server.url} as ann@example.org.\n`])
    expect(stderr.split('\n')).toEqual([
      'Open this address where you are logged in:',
      '',
      authorization.verification_uri_complete,
      '',
      'and say yes if it shows the code BCDF-GHJK; or run `auth approve BCDF-GHJK` in another terminal.',
      '',
    ])
    const [start, poll] = server.requests
    expect([start?.body, poll?.body]).toEqual([
      'client_id=latchkey-cli',
      'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=device-code-1&client_id=latchkey-cli',
    ])
    expect(start?.headers['latchkey-device']).toMatch(/^[\x20-\x7e]{1,64}$/)
    expect(pauses()).toEqual([1])
    expect((await machine.auth(['token'])).stdout).toBe('access-1\n')
    expect(machine.journal().map(({ command, result }) => [command, result])).toEqual([
      ['login', 'logged in'],
    ])
  })

  test('--json and --quiet still show where to go, without a picture', async () => {
    answer({ body: tokens })
    const json = await machine.auth(args('--json'))
    const { verification_uri, verification_uri_complete, user_code, expires_in } = authorization
    expect(JSON.parse(json.stderr)).toEqual({
      verification_uri,
      verification_uri_complete,
      user_code,
      expires_in,
    })
    expect(JSON.parse(json.stdout)).toMatchObject({ account: 'ann@example.org', server: server.url })
    const quiet = machine.terminal(args('-q'), { LANG: 'C.UTF-8' })
    await quiet.ended
    expect(quiet.screen()).toContain(`\n${verification_uri_complete}\n`)
    expect(quiet.screen()).not.toContain('█')
  })

  test.each([
    ['a wide UTF-8 terminal', { LANG: 'C.UTF-8' }, { cols: 100, rows: 40 }, true],
    ['another encoding', { LANG: 'C' }, { cols: 100, rows: 40 }, false],
    ['LC_ALL before LANG', { LANG: 'C.UTF-8', LC_ALL: 'C' }, { cols: 100, rows: 40 }, false],
    ['a narrow terminal', { LANG: 'C.UTF-8' }, { cols: 30, rows: 40 }, false],
    ['a low terminal', { LANG: 'C.UTF-8' }, { cols: 100, rows: 10 }, false],
    ['TERM=dumb', { LANG: 'C.UTF-8', TERM: 'dumb' }, { cols: 100, rows: 40 }, false],
  ])('QR code on %s', async (_, env, size, drawn) => {
    answer({ body: tokens })
    const terminal = machine.terminal(args(), env, size)
    expect((await terminal.ended).code).toBe(0)
    expect(/^[█▀▄ ]{30,}$/m.test(terminal.screen())).toBe(drawn)
    expect(terminal.raw()).toContain(`\n${authorization.verification_uri_complete}\r\n`)
  })

  test('the QR code is light on dark in any theme, and plain with NO_COLOR', async () => {
    answer({ body: tokens })
    const [color, plain] = [{}, { NO_COLOR: '1' }].map((env) =>
      machine.terminal(args(), { LANG: 'C.UTF-8', ...env }),
    )
    await Promise.all([color?.ended, plain?.ended])
    expect(color?.raw()).toContain('\x1b[97m\x1b[40m█')
    expect(plain?.raw()).not.toContain('\x1b[97m')
    expect(plain?.screen()).toContain('████')
  })

  test('slow_down makes the pause five seconds longer, for good (§3.5)', async () => {
    answer(refusal('slow_down'), refusal('authorization_pending'), { body: tokens })
    expect((await machine.auth(args())).code).toBe(0)
    expect(pauses()).toEqual([6, 6])
  })

  test('a busy server is asked again when it said, and a hotel’s page is not taken for the end', async () => {
    const busy = problem(503, 'overloaded', 'Come back later.', { 'retry-after': '3' })
    answer(
      busy,
      { headers: { 'content-type': 'text/html' }, body: '<html>hotel wifi</html>' },
      { body: tokens },
    )
    expect((await machine.auth(args())).code).toBe(0)
    expect(pauses()).toEqual([3, 4])
  })

  test('goes on through a cut line and a proxy’s 502, more and more slowly, saying so once (§3.5)', async () => {
    answer('cut', { status: 502, body: '<html>' }, { body: tokens })
    const { code, stderr } = await machine.auth(args())
    expect(code).toBe(0)
    expect(stderr.match(/Trying again until it answers\./g)).toHaveLength(1)
    expect(pauses()).toEqual([2, 4])
  })

  test.each([
    ['access_denied', 7, 'The login was denied; nothing was changed.', 'Start again: `auth login --device`.'],
    [
      'expired_token',
      1,
      'Nobody said yes in time; nothing was changed.',
      'Start again: `auth login --device`.',
    ],
    [
      'invalid_grant',
      1,
      'The server does not know this login any more; nothing was changed.',
      'Start again: `auth login --device`.',
    ],
    ['invalid_client', 1, 'In its own words.', null],
  ])('%s is exit %i and changes nothing', async (error, exit, message, hint) => {
    answer(refusal(error))
    const { code, stdout, stderr } = await machine.auth(args('--json'))
    const [, line = ''] = stderr.trim().split('\n')
    expect([code, stdout, JSON.parse(line)]).toEqual([exit, '', { error: { code: error, message, hint } }])
    expect(machine.files()).toEqual({})
  })

  test('a server that never answers again is given up when the time is over', async () => {
    server.routes['POST /oauth2/device_authorization'] = () => ({ body: { ...authorization, expires_in: 1 } })
    answer('cut')
    const { code, stderr } = await machine.auth(args())
    expect([code, polls.length]).toEqual([1, 2])
    expect(stderr).toContain('auth: error: Nobody said yes in time; nothing was changed.')
  })

  test.each([
    ['an address that is none', { verification_uri_complete: 'javascript:alert(1)' }],
    ['an address with control characters', { verification_uri: 'https://x/\x1b[2J' }],
    ['a code with control characters', { user_code: 'BC\x1b[2J' }],
    ['no lifetime', { expires_in: 'soon' }],
  ])('%s is not believed: exit 5', async (_, odd) => {
    server.routes['POST /oauth2/device_authorization'] = () => ({ body: { ...authorization, ...odd } })
    const { code, stderr } = await machine.auth(args())
    expect([code, stderr.includes('it is not an authd')]).toEqual([5, true])
  })

  test('a server that leaves out the whole address and the interval is taken at its word (§3.2)', async () => {
    const { verification_uri_complete: _, interval: __, ...bare } = authorization
    server.routes['POST /oauth2/device_authorization'] = () => ({ body: bare })
    answer({ body: tokens })
    const { code, stderr } = await machine.auth(args())
    expect([code, stderr.split('\n')[2]]).toEqual([0, page])
  })

  test('Ctrl-C is exit 130, changes nothing, and gives the cursor back', async () => {
    answer(refusal('authorization_pending'))
    const terminal = machine.terminal(args())
    await terminal.waitFor('Waiting for your yes')
    terminal.type(ctrlC)
    expect((await terminal.ended).code).toBe(130)
    expect(terminal.raw().lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(
      terminal.raw().lastIndexOf('\x1b[?25l'),
    )
    expect(machine.files()).toEqual({})
  })

  test('the keychain is tried before the server is asked (databricks#5181)', async () => {
    const { code } = await machine.auth(['login', '--device'])
    expect([code, server.requests]).toEqual([6, []])
  })

  describe('--web', () => {
    /** A program in the place of xdg-open that writes down what it was asked to open. */
    function desktop(): { env: NodeJS.ProcessEnv; opened: () => string | undefined } {
      const folder = join(machine.home, 'bin')
      const record = join(machine.home, 'opened')
      mkdirSync(folder)
      writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${record}'\n`)
      chmodSync(join(folder, 'xdg-open'), 0o755)
      const opened = () => (existsSync(record) ? readFileSync(record, 'utf8') : undefined)
      return { env: { PATH: `${folder}:${process.env.PATH}`, DISPLAY: ':0' }, opened }
    }
    const web = ['login', '--web', '--storage', 'file']

    test('opens the browser on a terminal with a display, and shows the address all the same', async () => {
      answer(refusal('authorization_pending'), { body: tokens })
      const { env, opened } = desktop()
      const terminal = machine.terminal(web, env)
      await terminal.waitFor(authorization.verification_uri_complete)
      expect((await terminal.ended).code).toBe(0)
      expect(opened()).toBe(authorization.verification_uri_complete)
      expect(terminal.screen()).not.toContain('No browser was opened')
    })

    test.each([
      ['there is no display', { DISPLAY: '' }],
      ['this is an SSH session', { SSH_CONNECTION: '10.0.0.3 50000 10.0.0.1 22' }],
    ])('opens none where %s, and says so', async (why, odd) => {
      answer({ body: tokens })
      const { env, opened } = desktop()
      const terminal = machine.terminal(web, { ...env, ...odd })
      expect((await terminal.ended).code).toBe(0)
      expect(terminal.screen()).toContain(`No browser was opened: ${why}.`)
      expect(terminal.screen()).toContain(`\n${authorization.verification_uri_complete}\n`)
      expect(opened()).toBeUndefined()
    })

    test('opens none without a terminal (kubelogin#904)', async () => {
      answer({ body: tokens })
      const { env, opened } = desktop()
      const { code, stderr } = await machine.auth(web, { env })
      expect([code, opened()]).toEqual([0, undefined])
      expect(stderr).toContain('No browser was opened: there is no terminal.')
    })

    test('says that it found no way to open one', async () => {
      answer({ body: tokens })
      const terminal = machine.terminal(web, { DISPLAY: ':0', PATH: '/nonexistent' })
      expect((await terminal.ended).code).toBe(0)
      expect(terminal.screen()).toContain(
        'No browser was opened: nothing here can open one (xdg-open is missing).',
      )
    })
  })
})
