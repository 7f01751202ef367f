import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn, loginFiles, password } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { account, oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'
import { ctrlC, ctrlD, type TerminalSession } from '../../support/terminal.ts'

const registration = { user_id: account.id, email: account.email, username: null, registration_id: 'r-1' }

describe('a person at a terminal', () => {
  let server: StandIn
  let machine: Machine
  beforeEach(async () => {
    server = await startStandIn({
      ...oneAccount(),
      'POST /auth/register': () => ({
        status: 201,
        headers: { 'latchkey-mail': 'outbox' },
        body: registration,
      }),
      'POST /auth/register/resend': () => ({ status: 202 }),
      'POST /auth/register/verification_code': ({ body }) =>
        JSON.parse(body).verification_code === 'K7MPQ2'
          ? { body: account }
          : problem(401, 'invalid_verification_code', 'The code is wrong; 4 tries are left.'),
    })
    machine = new Machine({ AUTH_SERVER: server.url })
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  test('registers, mistypes, has the code sent again, verifies and logs in without typing the password again', async () => {
    const terminal = machine.terminal(['register'], { AUTH_STORAGE: 'file' })
    await terminal.waitFor('E-mail address')
    terminal.enter(account.email)
    await terminal.waitFor('Password for the new account')
    terminal.enter(password)
    await terminal.waitFor('Password for the new account, again')
    terminal.enter('something else')
    await terminal.waitFor('The two differ; type both again.')
    await terminal.waitFor('Password for the new account')
    terminal.enter(password)
    await terminal.waitFor('Password for the new account, again')
    terminal.enter(password)
    await terminal.waitFor(
      'This server sends no mail: its operator reads the code with `authd mail show --to ',
    )
    await terminal.waitFor('Code for ann@example.org')
    terminal.enter('AAAAAA')
    await terminal.waitFor('The code is wrong; 4 tries are left.')
    await terminal.waitFor('Code for ann@example.org')
    terminal.enter()
    await terminal.waitFor('Send the code again?')
    terminal.enter()
    await terminal.waitFor('A code is on its way to ann@example.org.')
    await terminal.waitFor('Code for ann@example.org')
    terminal.enter('K7MPQ2')
    await terminal.waitFor('Verified ann@example.org.')
    await terminal.waitFor('Log in now?')
    terminal.enter()
    await terminal.waitFor(`Logged in to ${server.url} as ann@example.org.`)
    expect(await terminal.ended).toEqual({ code: 0, signal: undefined })
    expect(terminal.screen()).not.toMatch(/correct|something else/)
    const redeemed = server.requests.filter(({ url }) => url.endsWith('verification_code')).at(-1)
    const expected = { email: account.email, verification_code: 'K7MPQ2', registration_id: 'r-1' }
    expect(JSON.parse(redeemed?.body ?? '')).toEqual(expected)
    expect(machine.readJson('registrations.json')).toEqual({ version: 1, registrations: [] })
    expect((await machine.auth(['token'])).stdout).toBe('access-1\n')
  })

  test('a password that the policy refuses is asked for again, not the whole form', async () => {
    let tries = 0
    server.routes['POST /auth/register'] = () => {
      tries += 1
      return tries === 1
        ? problem(422, 'weak_password', 'It is too common.')
        : { status: 201, body: registration }
    }
    const terminal = machine.terminal(['register', '--email', account.email, '--no-verify'])
    for (const line of ['password1234', password]) {
      // What was asked before stays on the screen: the second round begins behind the refusal.
      await terminal.waitFor(line === password ? 'It is too common.' : 'Password for the new account')
      terminal.enter(line)
      // The first question is drawn anew at each key; only the second one has this word.
      await terminal.waitFor('Password for the new account, again')
      terminal.enter(line)
    }
    await terminal.waitFor('Registered ann@example.org; the address is not verified yet.')
    expect((await terminal.ended).code).toBe(0)
  })

  test('without a keychain is told why and asked about a file before the password (databricks#5181)', async () => {
    const terminal = machine.terminal(['login', '--email', account.email])
    await terminal.waitFor('The keychain cannot be used: this session has no D-Bus, as is usual over SSH.')
    await terminal.waitFor('Keep the login in a file that only you can read (mode 0600) instead?')
    terminal.enter('y')
    await terminal.waitFor('Password')
    terminal.enter(password)
    await terminal.waitFor('Logged in to')
    expect((await terminal.ended).code).toBe(0)
    const status = JSON.parse((await machine.auth(['status', '--json'])).stdout)
    expect(status.storage).toEqual({
      kind: 'file',
      why: 'chosen at login: The keychain cannot be used: this session has no D-Bus, as is usual over SSH.',
    })
  })

  test('without a keychain is told so before the address (it once came after it)', async () => {
    const terminal = machine.terminal(['login'])
    await terminal.waitFor('The keychain cannot be used: this session has no D-Bus, as is usual over SSH.')
    await terminal.waitFor('instead?')
    expect(terminal.screen()).not.toContain('E-mail address')
    terminal.enter('y')
    await terminal.waitFor('E-mail address or user name')
    terminal.enter(account.email)
    await terminal.waitFor('Password')
    terminal.enter(password)
    await terminal.waitFor('Logged in to')
    expect((await terminal.ended).code).toBe(0)
  })

  test('who wants no file gets none: exit 6', async () => {
    const terminal = machine.terminal(['login', '--email', account.email])
    await terminal.waitFor('instead?')
    terminal.enter()
    expect((await terminal.ended).code).toBe(6)
    expect([server.requests, machine.files()]).toEqual([[], {}])
  })

  test.each([
    ['Ctrl-C', ctrlC],
    ['Ctrl-D', ctrlD],
  ])('%s at a prompt is exit 130 and changes nothing', async (_, key) => {
    const other = await loggedIn(server)
    const before = other.files()
    const terminal = other.terminal(['login', '--storage', 'file', '--email', 'bob@example.org'])
    await terminal.waitFor('Password')
    terminal.type(key)
    expect(await terminal.ended).toEqual({ code: 130, signal: undefined })
    expect(other.files()).toEqual(before)
    other.remove()
  })

  test.each([
    ['Ctrl-C', (terminal: TerminalSession) => terminal.type(ctrlC)],
    ['SIGINT from outside', (terminal: TerminalSession) => terminal.interrupt()],
  ])('%s at a masked prompt leaves the terminal’s echo on (exit 130)', async (_, leave) => {
    const program =
      'trap : INT; auth login --storage file --email bob@example.org; echo "exit $?"; stty -a; :'
    const terminal = machine.shell(program)
    await terminal.waitFor('Password')
    leave(terminal)
    await terminal.ended
    expect(terminal.screen()).toContain('exit 130')
    expect(terminal.screen()).toMatch(/ icanon .* echo /s)
  })

  test('Ctrl-C at the code says how to go on: the registration stands', async () => {
    const terminal = machine.terminal(['verify', '--email', account.email])
    await terminal.waitFor('Code for ann@example.org')
    terminal.type(ctrlC)
    expect((await terminal.ended).code).toBe(130)
    expect(terminal.screen()).toContain('auth: hint: To go on later: `auth verify --email ann@example.org`')
  })

  test('the prompt goes to stderr: stdout is the answer alone (contract §3)', async () => {
    machine.write('out', '')
    const out = `${machine.folder}/out`
    const terminal = machine.shell(`auth login --email ${account.email} --storage file > ${out}`)
    await terminal.waitFor('Password')
    terminal.enter(password)
    expect((await terminal.ended).code).toBe(0)
    expect(machine.read('out')).toBe(`Logged in to ${server.url} as ann@example.org.\n`)
  })

  test('--no-input asks nothing, even on a terminal', async () => {
    const terminal = machine.terminal(['login', '--no-input', '--email', account.email])
    expect((await terminal.ended).code).toBe(2)
    expect(terminal.screen()).toContain('auth: hint: Use --password-stdin.')
  })

  test('an unverified login goes on to the code and then logs in', async () => {
    const good = server.routes['POST /auth/login']
    server.routes['POST /auth/login'] = () =>
      problem(403, 'email_not_verified', 'The address waits for its code.')
    const terminal = machine.terminal(['login', '--storage', 'file', '--email', account.email])
    await terminal.waitFor('Password')
    terminal.enter(password)
    await terminal.waitFor('The address waits for its code.')
    await terminal.waitFor('Code for ann@example.org')
    if (good) server.routes['POST /auth/login'] = good
    terminal.enter('K7MPQ2')
    await terminal.waitFor('Logged in to')
    expect((await terminal.ended).code).toBe(0)
  })

  test('an account is deleted only after a yes, and Enter alone is no', async () => {
    const other = await loggedIn(server)
    const terminal = other.terminal(['account', 'delete'])
    await terminal.waitFor(`Delete the account ann@example.org at ${server.url} for good?`)
    terminal.enter()
    expect((await terminal.ended).code).toBe(1)
    expect(other.readJson(loginFiles(other).secret)).toEqual({ v: 1, refresh_token: 'refresh-1' })
    other.remove()
  })

  test('errors are coloured on a terminal, and not with NO_COLOR, TERM=dumb or --no-color', async () => {
    const coloured = async (args: string[], env = {}) => {
      const terminal = machine.terminal(args, env)
      await terminal.ended
      return terminal.raw().includes('\x1b[')
    }
    expect(
      await Promise.all([
        coloured(['whoami']),
        coloured(['whoami', '--no-color']),
        coloured(['whoami'], { NO_COLOR: '1' }),
        coloured(['whoami'], { TERM: 'dumb' }),
      ]),
    ).toEqual([true, false, false, false])
  })
})
