import { rmSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { join } from 'node:path'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readChain } from '../../../src/cli/trust/chain.ts'
import { pinOf } from '../../../src/protocol/join-string.ts'
import {
  createHost,
  createMachine,
  exchange,
  type RunningAuthd,
  ServerHost,
} from '../../support/processes.ts'

/** On loopback nobody else is there, so nothing is announced. */
const lan = { AUTHD_LAN: 'true' }

describe('authd serve --lan', () => {
  let host: ServerHost
  let authd: RunningAuthd
  beforeAll(async () => {
    host = new ServerHost(lan)
    authd = await host.serve()
  })
  afterAll(() => host.remove())

  const handshake = (options: ConnectionOptions) =>
    new Promise<string | null>((resolve, reject) => {
      const socket: TLSSocket = connect({ host: '127.0.0.1', port: authd.port, ...options }, () => {
        resolve(socket.getProtocol())
        socket.destroy()
      }).on('error', reject)
    })

  test('speaks TLS by its own authority, which it sends along, and its URL says https', async () => {
    expect(authd.url).toBe(`https://127.0.0.1:${authd.port}`)
    const { leaf, authority } = await readChain(authd.url, {})
    expect(authority?.certificate.subject).toMatch(/^CN=Latchkey authority of /)
    expect(leaf.subjectAltName).toMatch(
      /^DNS:localhost, .*IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1/,
    )
    const { pin } = await host.json(['fingerprint'])
    expect(pin).toBe(`sha256:${authority && pinOf(authority.certificate)}`)
    for (const servername of ['localhost', '']) {
      const options = { ca: authority?.pem ?? '', ...(servername && { servername }) }
      expect(await handshake(options)).toBe('TLSv1.3')
      expect(await handshake({ ...options, maxVersion: 'TLSv1.2' })).toBe('TLSv1.2')
    }
  })

  test('TLS 1.1 and older are refused (RFC 8996)', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', rejectUnauthorized: false } as const
    await expect(handshake({ ...old, ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    })
  })

  test('who speaks plain http is told so, and the connection ends', async () => {
    const words = 'This port speaks https only. Write https:// in front of the address.\n'
    const { text, closed } = await exchange(authd.port, ['GET /healthz HTTP/1.1\r\nHost: nas.local\r\n\r\n'])
    expect({ text, closed }).toEqual({
      text: [
        'HTTP/1.1 400 Bad Request',
        'Content-Type: text/plain; charset=utf-8',
        `Content-Length: ${words.length}`,
        'Connection: close',
        '',
        words,
      ].join('\r\n'),
      closed: true,
    })
  })

  test('auth that still has the plain address of before is told to join', async () => {
    const server = `http://127.0.0.1:${authd.port}`
    expect(
      await createMachine({ url: server }).auth(['whoami', '--json'], { env: { AUTH_TOKEN: 'x' } }),
    ).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('was asked by http and speaks https only; nothing was changed.'),
    })
  })

  test('who speaks something else is hung up on', async () => {
    expect(await exchange(authd.port, ['SSH-2.0-OpenSSH_9.2\r\n'])).toMatchObject({ text: '', closed: true })
  })

  test('the issuer is the name that mDNS carries, or where the machine has none its address', async () => {
    const { server, join: string, join_by_address: others } = await host.json(['fingerprint'])
    expect(server).toMatch(new RegExp(`^https://([a-z0-9-]+\\.local|[\\d.]+|localhost):${authd.port}$`))
    expect(string).toMatch(new RegExp(`^${server.replace('https', 'auth')}#sha256=[\\w-]{43}$`))
    expect(Array.isArray(others)).toBe(true)
    expect(authd.log().find(({ msg }) => msg === 'others join by this string')).toMatchObject({
      join: string,
    })
  })

  test('authd fingerprint prints pin and string, with an invitation where one is given', async () => {
    const { code, stdout } = await host.authd(['fingerprint', '--invite', 'K7MP-Q2'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^pin {3}sha256:[\w-]{43}\nhex {3}([0-9A-F]{2}:){31}[0-9A-F]{2}\njoin {2}auth:\/\/\S+#sha256=[\w-]{43}&invite=K7MP-Q2\n$/,
    )
    const terminal = host.terminal(['fingerprint'])
    await terminal.waitFor('join  auth://')
    await terminal.waitFor('█')
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })

  test('the QR code was once dark on light where terminals are, and no reader took it', async () => {
    const terminal = host.terminal(['fingerprint'])
    expect(await terminal.ended).toMatchObject({ code: 0 })
    expect(terminal.raw()).toContain('\x1b[97m\x1b[40m█')
  })

  test('stops at once though connections are open that said nothing, or are kept alive', async () => {
    const stopping = new ServerHost(lan)
    try {
      const other = await stopping.serve()
      const silent = connectPlain(other.port, '127.0.0.1').on('error', () => {})
      const idle = connect({ host: '127.0.0.1', port: other.port, rejectUnauthorized: false })
      idle.on('error', () => {}).write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
      await new Promise((resolve) => idle.once('data', resolve))
      const begun = Date.now()
      expect(await other.stop()).toMatchObject({ code: 0 })
      expect(Date.now() - begun).toBeLessThan(3_000)
      silent.destroy()
      idle.destroy()
    } finally {
      stopping.remove()
    }
  })
})

test('of two first starts at once both have the same authority', async () => {
  const host = createHost(lan)
  // One database each: two servers on one SQLite file are no way to run.
  const servers = await Promise.all(
    ['a', 'b'].map((name) =>
      host.serve({ env: { AUTHD_DATABASE_URL: `sqlite:${join(host.home, name)}.db` } }),
    ),
  )
  const chains = await Promise.all(servers.map(({ url }) => readChain(url, {})))
  const { pin } = await host.json(['fingerprint'])
  expect(chains.map(({ authority }) => `sha256:${authority?.pin}`)).toEqual([pin, pin])
})

test('what cannot be is said before anything starts', async () => {
  const host = createHost(lan)
  expect(await host.authd(['fingerprint'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `authd: error: This server has no authority yet: ${host.dataDir} has no ca.crt.\nauthd: hint: Start it once for the network, by \`authd serve --lan\`.\n`,
  })
  const { code, stderr } = await host.authd(['serve', '--issuer', 'http://nas.local:8420'])
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining(
      'AUTHD_ISSUER (http://nas.local:8420) must be https with AUTHD_LAN: nothing else is spoken there',
    ),
  ])
  const first = await host.serve()
  await first.stop()
  rmSync(join(host.dataDir, 'ca.key'))
  expect(await host.authd(['serve'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${host.dataDir}/ca.crt is there and ${host.dataDir}/ca.key is missing`),
  })
})
