import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn, loginFiles, password } from '../../support/login.ts'
import { Machine } from '../../support/machine.ts'
import { account, oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'

const registration = { user_id: account.id, email: account.email, username: 'ann', registration_id: 'r-1' }

describe('the account, without a terminal', () => {
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
      'POST /auth/register/verification_code': () => ({ body: account }),
      'POST /auth/register/resend': () => ({ status: 202 }),
      'POST /auth/password': () => ({ status: 204 }),
      'POST /auth/password?sessions=end': () => ({ status: 204 }),
      'POST /auth/password/forgot': () => ({ status: 202 }),
      'POST /auth/password/reset': () => ({ status: 204 }),
      'POST /auth/email': () => ({ status: 202 }),
      'POST /auth/email/confirm': () => ({ body: { ...account, email: 'new@example.org' } }),
      'DELETE /auth/me': () => ({ status: 204 }),
    })
    machine = await loggedIn(server)
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })
  const last = () => {
    const { method, url, headers, body } = server.requests.at(-1) ?? {
      method: '',
      url: '',
      headers: {},
      body: '',
    }
    return [method, url, headers.authorization, body === '' ? undefined : JSON.parse(body)]
  }

  test('register says what to do next on stderr, and where the code is when no mail is sent', async () => {
    const args = ['register', '--email', account.email, '--username', 'ann', '--password-stdin']
    expect(await machine.auth(args, { input: `${password}\n` })).toEqual({
      code: 0,
      stdout: 'Registered ann@example.org; the address is not verified yet.\n',
      stderr:
        'This server sends no mail: its operator reads the code with ' +
        '`authd mail show --to ann@example.org`.\n' +
        'Next: `auth verify --email ann@example.org --code CODE`\n',
    })
    expect(last()).toEqual([
      'POST',
      '/auth/register',
      undefined,
      { email: account.email, password, username: 'ann' },
    ])
  })

  test.each([
    [[], 'E-mail address', '--email'],
    [['--email', account.email], 'Password for the new account', '--password-stdin'],
  ])(
    'register%j misses what nobody can be asked for before it asks a server, which may be down',
    async (args, what, flag) => {
      const refused = await machine.auth(['register', '--server', 'https://127.0.0.1:1', ...args])
      const stderr = `auth: error: ${what} was not given, and there is nobody to ask.\nauth: hint: Use ${flag}.\n`
      expect(refused).toEqual({ code: 2, stdout: '', stderr })
    },
  )

  test('register --json is the registration alone', async () => {
    const args = ['register', '--json', '--email', account.email, '--password-stdin']
    const { code, stdout, stderr } = await machine.auth(args, { input: `${password}\n` })
    expect([code, JSON.parse(stdout), stderr]).toEqual([0, registration, ''])
  })

  test('verify knows the registration that another terminal made, and reads a code from a pipe', async () => {
    const args = ['register', '--email', account.email, '--password-stdin']
    await machine.auth(args, { input: `${password}\n` })
    const { code, stdout } = await machine.auth(['verify', '--code', '-'], { input: ' k7mpq2 \n' })
    expect([code, stdout]).toEqual([0, 'Verified ann@example.org.\n'])
    const body = { email: account.email, verification_code: 'k7mpq2', registration_id: 'r-1' }
    expect(last()).toEqual(['POST', '/auth/register/verification_code', undefined, body])
  })

  test('verify works for a registration that was made elsewhere', async () => {
    const { code, stdout } = await machine.auth(['verify', '--email', account.email, '--code', 'A', '--json'])
    expect([code, JSON.parse(stdout)]).toEqual([0, account])
    expect(last()[3]).toEqual({ email: account.email, verification_code: 'A' })
  })

  test('a wrong code passes on how many tries are left: exit 1, not "log in"', async () => {
    server.routes['POST /auth/register/verification_code'] = () =>
      problem(401, 'invalid_verification_code', 'The code is wrong; 4 tries are left.')
    expect(await machine.auth(['verify', '--email', account.email, '--code', 'A'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'auth: error: The code is wrong; 4 tries are left.\n' +
        'auth: hint: Look at the newest letter, or have the code sent again: `auth verify --resend`.\n',
    })
  })

  test.each([
    [
      ['password', 'reset', '--email', account.email],
      'POST /auth/password/reset',
      '`auth password reset` without --code',
    ],
    [['email', 'change'], 'POST /auth/email/confirm', '`auth email change --email ADDRESS`'],
  ])(
    'a wrong code of %j leads to its own command; it once led to `auth verify`',
    async (args, route, next) => {
      const detail = 'The code is wrong; 4 tries are left.'
      server.routes[route] = () => problem(401, 'invalid_verification_code', detail)
      const { stderr } = await machine.auth(
        [...args, '--code', 'ZZZZZZ', ...(args[0] === 'password' ? ['--password-stdin'] : [])],
        {
          input: 'a new password\n',
        },
      )
      expect(stderr).toBe(
        `auth: error: ${detail}\nauth: hint: Look at the newest letter, or have a new code sent: ${next}.\n`,
      )
    },
  )

  test('verify --resend has the code sent again', async () => {
    expect(await machine.auth(['verify', '--email', account.email, '--resend'])).toEqual({
      code: 0,
      stdout: 'Asked for a new code for ann@example.org.\n',
      stderr:
        'A code is on its way to ann@example.org.\nNext: `auth verify --email ann@example.org --code CODE`\n',
    })
    expect(last()).toEqual(['POST', '/auth/register/resend', undefined, { email: account.email }])
  })

  test('password change reads both passwords from a pipe and keeps this login', async () => {
    const before = machine.files()
    const args = ['password', 'change', '--password-stdin']
    const plain = await machine.auth(args, { input: 'old one\nnew one\n' })
    expect(plain).toEqual({ code: 0, stdout: 'The password is changed.\n', stderr: '' })
    const body = { current_password: 'old one', new_password: 'new one' }
    expect(last()).toEqual(['POST', '/auth/password', 'Bearer access-1', body])
    await machine.auth([...args, '--end-sessions'], { input: 'old one\nnew one\n' })
    expect(last()[1]).toBe('/auth/password?sessions=end')
    expect(machine.files()).toEqual(before)
  })

  test('a wrong current password is refused: exit 7, and the login stays', async () => {
    server.routes['POST /auth/password'] = () =>
      problem(403, 'wrong_password', 'The current password is wrong.')
    const before = machine.files()
    const outcome = await machine.auth(['password', 'change', '--password-stdin'], { input: 'old\nnew\n' })
    expect([outcome.code, machine.files()]).toEqual([7, before])
  })

  test('password change with one line says which is missing', async () => {
    const outcome = await machine.auth(['password', 'change', '--password-stdin'], { input: 'old\n' })
    expect([outcome.code, outcome.stderr.split('\n')[0]]).toEqual([
      2,
      'auth: error: Standard input ended before the new password.',
    ])
  })

  test('password reset: first the code, then the password, and the dead token is forgotten', async () => {
    const asked = await machine.auth(['password', 'reset', '--email', account.email])
    expect(asked).toEqual({
      code: 0,
      stdout: 'Asked for a code for ann@example.org.\n',
      stderr:
        'A code is on its way to ann@example.org.\nNext: `auth password reset --email ann@example.org --code CODE`\n',
    })
    const args = ['password', 'reset', '--email', account.email, '--code', '-', '--password-stdin']
    const done = await machine.auth(args, { input: 'K7MPQ2\nnew one\n' })
    expect([done.code, done.stdout]).toEqual([0, 'The password is changed, and all sessions have ended.\n'])
    const body = { email: account.email, code: 'K7MPQ2', new_password: 'new one' }
    expect(last()).toEqual(['POST', '/auth/password/reset', undefined, body])
    expect(Object.keys(machine.files())).not.toContain(loginFiles(machine).token)
  })

  test('email change: first the password, then the code, and the login goes on under the new address', async () => {
    const begun = await machine.auth(['email', 'change', '--email', 'new@example.org', '--password-stdin'], {
      input: `${password}\n`,
    })
    expect(begun.stderr).toBe(
      'A code is on its way to new@example.org.\nNext: `auth email change --code CODE`\n',
    )
    expect(last()).toEqual(['POST', '/auth/email', 'Bearer access-1', { email: 'new@example.org', password }])
    const done = await machine.auth(['email', 'change', '--code', 'K7MPQ2'])
    expect(done).toEqual({ code: 0, stdout: 'The address is now new@example.org.\n', stderr: '' })
    expect(machine.readJson('config.json').profiles.default.account).toBe('new@example.org')
    expect((await machine.auth(['token'])).stdout).toBe('access-1\n')
  })

  test('account delete asks for --yes where nobody can be asked', async () => {
    const { code, stderr } = await machine.auth(['account', 'delete', '--password-stdin'], {
      input: `${password}\n`,
    })
    expect([code, stderr.split('\n')[1]]).toEqual([2, 'auth: hint: Use --yes.'])
    expect(server.requests).toEqual([])
  })

  test('account delete sends the password, and leaves no secret here', async () => {
    const args = ['account', 'delete', '--yes', '--password-stdin']
    const outcome = await machine.auth(args, { input: `${password}\n` })
    const stdout = `Deleted the account ann@example.org at ${server.url}.\n`
    expect(outcome).toEqual({ code: 0, stdout, stderr: '' })
    const [sent] = server.requests
    expect([sent?.method, sent?.url, sent?.body]).toEqual([
      'DELETE',
      '/auth/me',
      JSON.stringify({ password }),
    ])
    expect(Object.keys(machine.files())).toEqual(['config.json'])
  })

  test('the last superuser stays: exit 1, and so does the login', async () => {
    server.routes['DELETE /auth/me'] = () => problem(409, 'last_superuser', 'You are the last one.')
    const before = machine.files()
    const args = ['account', 'delete', '--yes', '--password-stdin']
    const { code } = await machine.auth(args, { input: `${password}\n` })
    expect([code, machine.files()]).toEqual([1, before])
  })

  test.each([
    ['password', 'change'],
    ['email', 'change'],
    ['account', 'delete'],
  ])('`auth %s %s` without a login is exit 4 before anything is asked or read', async (...args) => {
    const fresh = new Machine()
    expect((await fresh.auth([...args, '--password-stdin'])).code).toBe(4)
    fresh.remove()
  })
})
