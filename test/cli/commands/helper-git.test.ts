import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commit, findGit, makeRepository, serveRepositories } from '../../support/git-server.ts'
import { expireToken, loggedIn, loginFiles } from '../../support/login.ts'
import { authProgram, type Machine, type Outcome } from '../../support/machine.ts'
import { account, oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'

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

/** The lines that git writes for this server, and those that the test adds. */
const asked = (...more: string[]) => {
  const { protocol, host } = new URL(server.url)
  return `${[`protocol=${protocol.slice(0, -1)}`, `host=${host}`, ...more].join('\n')}\n\n`
}
const help = (operation: string, input: string, env = {}) =>
  machine.auth(['helper', 'git', operation], { input, env })
const cachedUntil = () => machine.readJson(loginFiles(machine).token).expires_at
const expiry = () => `password_expiry_utc=${Math.floor(cachedUntil() / 1_000)}`

describe('`auth helper git` speaks the protocol of git-credential(1)', () => {
  test('"This value should not be sent unless the appropriate capability is provided on input": no capability, a password', async () => {
    const stdout = `username=ann@example.org\npassword=access-1\n${expiry()}\n`
    expect(await help('get', asked())).toEqual({ code: 0, stdout, stderr: '' })
  })

  test('"If this key is sent, authtype is mandatory, and username and password are not used": with it, a bearer token', async () => {
    const stdout = `capability[]=authtype\nauthtype=Bearer\ncredential=access-1\nephemeral=1\n${expiry()}\n`
    const input = asked('capability[]=authtype', 'capability[]=state')
    expect(await help('get', input)).toEqual({ code: 0, stdout, stderr: '' })
  })

  test('"An empty multi-valued attribute acts to clear any previous entries and reset the list"', async () => {
    const { stdout } = await help('get', asked('capability[]=authtype', 'capability[]='))
    expect(stdout).toContain('password=access-1\n')
  })

  test('a server whose challenges (wwwauth[]) name Basic only gets the password form', async () => {
    const basic = await help('get', asked('capability[]=authtype', 'wwwauth[]=Basic realm="house"'))
    expect(basic.stdout).toContain('password=access-1\n')
    const both = await help(
      'get',
      asked('capability[]=authtype', 'wwwauth[]=Basic', 'wwwauth[]=Bearer realm="x"'),
    )
    expect(both.stdout).toContain('credential=access-1\n')
  })

  test.each(['\n', '\r', '\0'])(
    'a stored name that %j makes more than one line is told to nobody',
    async (end) => {
      const config = machine.readJson('config.json')
      config.profiles.default.account = `a@b.c${end}host=github.com`
      machine.write('config.json', JSON.stringify(config))
      const outcome = await help('get', asked())
      expect(outcome).toMatchObject({ code: 1, stdout: '' })
      expect(outcome.stderr).toContain('has a line end in it, so git is told nothing.')
    },
  )

  test.each([
    ['address', { email: 'a@b.c\nprotocol=https\nhost=github.com' }],
    ['user name', { username: 'ann\u0085host=github.com' }],
  ])('a server whose %s has more than one line is no authd, and nothing of it is kept', async (_, odd) => {
    server.routes['GET /auth/me'] = () => ({ body: { ...account, ...odd } })
    const before = machine.files()
    const login = ['login', '--email', 'ann@example.org', '--password-stdin', '--storage', 'file']
    const { code, stdout } = await machine.auth(login, { input: 'the password\n' })
    expect([code, stdout, machine.files()]).toEqual([5, '', before])
  })

  test('the user name of the address is kept', async () => {
    expect((await help('get', asked('username=git'))).stdout).toContain('username=git\n')
  })

  test('"The list of attributes is terminated by a blank line or end-of-file"', async () => {
    expect((await help('get', asked().trimEnd())).stdout).toContain('password=access-1\n')
    expect((await help('get', `${asked()}host=other.example.org\n`)).stdout).toContain('password=access-1\n')
  })

  test('a token that runs out soon is renewed first', async () => {
    expireToken(machine)
    expect((await help('get', asked())).stdout).toContain('password=access-2\n')
  })

  test.each([
    ['another host', 'protocol=https\nhost=evil.example.org\n\n'],
    ['another port of the host', 'protocol=http\nhost=127.0.0.1:1\n\n'],
    ['another protocol', () => asked().replace('protocol=http\n', 'protocol=https\n')],
    ['a protocol that is not of the web', 'protocol=smtp\nhost=127.0.0.1\n\n'],
    ['a host that is more than one', () => asked().replace('host=', 'host=evil.example.org@')],
    ['no host', 'protocol=http\n\n'],
    ['nothing', ''],
  ])('for %s it says nothing, so that git asks its next helper', async (_, input) => {
    const text = typeof input === 'string' ? input : input()
    expect(await help('get', text)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(server.requests).toEqual([])
  })

  test('"it should silently ignore the request" of an operation that it does not know (gitcredentials(7)); `store` stores nothing', async () => {
    const before = machine.files()
    for (const operation of ['store', 'capability', 'frobnicate'])
      expect(await help(operation, asked('password=x'))).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(machine.files()).toEqual(before)
  })

  test('`erase` of the token that was refused has the next `get` renew it, once', async () => {
    expect(await help('erase', asked('username=x', 'password=access-1'))).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    expect((await help('get', asked())).stdout).toContain('password=access-2\n')
    await help('erase', asked('capability[]=authtype', 'authtype=Bearer', 'credential=access-2'))
    const outcomes = await Promise.all([help('get', asked()), help('get', asked())])
    for (const { stdout } of outcomes) expect(stdout).toContain('password=access-3\n')
    expect(server.requests.map(({ url }) => url)).toEqual(['/auth/update_token', '/auth/update_token'])
  })

  test('`erase` of anything else costs nothing: a token of before, one of another server, no token', async () => {
    const before = machine.files()
    await help('erase', asked('password=access-0'))
    await help('erase', asked())
    await help('erase', 'protocol=https\nhost=evil.example.org\npassword=access-1\n\n')
    expect(machine.files()).toEqual(before)
  })

  test('AUTH_TOKEN is given as it is, without an end that nobody here knows', async () => {
    const { stdout } = await help('get', asked(), { AUTH_TOKEN: 'given' })
    expect(stdout).toBe('username=ann@example.org\npassword=given\n')
  })

  test('a login that is over is told of on stderr, exit 4: git goes on without us', async () => {
    expireToken(machine)
    server.routes['GET /auth/update_token'] = () => problem(401, 'session_ended', 'The session was ended.')
    const { code, stdout, stderr } = await help('get', asked())
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('is over: The session was ended.\nauth: hint: Run `auth login`.\n')
  })

  test('a description that never ends is refused, not kept', async () => {
    const { code, stderr } = await help('get', 'x'.repeat(70_000))
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'auth: error: Standard input has more than 64 KiB.'])
  })
})

const git = findGit()
describe.skipIf(!git)(git ? 'the real git' : 'the real git (it is not installed here)', () => {
  let env: NodeJS.ProcessEnv
  const run = (...args: string[]) =>
    new Promise<Outcome>((resolve) => {
      const child = spawn('git', args, { env, cwd: machine.home })
      const [out, err]: [string[], string[]] = [[], []]
      child.stdout.on('data', (data) => out.push(String(data)))
      child.stderr.on('data', (data) => err.push(String(data)))
      child.on('close', (code) => resolve({ code, stdout: out.join(''), stderr: err.join('') }))
    })
  /** Lets in who has that token, by either scheme; everybody else is asked for it. */
  const letIn = (token: string) => {
    const serve = serveRepositories(join(machine.home, 'git'))
    const good = [`Bearer ${token}`, `Basic ${Buffer.from(`ann@example.org:${token}`).toString('base64')}`]
    server.routes['*'] = (seen, response) =>
      good.includes(seen.headers.authorization ?? '')
        ? serve(seen, response)
        : { status: 401, headers: { 'www-authenticate': 'Bearer realm="git", Basic realm="git"' }, body: '' }
  }
  beforeEach(() => {
    const bin = join(machine.home, 'bin')
    mkdirSync(bin)
    symlinkSync(authProgram, join(bin, 'auth'))
    const { PATH } = machine.env
    env = { ...machine.env, PATH: `${bin}:${PATH}`, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' }
    makeRepository(join(machine.home, 'git'), env)
  })

  test('clones and fetches by the set-up line of the help, with the token expiring between two fetches', async () => {
    letIn('access-1')
    await run('config', '--global', `credential.${server.url}.helper`, '!auth helper git')
    const cloned = await run('clone', `${server.url}/house.git`, 'copy')
    expect(cloned).toEqual({ code: 0, stdout: '', stderr: "Cloning into 'copy'...\n" })

    letIn('access-2') // what the server took until now has run out
    expireToken(machine)
    commit(join(machine.home, 'git', 'work'), env, 'second')
    expect((await run('-C', 'copy', 'fetch')).code).toBe(0)
    expect((await run('-C', 'copy', 'log', '-1', '--format=%s', 'origin/main')).stdout).toBe('second\n')
    const renewals = server.requests.filter(({ url }) => url === '/auth/update_token')
    expect(renewals.length).toBe(1)
  })

  test('a token that was revoked before its time fails one fetch, and the next one renews it', async () => {
    letIn('access-1')
    await run('config', '--global', 'credential.helper', '!auth helper git')
    await run('clone', `${server.url}/house.git`, 'copy')
    letIn('access-2')
    const refused = await run('-C', 'copy', 'fetch')
    expect([refused.code, refused.stderr.includes('Authentication failed')]).toEqual([128, true])
    expect(await run('-C', 'copy', 'fetch')).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})
