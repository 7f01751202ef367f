import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Gives a connection back to the server, with the request that was to change its protocol, less the wish: a server may
 * pass over the offer (RFC 9110 §7.8). Node takes no body from a request that it calls an upgrade, so `curl --http2 -d`
 * (Upgrade: h2c) hung, with its Content-Length sent on and its body not.
 */
export function readPlainly(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.unshift(Buffer.concat([Buffer.from(headWithoutUpgrade(request), 'latin1'), head]))
  server.emit('connection', socket)
}

function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value
    if (!ofUpgrade.has(name.toLowerCase())) lines.push(`${name}: ${kept}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** The second is of h2c alone (RFC 7540 §3.2.1). */
const ofUpgrade = new Set(['upgrade', 'http2-settings'])

function withoutUpgrade(value: string): string {
  const names = value.split(',').map((name) => name.trim())
  return names.filter((name) => !ofUpgrade.has(name.toLowerCase())).join(', ')
}
