import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn, password } from '../support/login.ts'
import { Machine } from '../support/machine.ts'
import { startSecretService, whyNoSecretService } from '../support/secret-service.ts'
import { account, oneAccount, type StandIn, startStandIn } from '../support/stand-in.ts'
import { ctrlC, ctrlD, type TerminalSession } from '../support/terminal.ts'

const url = 'https://auth.example.org/device?user_code=BCDF-GHJK'
const waiting = { status: 400, body: { error: 'authorization_pending', error_description: 'Wait.' } }

/** Longer than what goes unnoticed. */
const slowly = <T>(answer: T) => new Promise<T>((resolve) => setTimeout(() => resolve(answer), 600))

describe('the manners of the client on a real terminal', () => {
  let server: StandIn
  let machine: Machine
  beforeEach(async () => {
    server = await startStandIn({
      ...oneAccount(),
      'GET /auth/me': () => slowly({ body: account }),
      'POST /oauth2/device_authorization': () => ({
        body: {
          device_code: 'd-1',
          user_code: 'BCDF-GHJK',
          verification_uri: 'https://auth.example.org/device',
          verification_uri_complete: url,
          expires_in: 600,
          interval: 1,
        },
      }),
      'POST /oauth2/token': () => waiting,
    })
    machine = new Machine({ AUTH_SERVER: server.url, LANG: 'C.UTF-8' })
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  const logIn = async (terminal: TerminalSession) => {
    await terminal.waitFor('user name')
    terminal.enter(account.email)
    await terminal.waitFor('Password')
    terminal.enter(password)
    return terminal.ended
  }
  const login = ['login', '--storage', 'file']

  test('what takes noticeably long shows a spinner, which leaves nothing behind and never hides the cursor', async () => {
    const other = await loggedIn(server)
    const terminal = other.terminal(['whoami'], { LANG: 'C.UTF-8' })
    await terminal.waitFor(`⠋ Waiting for ${server.url}`)
    expect(await terminal.ended).toEqual({ code: 0, signal: undefined })
    expect(terminal.raw().endsWith('\r\x1b[Kann@example.org\r\n')).toBe(true)
    expect(terminal.raw()).not.toContain('\x1b[?25l')
    other.remove()
  })

  test('a spinner on a narrow terminal is cut, since what wraps cannot be wiped away', async () => {
    const other = await loggedIn(server)
    const terminal = other.terminal(['whoami'], { LANG: 'C.UTF-8' }, { cols: 20 })
    await terminal.ended
    const lines = terminal
      .raw()
      .split('\r')
      .map((line) => stripVTControlCharacters(line))
    expect(lines.filter((line) => line.startsWith('⠋'))).toEqual(['⠋ Waiting for http:/'.slice(0, 19)])
    other.remove()
  })

  test.each([['LC_ALL=C', { LC_ALL: 'C' }]])('%s: prompts and spinner are ASCII', async (_, env) => {
    const terminal = machine.terminal(login, env)
    expect((await logIn(terminal)).code).toBe(0)
    const whoami = machine.terminal(['whoami'], env)
    await whoami.waitFor(`- Waiting for ${server.url}`)
    await whoami.ended
    expect(terminal.screen()).toContain('+ Password')
    expect(terminal.raw() + whoami.raw()).toMatch(/^\p{ASCII}*$/u)
  })

  test.each([
    ['NO_COLOR', login, { NO_COLOR: '1' }],
    ['--no-color', [...login, '--no-color'], {}],
  ])('%s: no colour, no bold, neither in prompts nor in the spinner', async (_, args, env) => {
    const terminal = machine.terminal(args, env)
    expect((await logIn(terminal)).code).toBe(0)
    expect(terminal.raw()).not.toMatch(/\[[\d;]*m/)
  })

  test('TERM=dumb: asks, takes letters back and waits without a single control sequence', async () => {
    const terminal = machine.terminal(login, { TERM: 'dumb' })
    await terminal.waitFor('user name')
    terminal.type('ann@example.orgg')
    terminal.enter('\x7f')
    await terminal.waitFor('Password')
    terminal.enter(password)
    await terminal.waitFor(`Waiting for ${server.url} ...`)
    await terminal.waitFor(`Logged in to ${server.url} as ann@example.org.`)
    expect((await terminal.ended).code).toBe(0)
    expect(terminal.raw()).not.toContain('\x1b')
    expect(terminal.screen()).not.toContain(password)
    const sent = server.requests.find((request) => request.url === '/auth/login')
    expect(new URLSearchParams(sent?.body).get('username')).toBe('ann@example.org')
  })

  test('TERM=dumb: an answer that is neither yes nor no is asked for again; a paste answers two questions', async () => {
    const other = await loggedIn(server)
    const terminal = other.terminal(['account', 'delete'], { TERM: 'dumb' })
    await terminal.waitFor('for good? (y/N)')
    terminal.type('perhaps\rn\r')
    await terminal.waitFor('> Type y for yes or n for no.')
    expect((await terminal.ended).code).toBe(1)
    other.remove()
  })

  test.each([
    ['Ctrl-C', ctrlC],
    ['Ctrl-D', ctrlD],
  ])('TERM=dumb: %s is exit 130 and leaves the echo on', async (_, key) => {
    const terminal = machine.shell('trap : INT; auth login --storage file; echo "exit $?"; stty -a; :', {
      TERM: 'dumb',
    })
    await terminal.waitFor('user name')
    terminal.enter(account.email)
    await terminal.waitFor('Password')
    terminal.type(key)
    await terminal.waitFor('exit 130')
    await terminal.waitFor('echok')
    expect(terminal.screen()).toMatch(/ icanon .* echo /s)
  })

  test.each([
    ['known to do them', { VTE_VERSION: '7006' }, `\n\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\\r\n`],
    ['not known to', {}, `\n${url}\r\n`],
  ])('the address of a device login on a terminal %s, whole on its line', async (_, env, line) => {
    const terminal = machine.terminal([...login, '--device'], env, { cols: 40 })
    await terminal.waitFor('auth approve')
    terminal.type(ctrlC)
    expect((await terminal.ended).code).toBe(130)
    expect(terminal.raw()).toContain(line)
  })

  test('help fits a terminal of 40 columns, but for the examples, which are to be copied', async () => {
    const terminal = machine.terminal(['--help'], {}, { cols: 40, rows: 200 })
    await terminal.ended
    const [, options = ''] = terminal.screen().split('Options:')
    const [listed = ''] = options.split('Environment:')
    expect(listed.split('\n').filter((line) => line.length > 40 && !/^ *https?:\S+$/.test(line))).toEqual([])
    expect(listed).toContain('print the answer,')
  })

  test('help is ASCII where UTF-8 is not read, and no wider than 110 columns on a wide terminal', async () => {
    const terminal = machine.terminal(['trust', 'accept', '--help'], { LC_ALL: 'C' }, { cols: 200 })
    await terminal.ended
    expect(terminal.screen()).toMatch(/^\p{ASCII}*$/u)
    expect(terminal.screen()).toContain('--fingerprint sha256:...')
    expect(
      Math.max(
        ...terminal
          .screen()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(110)
  })
})

describe('Ctrl-C leaves the echo on, the cursor visible and the login as it was', () => {
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

  /** Runs it in a shell of a terminal, interrupts it where `until` is seen, and looks at what is left. */
  async function interrupt(line: string, until: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const before = machine.files()
    const terminal = machine.shell(`trap : INT; ${line}; echo "exit $?"; stty -a; :`, {
      LANG: 'C.UTF-8',
      ...env,
    })
    await terminal.waitFor(until)
    terminal.type(ctrlC)
    await terminal.waitFor('exit 130')
    await terminal.waitFor('echok') // the last words of stty's
    expect(machine.files()).toEqual(before)
    expect(terminal.screen()).toMatch(/ icanon .* echo /s)
    const raw = terminal.raw()
    expect(raw.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(raw.lastIndexOf('\x1b[?25l'))
    return terminal.screen()
  }
  const silence = () => undefined

  test.each([
    ['an address', 'auth register', 'E-mail address'],
    ['a password', 'auth login --storage file --email bob@example.org', 'Password'],
    ['a yes', 'auth account delete', 'for good?'],
    ['the code of a letter', 'auth verify --email bob@example.org', 'Code for'],
    ['a new password', 'auth password change', 'Current password'],
    ['the new address', 'auth email change', 'E-mail address'],
  ])('at the question for %s', async (_, line, question) => {
    await interrupt(line, question)
  })

  test('while the server does not answer', async () => {
    server.routes['GET /auth/me'] = silence
    await interrupt('auth whoami', `Waiting for ${server.url}`)
  })

  test('while another device is to say yes (RFC 8628)', async () => {
    server.routes['POST /oauth2/device_authorization'] = () => ({
      body: {
        device_code: 'd-1',
        user_code: 'BCDF-GHJK',
        verification_uri: url,
        verification_uri_complete: url,
        expires_in: 600,
        interval: 5,
      },
    })
    server.routes['POST /oauth2/token'] = () => waiting
    await interrupt('auth login --device --storage file', 'Waiting for your yes')
  })

  test.skipIf(whyNoSecretService())('while the keychain does not answer (supabase/cli#1778)', async () => {
    const service = await startSecretService({ daemon: true })
    service.freeze()
    try {
      await interrupt(
        'auth login --storage keyring --email bob@example.org',
        'Trying the keychain',
        service.env,
      )
    } finally {
      service.thaw()
      await service.stop()
    }
  })

  test('while the sessions are fetched for a list', async () => {
    server.routes['*'] = silence
    await interrupt('auth sessions', `Waiting for ${server.url}`)
  })
})
