import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type CliError, usageError } from '../errors.ts'
import { readPlainly } from './plain-again.ts'
import { headOf, isWebSocket, problemOf, type Relay, relayRequest, relayUpgrade } from './relay.ts'

/** Milliseconds that requests under way get when the proxy is asked to end; an event stream would never end. */
const patience = 3_000

export interface RelayServer {
  server: Server
  /** Takes no more requests, lets those under way finish for a moment, and resolves when all is closed. */
  stop(): Promise<void>
}

/** A server that passes on what `refuse` says nothing against. */
export function makeRelayServer(
  relay: Relay,
  refuse: (request: IncomingMessage) => CliError | undefined,
): RelayServer {
  const upgraded = new Set<Duplex>()
  const check = (request: IncomingMessage): void => {
    const fault = refuse(request) ?? refuseForm(request)
    if (fault) throw fault
  }
  // An upload may take longer than node's five minutes.
  const server = createServer({ requestTimeout: 0 }, async (request, response) => {
    try {
      check(request)
      await relayRequest(relay, request, response)
    } catch (error) {
      answer(response, error, relay)
    }
  })
  server.on('upgrade', async (request, socket, head) => {
    if (!isWebSocket(request)) return readPlainly(server, request, socket, head)
    upgraded.add(socket)
    socket.on('close', () => upgraded.delete(socket))
    socket.on('error', () => socket.destroy())
    try {
      check(request)
      await relayUpgrade(relay, request, socket, head)
    } catch (error) {
      const { status, headers, body } = problemOf(error)
      socket.end(headOf({ statusCode: status }, [...headers, 'Connection', 'close']) + body)
    }
  })
  return { server, stop: () => stop(server, upgraded, relay) }
}

/** RFC 9112 §3.2: what names another host is for a proxy of the other kind. */
function refuseForm({ url = '' }: IncomingMessage): CliError | undefined {
  return url.startsWith('/') ? undefined : usageError('Ask for a path, such as /v1/things.')
}

/** Never throws: nobody is there to catch it, and all other clients would go down with this one. */
function answer(response: ServerResponse, error: unknown, { context }: Relay): void {
  if (response.headersSent) return void response.destroy()
  const { status, headers, body } = problemOf(error)
  context.terminal.trace(`${status}: ${(error as Error).message}`)
  try {
    // With its phrase: Node keeps the one of a head that it refused.
    response.writeHead(status, STATUS_CODES[status] ?? '', [...headers, 'Connection', 'close'])
    response.end(body)
  } catch {
    response.destroy()
  }
}

async function stop(server: Server, upgraded: Set<Duplex>, { upstream }: Relay): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  for (const socket of upgraded) socket.destroy()
  const late = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearTimeout(late)
  upstream.agent.destroy()
}
