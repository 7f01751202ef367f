import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isJson, prettyJson } from '../../../src/cli/request/pretty-json.ts'
import { loggedIn } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { oneAccount, type StandIn, startStandIn } from '../../support/stand-in.ts'

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

const bare = (text: string) => text
const odd = '{"big":12345678901234567890,"a":1,"a":2,"csi":"\u009b31m","turn":"\u202e","x":[],"y":{}}'

async function see(path: string, env: NodeJS.ProcessEnv = {}) {
  const terminal = machine.terminal(['request', path], env)
  await terminal.ended
  return terminal.left()
}

test('JSON is shown as it was sent: no number rounded, no name lost, nothing that a terminal would obey', async () => {
  server.routes['GET /odd'] = () => ({ body: odd, headers: { 'content-type': 'application/json' } })
  expect(await see('/odd', { NO_COLOR: '1' })).toBe(
    '{\n  "big": 12345678901234567890,\n  "a": 1,\n  "a": 2,\n  "csi": "\\u009b31m",\n  "turn": "\\u202e",\n  "x": [],\n  "y": {}\n}\n',
  )
  expect((await see('/odd')).split('\n')[1]).toBe(
    '  \x1b[34m"big"\x1b[39m: \x1b[33m12345678901234567890\x1b[39m,',
  )
  const { stdout } = await machine.auth(['request', '--json', '/odd'])
  expect(stdout).toContain(
    '"body":{"big":12345678901234567890,"a":1,"a":2,"csi":"\\u009b31m","turn":"\\u202e",',
  )
})

test('JSON that is nested without end is left as it came', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  expect([isJson(deep), prettyJson(deep, bare)]).toEqual([true, undefined])
  expect(prettyJson(`["${'\\u0041x'.repeat(500_000)}"]`, bare)).toMatch(/^\[\n {2}"\\u0041x/)
  expect(prettyJson('{"a":', bare)).toBeUndefined()
})

test('text is text though a chunk ends within a sign, and a line end cut in two is one', async () => {
  server.routes['GET /cut'] = (_, response) => {
    response.writeHead(200).write(Buffer.from([0x61, 13, 10, 0xed, 0x95]))
    setTimeout(() => response.write(Buffer.from([0x9c, 13])), 60)
    setTimeout(() => response.end('\nb\n'), 120)
    return undefined
  }
  expect(await see('/cut')).toBe('a\n한\nb\n')
})

test('what says that it is text and holds NULs, or is packed, is no text', async () => {
  server.routes['GET /nul'] = () => ({ body: 'a\0b', headers: { 'content-type': 'text/plain' } })
  server.routes['GET /packed'] = () => ({ body: '{}', headers: { 'content-encoding': 'gzip' } })
  for (const path of ['/nul', '/packed']) expect(await see(path)).toContain('The answer is no text')
})

test('--max-time counts also while nobody reads what is written: exit 5', async () => {
  server.routes['GET /endless'] = (_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'.repeat(100_000)), 5)
    response.on('close', () => clearInterval(timer))
    return undefined
  }
  const { child, outcome } = machine.start(['request', '--max-time', '1s', '/endless'])
  child.stdout?.pause()
  const code = await new Promise((resolve) => child.once('exit', resolve))
  child.stdout?.resume()
  expect(code).toBe(5)
  expect((await outcome).stderr).toContain('took longer than --max-time 1 s.')
})

test('an error that AUTH_TOKEN caused names it, and what to do (gh#3799); what it lives is not known here', async () => {
  server.routes['GET /x'] = () => ({ status: 401 })
  const env = { AUTH_TOKEN: 'of-another' }
  expect(await machine.auth(['request', '/x'], { env })).toEqual({
    code: 4,
    stdout: '',
    stderr:
      `auth: error: GET ${server.url}/x was answered 401. The token in AUTH_TOKEN was used.\n` +
      'auth: hint: Unset AUTH_TOKEN to use the stored login, or set it to a token that is valid.\n',
  })
  expect(await machine.auth(['token', '--min-validity', '5m'], { env })).toEqual({
    code: 0,
    stdout: 'of-another\n',
    stderr: 'auth: note: AUTH_TOKEN is used as it is; nobody here knows whether it stays good for 5m.\n',
  })
})

test('-v hides our token whatever header repeats it, and what its name or its address says may be a secret', async () => {
  const headers = {
    'x-echo': 'Bearer access-1',
    'x-credential': 'one',
    'x-session-id': 'two',
    'x-jwt': 'three',
    'x-otp': 'four',
    refresh: '0; url=https://example.org/a?code=five',
    'x-plain': 'seen\u009b2J',
  }
  server.routes['GET /echo'] = () => ({ body: {}, headers })
  const { stderr } = await machine.auth(['request', '-v', '-H', 'X-Copy: access-1', '/echo'])
  const lines = stderr.split('\n').filter((line) => /: /.test(line) && /^[<>] (x-|refresh)/i.test(line))
  expect(lines).toEqual([
    '> x-copy: (hidden)',
    '< x-echo: Bearer (hidden)',
    '< x-credential: (hidden)',
    '< x-session-id: (hidden)',
    '< x-jwt: (hidden)',
    '< x-otp: (hidden)',
    '< refresh: 0; url=https://example.org/a?(hidden)',
    '< x-plain: seen2J',
  ])
})

test('--json takes the JSON that is largest in memory in less than 200 MB, and refuses what would take more', async () => {
  const objects = (bytes: number) => `[${'{},'.repeat(bytes / 3 - 2)}{}]`
  const headers = { 'content-type': 'application/json' }
  server.routes['GET /most'] = () => ({ body: objects(3 * 2 ** 20), headers })
  server.routes['GET /more'] = () => ({ body: objects(4 * 2 ** 20), headers })
  const { child, outcome } = machine.start(['request', '--json', '/most'])
  let peak = 0
  const timer = setInterval(() => {
    const path = `/proc/${child.pid}/status`
    if (!existsSync(path)) return
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0))
  }, 5)
  const { code, stdout } = await outcome
  clearInterval(timer)
  expect([code, stdout.endsWith(',{}]}\n'), peak < 200_000]).toEqual([0, true, true])
  expect(await machine.auth(['request', '--json', '/more'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `${JSON.stringify({
      error: {
        code: 'too_large',
        message: 'The answer is larger than 3 MiB, too much for one value.',
        hint: 'Save it with -o FILE, or leave --json out.',
      },
    })}\n`,
  })
})
