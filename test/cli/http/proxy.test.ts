import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proxyFor } from '../../../src/cli/http/proxy.ts'
import { Machine } from '../../support/machine.ts'
import { startTlsStandIn, type TlsStandIn } from '../../support/tls-stand-in.ts'

describe('the proxy for an address', () => {
  const proxy = 'http://proxy.example.org:3128'
  test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
    ['https://nas.local', {}, undefined],
    ['https://nas.local', { HTTPS_PROXY: proxy }, proxy],
    ['https://nas.local', { HTTPS_PROXY: 'x:1', https_proxy: proxy }, proxy],
    ['https://nas.local', { https_proxy: 'proxy.example.org:3128' }, proxy],
    ['https://nas.local', { ALL_PROXY: proxy }, proxy],
    ['https://nas.local', { http_proxy: proxy }, undefined],
    ['https://127.0.0.1:1', { HTTPS_PROXY: proxy }, undefined],
    ['https://localhost:1', { HTTPS_PROXY: proxy }, undefined],
    ['https://[::1]:1', { HTTPS_PROXY: proxy }, undefined],
    ['https://nas.local', { HTTPS_PROXY: proxy, NO_PROXY: 'x.org, nas.local' }, undefined],
    ['https://nas.home.arpa', { HTTPS_PROXY: proxy, NO_PROXY: '.home.arpa' }, undefined],
    ['https://nas.home.arpa', { HTTPS_PROXY: proxy, NO_PROXY: 'home.arpa' }, undefined],
    ['https://nashome.arpa', { HTTPS_PROXY: proxy, NO_PROXY: 'home.arpa' }, proxy],
    ['https://nas.local:8420', { HTTPS_PROXY: proxy, NO_PROXY: 'nas.local:8420' }, undefined],
    ['https://nas.local:8421', { HTTPS_PROXY: proxy, NO_PROXY: 'nas.local:8420' }, proxy],
    ['https://nas.local', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
    ['https://192.168.1.5', { HTTPS_PROXY: proxy, no_proxy: '192.168.0.0/16' }, undefined],
    ['https://10.0.0.5', { HTTPS_PROXY: proxy, no_proxy: '192.168.0.0/16' }, proxy],
    ['https://[fd00::5]', { HTTPS_PROXY: proxy, no_proxy: 'fd00::/8' }, undefined],
    ['https://[fd00::5]', { HTTPS_PROXY: proxy, no_proxy: '[fd00::5]' }, undefined],
  ])('%s with %j is %s', async (url, env, expected) => {
    expect((await proxyFor(new URL(url), env))?.href).toBe(expected && `${expected}/`)
  })

  test('one that is none is an error that does not repeat a password', async () => {
    const env = { HTTPS_PROXY: 'socks5://bob:secret@proxy:1' }
    await expect(proxyFor(new URL('https://nas.local'), env)).rejects.toThrow(
      'HTTPS_PROXY names no http(s) proxy',
    )
  })
})

describe('behind a proxy', () => {
  let server: TlsStandIn
  let proxy: Server
  let machine: Machine
  const seen: string[] = []
  const sockets = new Set<Duplex>()
  /** The proxy knows a host that nobody else does. */
  const url = 'https://nas.home.arpa:8420'
  beforeAll(async () => {
    server = await startTlsStandIn()
    await server.replace({ names: { names: ['localhost', 'nas.home.arpa'] } })
    proxy = createServer()
    proxy.on('connect', ({ url: target, headers }, socket) => {
      seen.push(`${target} ${headers['proxy-authorization'] ?? '-'}`)
      sockets.add(socket)
      if (target !== 'nas.home.arpa:8420') return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      const there = connect(server.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        there.pipe(socket).pipe(there)
      })
      there.on('error', () => socket.destroy())
      socket.on('error', () => there.destroy())
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as AddressInfo
    machine = new Machine({ AUTH_TOKEN: 't', HTTPS_PROXY: `http://bob:p%40ss@127.0.0.1:${port}` })
  })
  afterAll(async () => {
    machine.remove()
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => proxy.close(resolve))
    await server.stop()
  })

  test('the server is joined and asked through it, its certificate checked as ever', async () => {
    const credentials = `Basic ${Buffer.from('bob:p@ss').toString('base64')}`
    const refused = await machine.auth(['whoami', '--server', url])
    expect([refused.code, server.served()]).toEqual([8, 0])
    expect((await machine.auth(['join', `auth://nas.home.arpa:8420#sha256=${server.pin}`])).code).toBe(0)
    expect(await machine.auth(['whoami'])).toMatchObject({ code: 0, stdout: 'ann@example.org\n' })
    expect(new Set(seen)).toEqual(new Set([`nas.home.arpa:8420 ${credentials}`]))
    await server.replace({ anew: true })
    expect((await machine.auth(['whoami'])).code).toBe(8)
  })

  test('what the proxy refuses is exit 5, and NO_PROXY is named', async () => {
    const { code, stderr } = await machine.auth(['whoami', '--server', 'https://other.home.arpa'])
    expect(code).toBe(5)
    expect(stderr).toMatch(
      /the proxy 127\.0\.0\.1:\d+ failed: it answered 403; NO_PROXY=other\.home\.arpa goes past it\./,
    )
    expect(stderr).not.toContain('p@ss')
  })
})
