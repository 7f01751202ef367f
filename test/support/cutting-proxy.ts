import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** How many bytes of each direction pass before the connection is cut; everything where it is left out. */
export interface Cut {
  request?: number
  response?: number
}

/** A TCP proxy that cuts connections where a test wants it to, as networks and crashes do. */
export interface CuttingProxy {
  url: string
  /** For the connections that come from now on. */
  cut: Cut
  /** What the server had answered on the last connection, the part included that was cut off. */
  answered(): Buffer
  close(): Promise<void>
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const { port } = new URL(target)
  let answered = Buffer.alloc(0)
  const proxy = { cut: {} as Cut, answered: () => answered }
  const server: Server = createServer((client) => {
    answered = Buffer.alloc(0)
    const { request = Infinity, response = Infinity } = proxy.cut
    const upstream = connect(Number(port), '127.0.0.1')
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', () => {}).on('close', end)
    if (request === 0) return end()
    pass(client, upstream, request, end)
    upstream.on('data', (data: Buffer) => {
      answered = Buffer.concat([answered, data])
    })
    pass(upstream, client, response, end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the proxy does not listen')
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    await closed
  }
  return Object.assign(proxy, { url: `http://127.0.0.1:${address.port}`, close })
}

/** Passes so many bytes on, then cuts. */
function pass(from: Socket, to: Socket, limit: number, end: () => void): void {
  let left = limit
  from.on('data', (data: Buffer) => {
    const part = data.subarray(0, left)
    left -= part.length
    if (left > 0) return void to.write(part)
    if (part.length > 0) to.write(part, end)
    else end()
  })
}
