import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * A kept-alive HTTP/1.1 connection that does just enough: node's own client costs more than a fast server, so that
 * with it the generator would be what is measured.
 */
export class Connection {
  readonly #socket: Socket
  #received = ''
  #resolve: ((body: string) => void) | undefined
  #reject: ((error: Error) => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#receive(text))
    socket.on('error', (error) => this.#reject?.(error))
    socket.on('close', () => this.#reject?.(new Error('the server closed the connection')))
  }

  static async open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** Sends a whole request; resolves to the body of its answer, rejects where that is no 200. One at a time. */
  exchange(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#socket.write(request, 'latin1')
    })
  }

  close(): void {
    this.#reject = undefined
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#received += text
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const bodyStart = headEnd + 4
    const head = this.#received.slice(0, headEnd)
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? []
    if (length === undefined) {
      this.#reject?.(new Error('the answer names no Content-Length'))
      return
    }
    if (this.#received.length < bodyStart + Number(length)) return
    const body = this.#received.slice(bodyStart)
    this.#received = ''
    if (head.startsWith('HTTP/1.1 200 ')) this.#resolve?.(body)
    else this.#reject?.(new Error(`${head.slice(0, 12)}: ${body}`))
  }
}
