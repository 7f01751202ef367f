import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuthority } from '../../src/server/lan/authority.ts'
import type { HostNames } from '../../src/server/lan/host-names.ts'
import { openLeaf } from '../../src/server/lan/leaf.ts'
import { account } from './stand-in.ts'

/** An https server with an authority of its own, made as authd makes it, whose certificates a test can choose. */
export interface TlsStandIn {
  url: string
  port: number
  pin: string
  /** The authority's certificate. */
  file: string
  /** How many requests got through the handshake. */
  served(): number
  /** What it was asked for as a proxy, by CONNECT. */
  met(): string[]
  /** Shows other certificates from now on; with `anew` by another authority. */
  replace(options: { anew?: boolean; names?: Partial<HostNames>; at?: number }): Promise<string>
  /** Shows this, whatever it is. */
  show(material: { key: string; cert: string }): void
  stop(): Promise<void>
}

const loopback: HostNames = { names: ['localhost'], addresses: ['127.0.0.1', '::1'], mdns: undefined }

export async function startTlsStandIn(): Promise<TlsStandIn> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-tls-'))
  let served = 0
  let count = 0
  const make = async ({ anew, names, at = Date.now() }: Parameters<TlsStandIn['replace']>[0]) => {
    if (anew) count += 1
    const dataDir = join(folder, String(count))
    const all = { ...loopback, ...names }
    const authority = await openAuthority(dataDir, all, at)
    rmSync(join(dataDir, 'tls.pem'), { force: true })
    return { ...(await openLeaf(dataDir, authority, all, at)), pin: authority.pin }
  }
  const { pin, ...tls } = await make({})
  const server = createServer(tls, (_, response) => {
    served += 1
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...account, issuer: 'https://stand-in' }))
  })
  const met: string[] = []
  server.on('connect', ({ url = '' }, socket) => {
    met.push(url)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    pin,
    file: join(folder, '0', 'ca.crt'),
    served: () => served,
    met: () => met,
    async replace(options) {
      const { pin: next, ...material } = await make(options)
      server.setSecureContext(material)
      return next
    },
    show: (material) => server.setSecureContext(material),
    stop: () => stop(server, folder),
  }
}

async function stop(server: Server, folder: string): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
}
