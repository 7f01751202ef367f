import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Machine } from '../../support/machine.ts'
import { type RunningAuthd, ServerHost } from '../../support/processes.ts'
import { startTlsStandIn, type TlsStandIn } from '../../support/tls-stand-in.ts'

describe('auth join', () => {
  let host: ServerHost
  let authd: RunningAuthd
  let pin: string
  let machine: Machine
  let server: string
  let string: string
  beforeAll(async () => {
    host = new ServerHost({ AUTHD_LAN: 'true' })
    authd = await host.serve({ again: true })
    ;({ pin } = await host.json(['fingerprint']))
    server = `https://localhost:${authd.port}`
    string = `auth://localhost:${authd.port}#${pin.replace(':', '=')}`
  })
  afterAll(() => host.remove())
  beforeEach(() => {
    machine = new Machine()
  })
  afterEach(() => machine.remove())

  const config = () => machine.readJson('config.json')

  test('trusts the server and adds a profile for it, which is used from now on', async () => {
    machine.write(
      'config.json',
      JSON.stringify({ version: 1, profiles: { old: { server: 'http://127.0.0.1:1' } } }),
    )
    expect(await machine.auth(['join', string])).toEqual({
      code: 0,
      stdout: `Joined ${server} as profile "localhost-${authd.port}", which is used from now on.\n`,
      stderr: 'Next: `auth login` or `auth register`\n',
    })
    expect(config()).toEqual({
      version: 1,
      current: `localhost-${authd.port}`,
      profiles: { old: { server: 'http://127.0.0.1:1' }, [`localhost-${authd.port}`]: { server } },
    })
    const { code, stdout } = await machine.auth(['status', '--json'])
    expect([code, JSON.parse(stdout)]).toEqual([
      4,
      expect.objectContaining({
        server,
        trust: { kind: 'pin', fingerprint: pin, since: expect.any(String) },
      }),
    ])
  })

  test('keeps an invitation with the profile, privately, and says how to use it', async () => {
    const { code, stdout, stderr } = await machine.auth(['join', `${string}&invite=K7MP-Q2`, '--json'])
    const answer = { server, profile: 'default', fingerprint: pin, invite: 'K7MP-Q2' }
    expect([code, JSON.parse(stdout), stderr]).toEqual([0, answer, ''])
    expect(config().profiles).toEqual({ default: { server, invite: 'K7MP-Q2' } })
    expect(statSync(join(machine.folder, 'config.json')).mode & 0o777).toBe(0o600)
    expect((await machine.auth(['join', `${string}&invite=K7MP-Q2`])).stderr).toBe(
      'Next: `auth register --invite K7MP-Q2`\n',
    )
  })

  test('a profile of that server keeps its name and its login', async () => {
    const profile = { server, account: 'ann@example.org', credential: 'c'.repeat(24) }
    machine.write('config.json', JSON.stringify({ version: 1, profiles: { home: profile } }))
    expect((await machine.auth(['join', string])).code).toBe(0)
    expect(config()).toEqual({ version: 1, current: 'home', profiles: { home: profile } })
  })

  test('a profile of another server is not taken over, and nothing is trusted', async () => {
    const config = JSON.stringify({ version: 1, profiles: { work: { server: 'https://auth.example.org' } } })
    machine.write('config.json', config)
    const { code, stderr } = await machine.auth(['join', string, '--profile', 'work'])
    expect([code, machine.files()]).toEqual([2, { 'config.json': config }])
    expect(stderr).toContain(`Profile "work" belongs to https://auth.example.org, not to ${server}.`)
  })

  test('a variable that goes before the profile is named (gh#3799)', async () => {
    const env = { AUTH_SERVER: 'http://127.0.0.1:1' }
    expect((await machine.auth(['join', string], { env })).stderr).toContain(
      'auth: note: AUTH_SERVER is set and goes before the profile that is used.\n',
    )
  })

  test.each<[string, () => string, number, RegExp]>([
    [
      'another pin',
      () => string.replace(/.{43}$/, 'A'.repeat(43)),
      8,
      /is not the server of this string: it shows sha256:\S+, and the string names sha256:A{43}\. Nothing was sent or changed\./,
    ],
    [
      'a part of a pin',
      () => string.slice(0, -1),
      2,
      /The string has no whole pin: sha256= and 43 letters behind the #\./,
    ],
    ['no join string', () => server, 2, /The string is not auth:\/\/HOST:PORT#sha256=PIN\./],
    [
      'nobody there',
      () => string.replace(/:\d+#/, ':1#'),
      5,
      /cannot be reached: nothing listens there; nothing was changed\./,
    ],
  ])('%s changes nothing', async (_title, given, exitCode, words) => {
    const { code, stdout, stderr } = await machine.auth(['join', given()])
    expect([code, stdout, machine.files()]).toEqual([exitCode, '', {}])
    expect(stderr).toMatch(words)
  })

  describe('at odd servers', () => {
    let odd: TlsStandIn
    beforeAll(async () => {
      odd = await startTlsStandIn()
    })
    afterAll(() => odd.stop())
    const stringOf = (host: string) => `auth://${host}:${odd.port}#sha256=${odd.pin}`

    test('a name that the certificate lacks is told, and nothing is kept', async () => {
      await odd.replace({ names: { addresses: ['192.168.1.5'] } })
      const { code, stderr } = await machine.auth(['join', stringOf('127.0.0.1')])
      expect([code, machine.files(), odd.served()]).toEqual([8, {}, 0])
      expect(stderr).toContain('its certificate does not name 127.0.0.1, but 192.168.1.5. Nothing was sent.')
      await odd.replace({})
    })
  })
})
