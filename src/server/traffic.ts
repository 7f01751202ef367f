import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Answers that one connection may wait for. Nobody who is honest asks for so many without reading one: a thousand
 * requests for a long page fit into one packet, and their answers would lie in memory until they are read.
 */
const mostAnswers = 16

/** Who is connected to a server, and what is being answered. */
export class Traffic {
  /** Connections by who is at their other end: with TLS, a request knows another object than the port does. */
  readonly #sockets = new Map<string, Socket>()
  readonly #answers = new Map<Socket, Set<ServerResponse>>()
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
  takes({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const answers = this.#answersOn(socket)
    if (answers.size >= mostAnswers) {
      socket.destroy()
      return false
    }
    answers.add(response)
    response.once('close', () => answers.delete(response))
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

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
