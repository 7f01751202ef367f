import { execFile } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn } from '../../support/login.ts'
import { authProgram, type Machine } from '../../support/machine.ts'
import { pause, until } from '../../support/processes.ts'
import { oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'
import { ctrlC, openTerminal, type TerminalSession } from '../../support/terminal.ts'

let server: StandIn
let machine: Machine

const open = async (expiresIn = 900) => {
  const tokens = oneAccount({ expiresIn })
  // As long as real ones, so that masks meet them in pieces.
  for (const path of ['POST /auth/login', 'GET /auth/update_token']) {
    const plain = tokens[path]
    tokens[path] = async (seen, response) => {
      const given = await plain?.(seen, response)
      const body = given?.body as { access_token?: string } | undefined
      if (body?.access_token) body.access_token = longToken(body.access_token)
      return given
    }
  }
  server = await startStandIn(tokens)
  machine = await loggedIn(server)
}

const longToken = (name: string) =>
  `eyJhbGciOiJFUzI1NiJ9.${Buffer.from(name.repeat(5)).toString('base64url')}.c2lnbmF0dXJl`

const auth = (...args: string[]) => machine.auth(args)
const shell = (script: string, ...flags: string[]) => auth('exec', ...flags, '--', 'sh', '-c', script)

afterEach(async () => {
  machine.remove()
  await server.stop()
})

describe('what the program finds', () => {
  beforeEach(() => open())

  test('a token in AUTH_TOKEN, and the server and profile that it belongs to', async () => {
    const outcome = await shell('echo "$AUTH_TOKEN $AUTH_SERVER $AUTH_PROFILE"; echo words >&2')
    expect(outcome).toEqual({
      code: 0,
      stdout: `${longToken('access-1')} ${server.url} default\n`,
      stderr: 'words\n',
    })
  })

  test('the token under another name, and then no AUTH_TOKEN', async () => {
    const outcome = await shell('echo "$GITLAB_TOKEN [$AUTH_TOKEN]"', '--env', 'GITLAB_TOKEN')
    expect(outcome.stdout).toBe(`${longToken('access-1')} []\n`)
  })

  test('its own flags, also without --, and no shell in between', async () => {
    const outcome = await auth('exec', 'printf', '%s|', '--json', '-v', '$HOME', '--', '*')
    expect(outcome).toEqual({ code: 0, stdout: '--json|-v|$HOME|--|*|', stderr: '' })
  })

  test('an auth that renews for itself: a token that exec put there is no token from outside', async () => {
    const again = `"${process.execPath}" "${authProgram}"`
    const outcome = await shell(`${again} refresh >/dev/null; ${again} token`)
    expect(outcome).toEqual({ code: 0, stdout: `${longToken('access-2')}\n`, stderr: '' })
  })

  test('the standard input', async () => {
    const outcome = await machine.auth(['exec', '--', 'cat'], { input: 'piped' })
    expect(outcome).toEqual({ code: 0, stdout: 'piped', stderr: '' })
  })

  test('a token from outside as it is, and passed on as such', async () => {
    const again = `"${process.execPath}" "${authProgram}"`
    const env = { AUTH_TOKEN: 'from-outside' }
    const outcome = await machine.auth(['exec', '--', 'sh', '-c', `${again} token`], { env })
    expect(outcome.stdout).toBe('from-outside\n')
  })
})

describe('how it ends', () => {
  beforeEach(() => open())

  test.each([
    ['its own code', 'exit 7', 7],
    ['128 + n where a signal ended it', 'kill -KILL $$', 137],
  ])('with %s', async (_, script, code) => {
    expect(await shell(script)).toEqual({ code, stdout: '', stderr: '' })
  })

  test('with 127 where there is no such program, and 126 where it cannot be run (env(1))', async () => {
    expect(await auth('exec', 'no-such-program')).toEqual({
      code: 127,
      stdout: '',
      stderr:
        'auth: error: There is no program "no-such-program".\nauth: hint: What only a shell knows needs the shell: `auth exec -- sh -c "…"`.\n',
    })
    const denied = 'auth: error: /etc/passwd cannot be run: permission denied.\n'
    expect(await auth('exec', '/etc/passwd')).toEqual({ code: 126, stdout: '', stderr: denied })
  })

  test('with 4 and without the program where nobody is logged in', async () => {
    await auth('logout')
    const outcome = await shell('echo ran')
    expect([outcome.code, outcome.stdout]).toEqual([4, ''])
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'] as const)(
    '%s goes to the program, which decides',
    async (signal) => {
      const name = signal.slice(3)
      const script = `trap 'echo told; exit 9' ${name}; echo ready; while :; do sleep 0.05; done`
      const { child, outcome } = machine.start(['exec', '--', 'sh', '-c', script])
      await new Promise((resolve) => child.stdout?.once('data', resolve))
      child.kill(signal)
      expect(await outcome).toEqual({ code: 9, stdout: 'ready\ntold\n', stderr: '' })
    },
  )
})

describe('--token-file', () => {
  const leftovers = () => {
    const folder = join(machine.home, 'run', 'latchkey')
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('exec-')) : []
  }

  test('is for its owner alone, and gone afterwards', async () => {
    await open()
    const outcome = await shell(
      'cat "$AUTH_TOKEN_FILE"; stat -c " %a" "$AUTH_TOKEN_FILE" "$(dirname "$AUTH_TOKEN_FILE")"',
      '--token-file',
    )
    expect(outcome).toEqual({ code: 0, stdout: `${longToken('access-1')} 600\n 700\n`, stderr: '' })
    expect(leftovers()).toEqual([])
  })

  test('is renewed while the program runs', async () => {
    await open(2)
    const script =
      'a=$(cat "$T"); for i in $(seq 100); do b=$(cat "$T"); [ "$a" = "$b" ] || { echo "$b"; exit 0; }; sleep 0.1; done; exit 1'
    const outcome = await shell(script, '--token-file', '--env', 'T')
    expect(outcome).toEqual({ code: 0, stdout: `${longToken('access-2')}\n`, stderr: '' })
  })

  test('is not renewed without a pause where tokens are over at once (expires_in 0.001)', async () => {
    await open(0.001)
    expect((await shell('sleep 2.5', '--token-file')).code).toBe(0)
    const asked = server.requests.filter(({ url }) => url === '/auth/update_token')
    // The first for the program, then one after each second.
    expect(asked.length).toBeGreaterThanOrEqual(2)
    expect(asked.length).toBeLessThanOrEqual(3)
  })

  test('keeps the old token while the server is out of reach, says so once, and goes on when it is back', async () => {
    await open(2)
    const refresh = server.routes['GET /auth/update_token']
    server.routes['GET /auth/update_token'] = () => problem(503, 'overloaded', 'Too busy.')
    const script = 'a=$(cat "$T"); while [ "$a" = "$(cat "$T")" ]; do sleep 0.05; done; cat "$T"'
    const { outcome } = machine.start(['exec', '--token-file', '--env', 'T', '--', 'sh', '-c', script])
    await until('it was asked twice', () => server.requests.length >= 2)
    if (refresh) server.routes['GET /auth/update_token'] = refresh
    const { code, stdout, stderr } = await outcome
    expect([code, stdout]).toEqual([0, longToken('access-2')])
    expect(stderr).toBe(
      'auth: note: The access token could not be renewed; the old one stays and it is tried again: Too busy.\nThe access token could be renewed again.\n',
    )
  })

  test('is gone after a signal, and what a killed one left is taken away by the next', async () => {
    await open()
    const start = () => machine.start(['exec', '--token-file', '--', 'sh', '-c', 'echo $$; exec sleep 20'])
    const first = start()
    await new Promise((resolve) => first.child.stdout?.once('data', resolve))
    first.child.kill('SIGTERM')
    expect((await first.outcome).code).toBe(143)
    expect(leftovers()).toEqual([])
    const second = start()
    const pid = await new Promise<string>((resolve) => second.child.stdout?.once('data', resolve))
    second.child.kill('SIGKILL')
    await new Promise((resolve) => second.child.once('exit', resolve))
    process.kill(Number(pid))
    expect(leftovers()).toHaveLength(1)
    await shell('true', '--token-file')
    expect(leftovers()).toEqual([])
  })
})

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  '--token-file in two containers',
  () => {
    test('the file of a program that runs is not swept from where its number means nothing', async () => {
      await open()
      const script =
        'echo "$AUTH_TOKEN_FILE"; while [ ! -e "$HOME/go" ]; do sleep 0.05; done; cat "$AUTH_TOKEN_FILE"'
      const { child, outcome } = machine.start(['exec', '--token-file', '--', 'sh', '-c', script])
      await new Promise((resolve) => child.stdout?.once('data', resolve))
      const other = [process.execPath, authProgram, 'exec', '--token-file', '--', 'true']
      const { env } = machine
      await promisify(execFile)('unshare', ['--pid', '--fork', '--mount-proc', ...other], { env })
      writeFileSync(join(machine.home, 'go'), '')
      const { code, stdout } = await outcome
      expect([code, stdout.split('\n')[1]]).toEqual([0, longToken('access-1')])
    })
  },
)

describe('--mask', () => {
  beforeEach(() => open())

  test('hides tokens in pipes, also in pieces, in Base64 and those that the program renewed', async () => {
    const again = `"${process.execPath}" "${authProgram}"`
    const script = `printf 'a %s' "$(printf %s "$AUTH_TOKEN" | cut -c1-30)"; sleep 0.1; printf '%s b\\n' "$(printf %s "$AUTH_TOKEN" | cut -c31-)"
      printf 'u:%s' "$AUTH_TOKEN" | base64 -w0; echo; ${again} refresh >/dev/null; ${again} token >&2; printf eyJ; exit 3`
    const outcome = await shell(script, '--mask')
    expect(outcome.code).toBe(3)
    expect(outcome.stderr).toBe('***\n')
    expect(outcome.stdout).toMatch(/^a \*\*\* b\n.{2,4}\*\*\*.{0,4}\neyJ$/)
  })

  test('hides a token that the program renewed twice before it showed it, and Base64 in lines', async () => {
    const again = `"${process.execPath}" "${authProgram}"`
    const script = `${again} refresh >/dev/null; B=$(${again} token); ${again} refresh >/dev/null; echo "$B"
      printf %s "$AUTH_TOKEN" | base64`
    const outcome = await shell(script, '--mask')
    expect(outcome.stderr).toBe('')
    expect(outcome.stdout).toMatch(/^\*\*\*\n\*\*\*.{0,4}\n$/)
  })

  const masked = (command: string[], size = {}): TerminalSession =>
    machine.terminal(['exec', '--mask', '--', ...command], {}, size)

  test('gives the program a terminal of its own, of our size, with colours', async () => {
    const terminal = masked(
      ['sh', '-c', 'test -t 1 && printf "\\033[31m%s\\033[0m\\n" "$AUTH_TOKEN"; stty size'],
      {
        cols: 77,
        rows: 11,
      },
    )
    expect(await terminal.ended).toEqual({ code: 0, signal: undefined })
    expect(terminal.raw()).toBe('\x1b[31m***\x1b[0m\r\n11 77\r\n')
  })

  test('leaves Ctrl-C to the program', async () => {
    const terminal = masked([
      'sh',
      '-c',
      'trap "echo told; exit 5" INT; echo ready; while :; do sleep 0.05; done',
    ])
    await terminal.waitFor('ready')
    terminal.type(ctrlC)
    expect(await terminal.ended).toEqual({ code: 5, signal: undefined })
    expect(terminal.screen()).toContain('told')
  })

  test('shows at once what a person types, though a token begins like it', async () => {
    const terminal = masked(['sh', '-c', 'echo ready; exec cat'])
    await terminal.waitFor('ready')
    terminal.type('eyJ')
    await terminal.waitFor('eyJ')
    terminal.type('\x15\x04')
    expect((await terminal.ended).code).toBe(0)
  })

  test('a program that closes its streams before it exits is not hung up on', async () => {
    const terminal = masked(['sh', '-c', 'exec 0<&- 1>&- 2>&-; sleep 0.1; exit 5'])
    expect(await terminal.ended).toEqual({ code: 5, signal: undefined })
  })

  test('lets a shell in it stop its jobs', async () => {
    const terminal = masked(['bash', '--norc', '--noprofile', '-i'])
    await terminal.waitFor('# ')
    terminal.enter('sleep 30')
    await pause(300)
    terminal.type('\x1a')
    await terminal.waitFor('Stopped')
    terminal.enter('fg')
    await terminal.waitFor('sleep 30')
    terminal.type(ctrlC)
    await terminal.waitFor('# ')
    terminal.enter('exit 4')
    expect((await terminal.ended).code).toBe(4)
  })

  test('leaves our terminal as it was', async () => {
    const line = `"${process.execPath}" "${authProgram}" exec --mask -- sh -c 'kill -9 $$'; stty -a | grep -o -- '-\\?\\<\\(icanon\\|echo\\|isig\\)\\>'`
    const terminal = openTerminal('/bin/sh', ['-c', line], machine.env)
    await terminal.ended
    expect(terminal.screen().trim().split('\n').sort()).toEqual(['echo', 'icanon', 'isig'])
  })

  test('a terminal of the usual kind: Ctrl-C ends the program, not us before it', async () => {
    const terminal = machine.terminal([
      'exec',
      '--',
      'sh',
      '-c',
      'trap "sleep 0.2; echo told; exit 5" INT; echo ready; while :; do sleep 0.05; done',
    ])
    await terminal.waitFor('ready')
    terminal.type(ctrlC)
    expect(await terminal.ended).toEqual({ code: 5, signal: undefined })
    expect(terminal.screen().match(/told/g)).toEqual(['told'])
  })

  test('Ctrl-Z stops the program and us, and fg goes on with both', async () => {
    const terminal = openTerminal('bash', ['--norc', '--noprofile', '-i'], machine.env)
    await terminal.waitFor('# ')
    terminal.enter(
      `"${process.execPath}" "${authProgram}" exec -- sh -c 'echo rea""dy; sleep 1; echo do""ne'`,
    )
    await terminal.waitFor('ready')
    terminal.type('\x1a')
    await terminal.waitFor('Stopped')
    terminal.enter('fg')
    await terminal.waitFor('done')
    terminal.enter('exit 0')
    expect((await terminal.ended).code).toBe(0)
  })
})
