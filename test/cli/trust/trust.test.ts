import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAuthority } from '../../../src/server/lan/authority.ts'
import { makeLeafCertificate } from '../../../src/server/lan/certificate.ts'
import { Machine, type RunOptions } from '../../support/machine.ts'
import { startTlsStandIn, type TlsStandIn } from '../../support/tls-stand-in.ts'

const day = 24 * 60 * 60 * 1000

describe('trust in a server with an authority of its own', () => {
  let server: TlsStandIn
  let machine: Machine
  beforeEach(async () => {
    server = await startTlsStandIn()
    machine = new Machine({ AUTH_TOKEN: 'a-token', AUTH_SERVER: server.url })
  })
  afterEach(async () => {
    machine.remove()
    await server.stop()
  })

  const pinned = () => Object.keys(machine.files()).filter((name) => name.startsWith('trust/'))
  const accept = (pin: string) => machine.auth(['trust', 'accept', '--fingerprint', pin])

  test('without a terminal, first contact is exit 8 with the fingerprint, and nothing is sent or kept', async () => {
    const { code, stdout, stderr } = await machine.auth(['whoami'])
    expect([code, stdout, server.served(), machine.files()]).toEqual([8, '', 0, {}])
    expect(stderr).toBe(
      `auth: error: ${server.url} is not trusted: nobody here knows its authority, whose fingerprint is sha256:${server.pin}. Nothing was sent.
auth: hint: If its authority is your own, name it: --ca FILE. Else compare with \`authd fingerprint\` there, then run \`auth trust accept --server ${server.url} --fingerprint FINGERPRINT\`.
`,
    )
  })

  test('on a terminal it is shown and asked for before any password, as ssh does', async () => {
    const { AUTH_TOKEN: _, ...env } = machine.env
    const person = machine.terminal(['login', '--email', 'ann@example.org', '--storage', 'file'], env)
    await person.waitFor(`sha256:${server.pin}`)
    await person.waitFor('Trust it from now on?')
    person.enter('n')
    await person.waitFor(`${server.url} is not trusted; nothing was sent.`)
    expect([(await person.ended).code, server.served(), pinned()]).toEqual([8, 0, []])
    const again = machine.terminal(['login', '--email', 'ann@example.org', '--storage', 'file'], env)
    await again.waitFor('Trust it from now on?')
    again.enter('y')
    await again.waitFor('Password')
    expect([server.served(), pinned().length]).toEqual([1, 1])
    again.type('\x03')
    expect((await again.ended).code).toBe(130)
  })

  test('what was accepted is kept in a private file, asked for no more, and shown by status', async () => {
    expect(await accept(server.pin)).toMatchObject({
      code: 0,
      stdout: `${server.url} is trusted from now on, by sha256:${server.pin}.\n`,
    })
    const [name = ''] = pinned()
    const path = join(machine.folder, name)
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700])
    expect(await machine.auth(['whoami'])).toMatchObject({ code: 0, stdout: 'ann@example.org\n' })
    const { trust } = JSON.parse((await machine.auth(['trust', 'show', '--json'])).stdout)
    expect(trust).toEqual({ kind: 'pin', fingerprint: `sha256:${server.pin}`, since: expect.any(String) })
    const { stdout } = await machine.auth(['status', '--server', server.url])
    expect(stdout).toContain(`trust    sha256:${server.pin} (pinned ${trust.since.slice(0, 10)})\n`)
  })

  test('NODE_TLS_REJECT_UNAUTHORIZED=0 switches nothing off: a stranger gets neither token nor password', async () => {
    await accept(server.pin)
    await server.replace({ anew: true })
    const careless = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    const asked = async (args: string[], options: RunOptions = {}) =>
      (await machine.auth(args, { ...options, env: { ...careless, ...options.env } })).code
    const login = ['login', '--email', 'ann@example.org', '--password-stdin', '--storage', 'file']
    expect([
      await asked(['whoami']),
      await asked(['request', '/']),
      await asked(login, { input: 'the password\n', env: { AUTH_TOKEN: '' } }),
      await asked(['whoami', '--ca', server.file]),
      server.served(),
    ]).toEqual([8, 8, 8, 8, 0])
  })

  test('nor does it for a proxy behind https, which would get its password', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', HTTPS_PROXY: server.url.replace('//', '//u:secret@') }
    const { code, stderr } = await machine.auth(['whoami', '--server', 'https://example.org'], { env })
    expect([code, server.met()]).toEqual([5, []])
    expect(stderr).toContain('failed: ')
  })

  test('another key is refused loudly with both fingerprints, exit 8, until it is accepted', async () => {
    await accept(server.pin)
    const next = await server.replace({ anew: true })
    const { code, stdout, stderr } = await machine.auth(['whoami'])
    expect([code, stdout, server.served()]).toEqual([8, '', 0])
    expect(stderr).toBe(
      `auth: error: ${server.url} IS NOT THE SERVER THAT YOU TRUST: it shows sha256:${next}, and sha256:${server.pin} is trusted. Nothing was sent, and your login is kept.
auth: hint: Somebody may be listening in. If the operator says that the key is new, compare it with \`authd fingerprint\` there, then run \`auth trust accept --server ${server.url}\`.
`,
    )
    const shown = await machine.auth(['trust', 'show'])
    expect([shown.code, shown.stdout]).toEqual([8, expect.stringContaining(`sha256:${next} (CHANGED)\n`)])
    expect(await accept(server.pin)).toMatchObject({
      code: 8,
      stderr: expect.stringContaining(
        `shows sha256:${next}, and not sha256:${server.pin}; nothing was changed.`,
      ),
    })
    expect(await machine.auth(['trust', 'accept'])).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('--fingerprint FINGERPRINT'),
    })
    const person = machine.terminal(['trust', 'accept'])
    await person.waitFor(`sha256:${server.pin}`)
    await person.waitFor(`sha256:${next}`)
    await person.waitFor('Trust it from now on?')
    person.enter('y')
    expect((await person.ended).code).toBe(0)
    expect(await machine.auth(['whoami'])).toMatchObject({ code: 0, stdout: 'ann@example.org\n' })
  })

  test('a renewed leaf stays trusted, and so does the authority made anew for the same key', async () => {
    await accept(server.pin)
    const [name = ''] = pinned()
    const before = machine.readJson(name)
    expect(await server.replace({})).toBe(server.pin)
    expect((await machine.auth(['whoami'])).code).toBe(0)
    expect(machine.readJson(name)).toEqual(before)
    expect(await server.replace({ names: { names: ['localhost', 'auth.example.org'] } })).toBe(server.pin)
    expect((await machine.auth(['whoami'])).code).toBe(0)
    expect(machine.readJson(name)).toMatchObject({ origin: server.url, since: before.since })
  })

  test('a name that the certificate lacks is told, with those that it has', async () => {
    await server.replace({ names: { names: ['localhost', 'nas.local'], addresses: ['192.168.1.5'] } })
    await accept(server.pin)
    expect(await machine.auth(['whoami'])).toMatchObject({
      code: 8,
      stderr: `auth: error: ${server.url} is not trusted: its certificate does not name 127.0.0.1, but nas.local, 192.168.1.5. Nothing was sent.
auth: hint: Use one of these names as --server, or give the server this one: AUTHD_ISSUER there, then a restart.
`,
    })
  })

  test('a certificate that is not good at this time points to the clocks', async () => {
    const at = Date.now() + 20 * day
    await accept(server.pin)
    await server.replace({ at })
    expect(await machine.auth(['whoami'])).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(
        /its certificate is good from .*\nauth: hint: Check the clocks of both machines;/,
      ),
    })
    expect(server.served()).toBe(0)
  })

  test('an authority that is sent along and did not sign proves nothing', async () => {
    const authority = readFileSync(server.file, 'utf8')
    await accept(server.pin)
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const names = { names: ['localhost'], addresses: ['127.0.0.1'], mdns: undefined }
    const evil = await openAuthority(join(machine.home, 'evil'), names, Date.now())
    const cert = await makeLeafCertificate({ key, names, issuer: evil }, Date.now())
    const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
    server.show({ key: pem, cert: `${cert}${authority}` })
    expect(await machine.auth(['whoami'])).toMatchObject({ code: 8 })
    expect((await machine.auth(['trust', 'accept', '--fingerprint', server.pin])).code).toBe(8)
    expect(server.served()).toBe(0)
  })

  test('a file that is damaged never counts as "nobody known"', async () => {
    await accept(server.pin)
    const [name = ''] = pinned()
    machine.write(name, machine.read(name).slice(0, 80))
    expect(await machine.auth(['whoami'])).toMatchObject({
      code: 8,
      stderr: expect.stringContaining(`does not say whom to trust as ${server.url}; nothing was sent.`),
    })
    expect((await accept(server.pin)).code).toBe(0)
    expect((await machine.auth(['whoami'])).code).toBe(0)
  })

  test('--ca goes before the pin; forgetting it lets the usual authorities decide', async () => {
    await accept(server.pin)
    await server.replace({ anew: true })
    expect((await machine.auth(['whoami', '--ca', server.file])).code).toBe(8)
    await server.replace({})
    expect(await machine.auth(['trust', 'forget'])).toMatchObject({
      code: 0,
      stdout: `${server.url} is no longer trusted by a pin.\n`,
    })
    expect((await machine.auth(['whoami'])).code).toBe(8)
  })

  test('what the operator of the machine installed is believed without a question', async () => {
    const env = { SSL_CERT_FILE: server.file }
    expect(await machine.auth(['whoami'], { env })).toMatchObject({ code: 0, stdout: 'ann@example.org\n' })
    expect(pinned()).toEqual([])
    await server.replace({ anew: true })
    expect((await machine.auth(['whoami'], { env })).code).toBe(8)
  })

  test('NODE_EXTRA_CA_CERTS still adds to the usual authorities', async () => {
    const env = { NODE_EXTRA_CA_CERTS: server.file }
    expect(await machine.auth(['whoami'], { env })).toMatchObject({ code: 0, stdout: 'ann@example.org\n' })
  })

  test('plain http has no fingerprint', async () => {
    expect(await machine.auth(['trust', 'accept', '--server', 'http://127.0.0.1:1'])).toMatchObject({
      code: 2,
    })
  })
})
