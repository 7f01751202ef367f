import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Answers that one connection may wait for. Nobody who is honest asks for so many without reading one: a thousand
 * requests for a long page fit into one packet, and their answers would lie in memory until they are read.
 */
const mostAnswers = 16

/** Requests whose bodies are still coming in. Each may hold 64 KiB, so that all of them stay near 100 MiB. */
const mostUnfinished = 1_000

/** Who is connected to a server, and what is being answered. */
export class Traffic {
  /** Connections by who is at their other end: with TLS, a request knows another object than the port does. */
  readonly #sockets = new Map<string, Socket>()
  readonly #answers = new Map<Socket, Set<ServerResponse>>()
  /** Oldest first. */
  readonly #unfinished = new Set<IncomingMessage>()
  /** Connections that were ever accepted. */
  accepted = 0

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.accepted += 1
      const peer = peerOf(socket)
      this.#sockets.set(peer, socket)
      socket.once('close', () => {
        if (this.#sockets.get(peer) === socket) this.#sockets.delete(peer)
      })
    })
  }

  /** False for one too many: its connection is cut. */
  takes(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request
    const answers = this.#answersOn(socket)
    if (answers.size >= mostAnswers) {
      socket.destroy()
      return false
    }
    answers.add(response)
    response.once('close', () => answers.delete(response))
    this.#watchBody(request, response)
    return true
  }

  get answers(): ServerResponse[] {
    return [...this.#answers.values()].flatMap((each) => [...each])
  }

  /** Connections on which nothing is being answered. */
  get idle(): Socket[] {
    const busy = new Set(this.answers.map(({ req }) => peerOf(req.socket)))
    return [...this.#sockets].flatMap(([peer, socket]) => (busy.has(peer) ? [] : [socket]))
  }

  /**
   * Where too many come in at once, the one that takes longest goes: an honest body is there within a second, and those that
   * never end must keep nobody out.
   */
  #watchBody(request: IncomingMessage, response: ServerResponse): void {
    if (!hasBody(request)) return
    this.#unfinished.add(request)
    const finish = () => void this.#unfinished.delete(request)
    request.once('end', finish).once('close', finish)
    response.once('close', finish) // answered before its body was there, which is thrown away
    if (this.#unfinished.size <= mostUnfinished) return
    const [oldest] = this.#unfinished
    if (!oldest) return
    this.#unfinished.delete(oldest)
    if (!oldest.complete) oldest.socket.destroy() // else it is all there, and waits to be read, as during a stop
  }

  /** With its connection goes what waits behind another answer, which never hears of an end of its own. */
  #answersOn(socket: Socket): Set<ServerResponse> {
    const known = this.#answers.get(socket)
    if (known) return known
    const answers = new Set<ServerResponse>()
    this.#answers.set(socket, answers)
    socket.once('close', () => this.#answers.delete(socket))
    return answers
  }
}

/** RFC 9112 §6.3: a request without either header has none. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
