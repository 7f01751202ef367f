import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { allMigrations } from '../db/migrate.ts'
import { authProgram, type Machine } from './support/machine.ts'
import { createHost, createMachine, password, pause, type RunningAuthd } from './support/processes.ts'
import { forEachStore, openSqlite } from './support/stores.ts'

const input = `${password}\n`
const accessTokenLife = 2_000
const jwt = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** What a shell makes of a line, with `auth` on its path. */
async function shell(machine: Machine, line: string) {
  const bin = join(machine.home, 'bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(authProgram, join(bin, 'auth'))
  const env = { ...machine.env, PATH: [bin, process.env.PATH].join(delimiter) }
  return promisify(execFile)('sh', ['-c', line], { env })
}

async function read(answer: Response): Promise<Record<string, string>> {
  return (await answer.json()) as Record<string, string>
}

function notLoggedIn({ url }: RunningAuthd) {
  return {
    code: 4,
    stdout: '',
    stderr: `auth: error: Not logged in to ${url} (set by AUTH_SERVER).\nauth: hint: Run \`auth login\`.\n`,
  }
}

describe('the main job, by the two programs as real processes (issue 2)', () => {
  forEachStore((kind, openStore) => {
    test('register, verify, log in, whoami, refresh by itself, token in a shell, log out', async () => {
      const { db, url } = await openStore({ empty: true })
      const host = createHost({ AUTHD_DATABASE_URL: url, AUTHD_ACCESS_TOKEN_TTL: '2s' })
      if (kind === 'postgres') {
        expect(await host.authd(['migrate'])).toEqual({
          code: 0,
          stdout: '',
          stderr: `Applied: ${allMigrations.join(', ')}.\n`,
        })
      }
      const server = await host.serve()
      const machine = createMachine(server)

      expect(
        await machine.auth(['register', '--email', 'Ann@Example.com', '--password-stdin'], { input }),
      ).toEqual({
        code: 0,
        stdout: 'Registered ann@example.com; the address is not verified yet.\n',
        stderr:
          'This server sends no mail: its operator reads the code with `authd mail show --to ann@example.com`.\n' +
          'Next: `auth verify --email ann@example.com --code CODE`\n',
      })
      const code = await host.readCode('ann@example.com')
      expect(
        await machine.auth(['verify', '--email', 'ann@example.com', '--code', code.toLowerCase()]),
      ).toEqual({
        code: 0,
        stdout: 'Verified ann@example.com.\n',
        stderr: 'Next: `auth login --email ann@example.com`\n',
      })
      const login = ['login', '--email', 'ann@example.com', '--password-stdin', '--storage', 'file']
      expect(await machine.auth(login, { input })).toEqual({
        code: 0,
        stdout: `Logged in to ${server.url} as ann@example.com.\n`,
        stderr: '',
      })
      const whoami = { code: 0, stdout: 'ann@example.com\n', stderr: '' }
      expect(await machine.auth(['whoami'])).toEqual(whoami)
      const generation = async () => {
        const rows = await db.selectFrom('sessions').select('generation').execute()
        return rows.map((row) => row.generation)
      }
      expect(await generation()).toEqual([0])
      await pause(accessTokenLife + 100)
      expect(await machine.auth(['whoami'])).toEqual(whoami)
      expect(await generation()).toEqual([1])

      const token = await machine.auth(['token'])
      expect(token).toEqual({ code: 0, stdout: expect.stringMatching(/^\S+\n$/), stderr: '' })
      expect(token.stdout.trim()).toMatch(jwt)
      const me = await shell(
        machine,
        `curl -sS -w ' %{http_code}' -H "Authorization: Bearer $(auth token)" ${server.url}/auth/me`,
      )
      expect(me).toEqual({
        stdout: expect.stringMatching(/^\{"id":.*"email":"ann@example\.com".*\} 200$/),
        stderr: '',
      })

      expect(await machine.auth(['logout'])).toEqual({
        code: 0,
        stdout: `Logged out of ${server.url} (ann@example.com).\n`,
        stderr: '',
      })
      expect(await machine.auth(['whoami'])).toEqual(notLoggedIn(server))
      const session = await db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
      expect(session.ended_at).toEqual(expect.any(Number))
      const stopped = await server.stop()
      expect(stopped.code).toBe(0)
      expect(stopped.stdout).toBe(`authd listening on ${server.url}\n`)
    })
  })
})

test('with --json every step answers one JSON value on stdout, and an error one on stderr (contract §3)', async () => {
  const { url } = await openSqlite()
  const host = createHost({ AUTHD_DATABASE_URL: url })
  const server = await host.serve()
  const machine = createMachine(server)
  const email = 'ann@example.com'
  const account = {
    id: uuid,
    email,
    username: 'Ann',
    is_active: true,
    is_verified: true,
    is_superuser: false,
    created_at: time,
  }
  const run = async (args: string[]) => {
    const { code, stdout, stderr } = await machine.auth([...args, '--json'], { input })
    return { code, answer: stdout === '' ? undefined : JSON.parse(stdout), said: stderr }
  }
  expect(await run(['register', '--email', email, '--username', 'Ann', '--password-stdin'])).toEqual({
    code: 0,
    answer: { user_id: uuid, email, username: 'Ann', registration_id: uuid },
    said: expect.any(String),
  })
  expect(await run(['verify', '--email', email, '--code', await host.readCode(email)])).toEqual({
    code: 0,
    answer: account,
    said: expect.any(String),
  })
  const why = { kind: 'file', why: 'chosen at login by --storage' }
  const place = { server: server.url, profile: 'default', account: email }
  expect(await run(['login', '--email', 'ann', '--password-stdin', '--storage', 'file'])).toEqual({
    code: 0,
    answer: { ...place, storage: why },
    said: '',
  })
  expect(await run(['whoami'])).toEqual({ code: 0, answer: account, said: '' })
  expect(await run(['token'])).toEqual({
    code: 0,
    answer: expect.objectContaining({ access_token: expect.stringMatching(jwt), expires_at: time }),
    said: '',
  })
  expect(await run(['status'])).toEqual({
    code: 0,
    answer: {
      ...place,
      state: 'valid',
      storage: why,
      token: { expires_at: time, source: 'cache' },
      session_id: uuid,
      trust: { kind: 'this-machine', fingerprint: null, since: null },
    },
    said: '',
  })
  expect(await run(['logout'])).toEqual({
    code: 0,
    answer: { logged_out: [{ ...place, server_heard: true }] },
    said: '',
  })
  const refused = await run(['whoami'])
  expect(refused).toEqual({ code: 4, answer: undefined, said: expect.stringMatching(/^\{.*\}\n$/) })
  expect(JSON.parse(refused.said)).toEqual({
    error: {
      code: 'login_required',
      message: `Not logged in to ${server.url} (set by AUTH_SERVER).`,
      hint: 'Run `auth login`.',
    },
  })
})

test('two accounts in two profiles on one machine stay apart, also at logout', async () => {
  const { url } = await openSqlite()
  const host = createHost({ AUTHD_DATABASE_URL: url })
  const server = await host.serve()
  const machine = createMachine(server)
  for (const [profile, email] of [
    ['default', 'ann@example.com'],
    ['work', 'bob@example.com'],
  ] as const) {
    const as = ['--server', server.url, '--profile', profile]
    const register = ['register', '--email', email, '--password-stdin', ...as]
    expect((await machine.auth(register, { input })).code).toBe(0)
    const verify = ['verify', '--email', email, '--code', await host.readCode(email), ...as]
    expect((await machine.auth(verify)).code).toBe(0)
    const login = ['login', '--email', email, '--password-stdin', '--storage', 'file', ...as]
    expect((await machine.auth(login, { input })).code).toBe(0)
  }
  const whoami = (profile: string) => machine.auth(['whoami', '--profile', profile])
  expect((await whoami('default')).stdout).toBe('ann@example.com\n')
  expect((await whoami('work')).stdout).toBe('bob@example.com\n')
  expect((await machine.auth(['logout', '--profile', 'work'])).code).toBe(0)
  expect((await whoami('work')).code).toBe(4)
  expect(await whoami('default')).toEqual({ code: 0, stdout: 'ann@example.com\n', stderr: '' })
})

test('a client written for the seed works unchanged: JSON register, code, multipart login, validate (contract §2)', async () => {
  const { url } = await openSqlite()
  const host = createHost({ AUTHD_DATABASE_URL: url })
  const server = await host.serve()
  const email = 'girok@example.com'
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const validate = (token = '') =>
    fetch(`${server.url}/auth/validate-access-token`, { headers: { Authorization: `Bearer ${token}` } })

  const registered = await post('/auth/register', { email, password })
  expect([registered.status, await read(registered)]).toEqual([
    201,
    { user_id: uuid, email, username: null, registration_id: uuid },
  ])
  const form = new FormData()
  form.set('username', email)
  form.set('password', password)
  const early = await fetch(`${server.url}/auth/login`, { method: 'POST', body: form })
  expect([early.status, (await read(early)).code]).toEqual([403, 'email_not_verified'])
  const wrong = await post('/auth/register/verification_code', { email, verification_code: 'WRONG1' })
  expect([wrong.status, (await read(wrong)).code]).toEqual([401, 'invalid_verification_code'])
  const verified = await post('/auth/register/verification_code', {
    email,
    verification_code: await host.readCode(email),
  })
  expect(verified.status).toBe(200)
  const again = await post('/auth/register', { email, password })
  expect([again.status, (await read(again)).code]).toEqual([400, 'email_taken'])

  const login = await fetch(`${server.url}/auth/login`, { method: 'POST', body: form })
  const tokens = await read(login)
  expect([login.status, tokens]).toEqual([
    200,
    {
      access_token: expect.stringMatching(jwt),
      refresh_token: expect.stringMatching(/^v1\./),
      token_type: 'bearer',
      expires_in: 900,
    },
  ])
  expect(login.headers.get('cache-control')).toBe('no-store')
  expect((await validate(tokens.access_token)).status).toBe(200)
  const renewed = await fetch(`${server.url}/auth/update_token`, {
    headers: { Authorization: `Bearer ${tokens.refresh_token}` },
  })
  const next = await read(renewed)
  expect(renewed.status).toBe(200)
  expect(next.refresh_token).not.toBe(tokens.refresh_token)
  const out = await fetch(`${server.url}/auth/logout`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${next.access_token}` },
  })
  expect(out.status).toBe(204)
  expect((await validate(next.access_token)).status).toBe(401)
})
