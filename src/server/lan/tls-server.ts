import { createServer, type Server, type ServerOptions } from 'node:https'
import type { Socket } from 'node:net'

/** What a server shows of itself, in PEM. */
export interface TlsMaterial {
  key: string
  /** The leaf and what stands behind it. */
  cert: string
}

export const tlsLimits = { minVersion: 'TLSv1.2' } as const

/** Milliseconds until a connection has to say its first word, and until its handshake has to be over. */
const patience = 10_000

/** The first byte of every TLS connection (RFC 8446 §5.1: a record that holds a handshake). */
const handshakeRecord = 0x16

/** A server for TLS 1.2 and 1.3 that tells those who speak plain http so, instead of hanging up on them. */
export function createTlsServer(limits: ServerOptions, tls: TlsMaterial): Server {
  const server = createServer({ ...limits, ...tlsLimits, ...tls, handshakeTimeout: patience })
  const startTls = server.listeners('connection') as Array<(this: Server, socket: Socket) => void>
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const waiting = setTimeout(() => socket.destroy(), patience)
    socket.once('close', () => clearTimeout(waiting))
    socket.on('error', () => {}) // `close` follows
    socket.once('data', (first: Buffer) => {
      clearTimeout(waiting)
      socket.pause()
      if (first[0] !== handshakeRecord) return refuse(socket, first)
      socket.unshift(first)
      for (const start of startTls) start.call(server, socket)
    })
  })
  return server
}

/** Nothing of what came is used or repeated: it went over the network for everybody to read. */
function refuse(socket: Socket, first: Buffer): void {
  if (!/^[A-Z]{3,7} /.test(first.toString('latin1', 0, 8))) return void socket.destroy()
  const words = 'This port speaks https only. Write https:// in front of the address.\n'
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${words.length}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${words}`)
  socket.resume() // what is still coming has to be read, or a reset would overtake the answer
  setTimeout(() => socket.destroy(), 1_000).unref()
}
