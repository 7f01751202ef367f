import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Machine } from '../../support/machine.ts'
import { authOn, connectTwoHosts, type TwoHosts, whyNoNetwork } from '../../support/network.ts'
import { password, pause, type RunningAuthd, ServerHost, until } from '../../support/processes.ts'

const missing = whyNoNetwork()

describe.skipIf(missing)(`two hosts on a network${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let network: TwoHosts
  let host: ServerHost
  let machine: Machine
  let authd: RunningAuthd
  beforeAll(async () => {
    network = await connectTwoHosts()
    host = new ServerHost({ AUTHD_LAN: 'true', AUTHD_LISTEN: '0.0.0.0:8420' })
    machine = new Machine({ AUTH_STORAGE: 'file' })
    authd = await start()
  })
  afterAll(() => {
    host?.remove()
    machine?.remove()
    network?.remove()
  })

  const start = () => host.serve({ through: network.server.through })
  const auth = (args: string[], input?: string) => authOn(network.client, machine, args, input)
  const pinOf = async () => (await host.json(['fingerprint'])).pin as string
  const url = 'https://10.77.0.1:8420'
  const joinString = async () => `auth://10.77.0.1:8420#${(await pinOf()).replace(':', '=')}`
  /** On a busy machine the one second may be over before anybody has answered. */
  const heard = () =>
    until('a server is heard', async () => {
      const items = await discovered()
      return items.length > 0 && items
    })
  async function discovered() {
    const { code, stdout } = await auth(['discover', '--json', '--timeout', '1s'])
    expect(code).toBe(0)
    return JSON.parse(stdout).items
  }

  test('the client hears of the server by DNS-SD (RFC 6763), and trusts nothing of it', async () => {
    const pin = await pinOf()
    const [found, ...others] = await heard()
    expect(others).toEqual([])
    expect(found).toEqual({
      name: `Latchkey on nas (${pin.slice(7, 13)})`,
      address: '10.77.0.1',
      port: 8420,
      host: 'nas.local',
      issuer: 'https://nas.local:8420',
      fingerprint_hint: pin.slice(7, 23),
      trusted_as: null,
    })
    expect(machine.files()).toEqual({})
  })

  test('joins by the string, logs in, and is known from now on', async () => {
    expect(await auth(['join', await joinString()])).toMatchObject({
      code: 0,
      stdout: `Joined ${url} as profile "default", which is used from now on.\n`,
    })
    const email = 'ann@example.org'
    const flags = ['--email', email, '--password-stdin']
    expect((await auth(['register', ...flags], `${password}\n`)).code).toBe(0)
    expect((await auth(['verify', '--code', await host.readCode(email)])).code).toBe(0)
    expect((await auth(['login', ...flags], `${password}\n`)).code).toBe(0)
    expect(await auth(['whoami'])).toEqual({ code: 0, stdout: `${email}\n`, stderr: '' })
    expect(await heard()).toMatchObject([{ trusted_as: url }])
  })

  test('a name in .local is found although the system there knows no mDNS (RFC 6762 §5.1)', async () => {
    const { join: string } = await host.json(['fingerprint'])
    expect(string).toMatch(/^auth:\/\/nas\.local:8420#/)
    expect(await auth(['join', string, '--profile', 'by-name'])).toMatchObject({ code: 0 })
    expect((await auth(['trust', 'show', '--profile', 'by-name'])).code).toBe(0)
    expect((await auth(['profile', 'use', 'default'])).code).toBe(0)
  })

  test('an address that the server got meanwhile is in its certificate without a restart', async () => {
    network.server.add('10.77.0.9')
    await authd.logged('the certificate was made anew')
    const there = ['--server', 'https://10.77.0.9:8420']
    expect((await auth(['trust', 'accept', ...there, '--fingerprint', await pinOf()])).code).toBe(0)
    // Nobody is logged in there, but whoever asks for a token gets an answer and no refusal of the certificate.
    expect(
      await auth(['login', ...there, '--email', 'ann@example.org', '--password-stdin'], 'wrong\n'),
    ).toMatchObject({ code: 1, stderr: expect.stringContaining('auth: error: ') })
    expect((await auth(['whoami'])).code).toBe(0)
  })

  test('a server with another authority is refused with both fingerprints until it is accepted', async () => {
    const before = await pinOf()
    const login = machine.files()
    const meanwhile = discovered()
    await pause(600)
    expect((await authd.stop()).code).toBe(0)
    expect(await meanwhile).toEqual([]) // it said goodbye
    for (const name of ['ca.key', 'ca.crt']) rmSync(join(host.dataDir, name))
    authd = await start()
    const after = await pinOf()
    const refused = await auth(['refresh'])
    expect([refused.code, refused.stdout]).toEqual([8, ''])
    expect(refused.stderr).toContain(
      `it shows ${after}, and ${before} is trusted. Nothing was sent, and your login is`,
    )
    expect(machine.files()).toEqual(login)
    expect(await heard()).toMatchObject([{ trusted_as: null }])
    expect((await auth(['trust', 'accept', '--fingerprint', after])).code).toBe(0)
    expect(await auth(['whoami'])).toMatchObject({ code: 0, stdout: 'ann@example.org\n' })
  })

  test('what others announce cannot fill the screen or move its cursor', async () => {
    const script = `const { Bonjour } = require('bonjour-service')
      const bonjour = new Bonjour({ interface: '10.77.0.1', bind: '0.0.0.0' })
      for (let n = 0; n < 60; n += 1) bonjour.publish({ name: '\\x1b[31mEvil ' + n, type: 'authd', port: 1 + n,
        probe: false, host: 'x\\x07y', txt: { sha256: '\\x1b]0;x', issuer: 'y'.repeat(200) } })
      setTimeout(() => console.log('ready'), 300)`
    const [ip = '', ...rest] = [...network.server.through, process.execPath, '-e', script]
    const liar = spawn(ip, rest, { cwd: join(import.meta.dirname, '../../..') })
    try {
      let said = ''
      liar.stdout.on('data', (data) => {
        said += data
      })
      await until('the liar announces', () => said.includes('ready'))
      const { code, stdout } = await auth(['discover', '--timeout', '2s'])
      const lines = stdout.split('\n').slice(1, -1)
      expect([code, lines.length]).toEqual([0, 50])
      expect(stdout.replaceAll('\n', '')).toMatch(/^\P{Cc}+$/u)
    } finally {
      liar.kill()
    }
  })

  test('where there is no network a plain word says so, and nothing was found: exit 0', async () => {
    const alone = { ...network.client, through: ['unshare', '--net'] }
    expect(await authOn(alone, machine, ['discover', '--timeout', '1s'])).toEqual({
      code: 0,
      stdout: 'No server was heard.\n',
      stderr: 'auth: note: Listening had trouble: this machine is on no network.\n',
    })
  })
})
