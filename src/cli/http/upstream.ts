import {
  type AgentOptions,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  Agent as PlainAgent,
  request as plainRequest,
} from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { ServerTrust } from '../trust/server-trust.ts'
import { TrustingAgent } from '../trust/trusting-agent.ts'
import { connectLimit, notConnected } from './connect-limit.ts'
import { ExchangeError, explainFailure } from './exchange-error.ts'
import { bare } from './host.ts'
import { refusePlainHttp } from './plain-http.ts'

const kept: AgentOptions = { keepAlive: true, maxFreeSockets: 16 }

export interface Upstream {
  target: URL
  /** Whom to believe; undefined where no TLS is spoken. */
  trust: ServerTrust | undefined
  agent: PlainAgent
}

/** Connections to one server, kept for the next request. */
export function openUpstream(target: URL, trust: ServerTrust | undefined, env: NodeJS.ProcessEnv): Upstream {
  const upstream: Upstream = { target, trust, agent: new PlainAgent(kept) }
  if (target.protocol === 'https:')
    upstream.agent = new TrustingAgent(target, () => upstream.trust, env, kept)
  return upstream
}

export interface Passage {
  method: string
  /** As the program wrote it, `/` first. */
  path: string
  headers: OutgoingHttpHeaders
  /** Puts the body in and ends the request; called once the connection stands, so that until then nothing is used up. */
  send(request: ClientRequest): void
  /** Ends it where nobody waits for the answer any more. */
  signal: AbortSignal
}

export interface Reached {
  answer: IncomingMessage
  /** Where the target changed the protocol (RFC 9110 §7.8): the bare connection, and what came behind the headers. */
  upgraded?: { socket: Duplex; head: Buffer }
}

/** Sends a request and resolves with the head of its answer, which may take as long as it likes. Rejects with an ExchangeError. */
export async function reach({ target, agent }: Upstream, passage: Passage): Promise<Reached> {
  refusePlainHttp(target)
  const start = target.protocol === 'https:' ? secureRequest : plainRequest
  const { method, headers, send, signal } = passage
  const place = { host: bare(target.hostname), port: target.port, agent }
  const path = target.pathname.replace(/\/+$/, '') + passage.path
  return new Promise((resolve, reject) => {
    const sent = start({ ...place, method, path, headers, signal })
    sent.setNoDelay(true)
    sent.on('error', (error) => reject(wasStale(sent, error) ? new StaleConnection() : explainFailure(error)))
    sent.on('response', (answer) => resolve({ answer }))
    sent.on('upgrade', (answer, socket, head) => {
      // From here on nobody else listens, and a reset would end the proxy.
      socket.on('error', () => socket.destroy())
      resolve({ answer, upgraded: { socket, head } })
    })
    whenConnected(sent, () => send(sent))
  })
}

/** A kept connection that the server closed just when it was taken: nothing was read, so it may be tried again. */
export class StaleConnection extends ExchangeError {
  constructor() {
    super('cut-off', 'it closed the connection')
  }
}

function wasStale(sent: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

function whenConnected(sent: ClientRequest, work: () => void): void {
  const timer = setTimeout(() => sent.destroy(notConnected()), connectLimit)
  sent.on('close', () => clearTimeout(timer))
  sent.on('socket', (socket) => {
    const go = (): void => {
      clearTimeout(timer)
      work()
    }
    if (sent.reusedSocket) return go()
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', go)
  })
}
