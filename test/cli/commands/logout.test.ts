import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loggedIn, loginFiles, password } from '../../support/login.ts'
import type { Machine } from '../../support/machine.ts'
import { oneAccount, problem, type StandIn, startStandIn } from '../../support/stand-in.ts'

describe('`auth logout`', () => {
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

  const nothingLeft = () => {
    expect(Object.keys(machine.files())).toEqual(['config.json'])
    expect(machine.readJson('config.json').profiles).toEqual({ default: { server: server.url } })
  }

  test('ends the session by the refresh token and leaves no secret here', async () => {
    const stdout = `Logged out of ${server.url} (ann@example.org).\n`
    expect(await machine.auth(['logout'])).toEqual({ code: 0, stdout, stderr: '' })
    expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/auth/logout', 'Bearer refresh-1'],
    ])
    nothingLeft()
  })

  test('another AUTH_STORAGE than the login’s does not keep the session alive at the server', async () => {
    rmSync(join(machine.folder, loginFiles(machine).token))
    const { code, stderr } = await machine.auth(['logout'], { env: { AUTH_STORAGE: 'keyring' } })
    const told = server.requests.map(({ url, headers }) => [url, headers.authorization])
    expect([code, stderr, told]).toEqual([0, '', [['/auth/logout', 'Bearer refresh-1']]])
  })

  test('twice is no error', async () => {
    await machine.auth(['logout'])
    expect(await machine.auth(['logout'])).toEqual({
      code: 0,
      stdout: 'Not logged in; nothing to do.\n',
      stderr: '',
    })
  })

  test('works here when the server is down, and says that it did not hear (kanidm#2507)', async () => {
    await server.stop()
    const { code, stdout, stderr } = await machine.auth(['logout'])
    expect([code, stdout]).toEqual([0, `Logged out of ${server.url} (ann@example.org).\n`])
    expect(stderr).toMatch(
      /^auth: note: The server was not told, .*cannot be reached: nothing listens there\.\n$/,
    )
    nothingLeft()
  })

  test('of a session that is over already is what was asked for (kanidm#2507)', async () => {
    server.routes['POST /auth/logout'] = () => problem(401, 'session_ended', 'Over.')
    expect(await machine.auth(['logout', '--json'])).toEqual({
      code: 0,
      stdout: `${JSON.stringify({
        logged_out: [
          { profile: 'default', server: server.url, account: 'ann@example.org', server_heard: true },
        ],
      })}\n`,
      stderr: '',
    })
    nothingLeft()
  })

  test('--all-profiles logs out of all of them', async () => {
    const other = await startStandIn(oneAccount())
    const args = ['login', '--server', other.url, '--email', 'x', '--password-stdin', '--storage', 'file']
    await machine.auth(args, { input: `${password}\n` })
    const { stdout } = await machine.auth(['logout', '--all-profiles'])
    expect(stdout.trim().split('\n').sort()).toEqual(
      [other, server].map(({ url }) => `Logged out of ${url} (ann@example.org).`).sort(),
    )
    expect(Object.keys(machine.files())).toEqual(['config.json'])
    await other.stop()
  })

  test('--all-profiles says of no other server that AUTH_SERVER chose it', async () => {
    const other = await startStandIn(oneAccount())
    const args = ['login', '--server', other.url, '--email', 'x', '--password-stdin', '--storage', 'file']
    await machine.auth(args, { input: `${password}\n` })
    await Promise.all([server.stop(), other.stop()])
    const { stderr } = await machine.auth(['logout', '--all-profiles'], { env: { AUTH_SERVER: server.url } })
    const whys = [`${server.url} (set by AUTH_SERVER)`, other.url].map((name) =>
      expect.stringContaining(`: ${name} cannot be reached:`),
    )
    expect(stderr.trimEnd().split('\n')).toEqual(whys)
  })

  test('--all-profiles goes on past a login whose secret cannot be removed, and names it at the end', async () => {
    const other = await startStandIn(oneAccount())
    const args = ['login', '--server', other.url, '--email', 'x', '--password-stdin', '--storage', 'file']
    await machine.auth(args, { input: `${password}\n` })
    const config = machine.readJson('config.json')
    config.profiles.default.storage = 'keyring'
    machine.write('config.json', JSON.stringify(config))
    await server.stop()
    const { code, stderr } = await machine.auth(['logout', '--all-profiles'])
    expect([code, stderr]).toEqual([6, expect.stringContaining('auth: error: The keychain cannot be used: ')])
    expect(other.requests.map(({ url }) => url).at(-1)).toBe('/auth/logout')
    const profiles: Record<string, object>[] = Object.values(machine.readJson('config.json').profiles)
    expect(profiles.map((profile) => Object.keys(profile))).toEqual([['server'], ['server']])
    await other.stop()
  })

  test('says that AUTH_TOKEN stays in use', async () => {
    const { stderr } = await machine.auth(['logout'], { env: { AUTH_TOKEN: 'x' } })
    expect(stderr).toBe('auth: note: AUTH_TOKEN is still set and stays in use until you unset it.\n')
  })
})
