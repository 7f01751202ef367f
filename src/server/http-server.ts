import { createServer, type RequestListener, type Server } from 'node:http'
import { isIPv6 } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { type ListenAddress, listeningUrl } from './config/address-readers.ts'
import { errorCode, fileFailure, HostError } from './host-error.ts'
import { createTlsServer, type TlsMaterial, tlsLimits } from './lan/tls-server.ts'
import { Traffic } from './traffic.ts'

/** A port that is open already; requests are answered once a listener is given. */
export interface HttpServer {
  url: string
  answer(listener: RequestListener): void
  /** Shows another certificate from now on; connections that stand are not touched. */
  renewTls(tls: TlsMaterial): void
  /** Stops accepting and lets running requests finish, 10 s at most. */
  close(): Promise<void>
}

/** Clients that dawdle are cut off: 10 s for the head, 30 s for the whole request, looked after every second. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
}

/** Open connections beyond these are closed at once: each idle one holds about 10 KiB, and files must be left over. */
const mostConnections = 12_000

/** A connection on which nothing moves is closed, in ms: whoever does not read the answer must not hold it for ever. */
const stillness = 60_000

/** Speaks https with a certificate, http without. Throws HostError where it cannot listen. */
export async function openHttpServer(address: ListenAddress, tls?: TlsMaterial): Promise<HttpServer> {
  const secure = tls && createTlsServer(limits, tls)
  const server = secure ?? createServer(limits)
  server.maxConnections = mostConnections
  server.timeout = stillness
  const traffic = new Traffic(server)
  const url = await listen(server, address, secure ? 'https' : 'http')
  let allAccepted: Promise<void> | undefined
  return {
    url,
    answer: (listener) =>
      void server.on('request', (request, response) => {
        if (!traffic.takes(request, response)) return
        if (allAccepted) void allAccepted.then(() => listener(request, response))
        else listener(request, response)
      }),
    renewTls: (next) => secure?.setSecureContext({ ...tlsLimits, ...next }),
    close: async () => {
      allAccepted = acceptWaiting(traffic)
      await allAccepted
      await closeServer(server, traffic)
    },
  }
}

async function listen(
  server: Server,
  { host, port }: ListenAddress,
  scheme: 'http' | 'https',
): Promise<string> {
  await bind(server, host, port)
    .catch((error: unknown) => {
      // A machine without IPv6 has no `::`, which else means all addresses of both kinds.
      if (host === '::' && errorCode(error) === 'EAFNOSUPPORT') return bind(server, '0.0.0.0', port)
      throw error
    })
    .catch((error: unknown) => {
      throw cannotListen(error, { host, port }, scheme)
    })
  const bound = server.address()
  const taken =
    typeof bound === 'object' && bound ? { host: bound.address, port: bound.port } : { host, port }
  return listeningUrl({ host: host === '::' ? taken.host : host, port: taken.port }, scheme)
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'something else listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'nobody knows this name',
  EAI_AGAIN: 'the name cannot be looked up now',
}

function cannotListen(error: unknown, { host, port }: ListenAddress, scheme: 'http' | 'https'): HostError {
  const code = errorCode(error) ?? ''
  const free = isIPv6(host) ? `[${host}]:0` : `${host}:0`
  const hints: Record<string, string> = {
    EADDRINUSE: `Stop the other program, or choose another port; \`--listen ${free}\` takes a free one.`,
    EACCES: 'Ports below 1024 need privileges; choose another by `--listen HOST:PORT`.',
  }
  return new HostError(
    `${listeningUrl({ host, port }, scheme)} cannot be listened on: ${reasons[code] ?? fileFailure(error)}.`,
    hints[code] ?? 'Choose an address of this machine by `--listen HOST:PORT`, such as 127.0.0.1:8420.',
    { cause: error },
  )
}

/** A stop waits for the moment to close the door: so long without anybody, at the end of so short a turn; in ms. */
const quietTime = 20
const shortTurn = 0.2
/** If no such moment comes, it is closed after this. */
const acceptTime = 1_000

/**
 * A server that closes resets whoever is connected but not accepted yet, perhaps with a request under way that a proxy
 * may not repeat, and Node accepts one a turn (libuv#3696). Requests that arrive meanwhile are answered when the door is
 * closed: else whoever asks without a pause would be back before it is quiet. (Of 100 stops under load behind nginx 13
 * cut a request when the door was closed at once.)
 */
async function acceptWaiting(traffic: Traffic): Promise<void> {
  const started = performance.now()
  let [accepted, quietSince, turn] = [traffic.accepted, started, started]
  while (turn - started < acceptTime) {
    await setImmediate()
    const now = performance.now()
    if (traffic.accepted !== accepted) quietSince = now
    else if (now - quietSince > quietTime && now - turn < shortTurn) return
    accepted = traffic.accepted
    turn = now
  }
}

const drainTime = 10_000

/** How long a connection may still bring its first request, or the rest of a head, in ms. */
const headTime = 1_000

async function closeServer(server: Server, traffic: Traffic): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const response of traffic.answers) {
    if (!response.headersSent) response.setHeader('Connection', 'close')
  }
  const started = Date.now()
  const sweep = setInterval(() => sweepIdle(server, traffic, Date.now() - started), 50)
  sweepIdle(server, traffic, 0)
  const cut = setTimeout(() => server.closeAllConnections(), drainTime)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}

/**
 * close() waits for every connection: for those that are kept alive, and for those that were opened in advance and
 * never used, as browsers do, which Node does not count as idle. The latter look like one whose request is under way:
 * a proxy that stopped nodes one after the other saw every eighth stop cut a request while they were closed at once.
 */
function sweepIdle(server: Server, traffic: Traffic, elapsed: number): void {
  server.closeIdleConnections()
  if (elapsed <= headTime) return
  for (const socket of traffic.idle) socket.destroy()
}
