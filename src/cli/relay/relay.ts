import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, loginKept, toCliError } from '../errors.ts'
import { ExchangeError } from '../http/exchange-error.ts'
import { unanswered } from '../http/unanswered.ts'
import { type Passage, type Reached, reach, StaleConnection, type Upstream } from '../http/upstream.ts'
import { accessToken } from '../session.ts'
import { answerHeaders, requestHeaders } from './headers.ts'

/** Bytes of a body that is kept so that it can be sent twice; a larger one, or one of unknown length, streams. */
const mostKept = 64 * 1024

export interface Relay {
  upstream: Upstream
  /** Asks and draws nothing: several requests are under way at once. */
  context: Context
}

/** Passes a request on with a token, and its answer back, both as they come. Throws a CliError where none came. */
export async function relayRequest(
  relay: Relay,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = goneWith(response)
  const { answer, upgraded } = await ask(relay, request, { ...(await openBody(request)), gone })
  if (upgraded) throw refuseChange(relay, upgraded.socket)
  const here = `http://${request.headers.host}`
  const { statusCode = 502 } = answer
  // Node's own phrase: theirs means nothing (RFC 9112 §4), and one with a control character ended the proxy.
  response.writeHead(
    statusCode,
    STATUS_CODES[statusCode] ?? '',
    answerHeaders(answer, relay.upstream.target, here),
  )
  // The head of an event stream goes out now, not with its first event.
  response.flushHeaders()
  await poured(answer, response)
}

/** The same for a connection that is to change its protocol; after that both ends speak to each other. */
export async function relayUpgrade(
  relay: Relay,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const { answer, upgraded } = await ask(relay, request, {
    isKept: true,
    gone: goneWith(socket),
    toWebSocket: true,
    send: (sent) => sent.end(),
  })
  const here = `http://${request.headers.host}`
  const headers = answerHeaders(answer, relay.upstream.target, here)
  const change = ['Connection', 'Upgrade', 'Upgrade', answer.headers.upgrade ?? '']
  socket.write(headOf(answer, [...headers, ...(upgraded ? change : ['Connection', 'close'])]))
  if (upgraded === undefined) return poured(answer, socket)
  if (upgraded.head.length > 0) socket.write(upgraded.head)
  if (head.length > 0) upgraded.socket.write(head)
  await Promise.all([poured(upgraded.socket, socket), poured(socket, upgraded.socket)])
}

/** A change of protocol that nobody asked for: there is nothing to pass on. */
function refuseChange({ upstream: { target } }: Relay, socket: Duplex): CliError {
  socket.destroy()
  const what = message('{name} changed the protocol, and nobody had asked it to.', { name: target.origin })
  return new CliError(exitCodes.failed, 'unexpected_answer', what)
}

/** The head of an answer where node writes none for us. */
export function headOf(
  { statusCode = 502 }: Pick<IncomingMessage, 'statusCode'>,
  headers: readonly string[],
): string {
  const lines = [`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`]
  for (let at = 0; at + 1 < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

interface Body {
  /** Whether it can be sent a second time. */
  isKept: boolean
  send: Passage['send']
  /** Whether the connection is to become a WebSocket. */
  toWebSocket?: boolean
  /** Aborted when nobody waits for the answer any more. */
  gone: AbortSignal
}

function goneWith(waiting: Duplex | ServerResponse): AbortSignal {
  const gone = new AbortController()
  waiting.once('close', () => gone.abort())
  return gone.signal
}

/** Asks the target, and once more with another token where it refuses the first (RFC 6750 §3.1). */
async function ask(relay: Relay, request: IncomingMessage, body: Body): Promise<Reached> {
  const first = await accessToken(relay.context)
  const reached = await tryOut(relay, request, body, first.token)
  if (reached.answer.statusCode !== 401 || !body.isKept || first.source === 'AUTH_TOKEN') return reached
  const second = await accessToken(relay.context, { not: first.token }).catch(() => undefined)
  if (second === undefined) return reached
  reached.answer.resume()
  return tryOut(relay, request, body, second.token)
}

/** More tries than this settle nothing. */
const mostTries = 3

async function tryOut(relay: Relay, request: IncomingMessage, body: Body, token: string): Promise<Reached> {
  const { upstream, context } = relay
  const { method = 'GET', url: path = '/' } = request
  const headers = requestHeaders(request, upstream.target, token)
  if (body.toWebSocket) Object.assign(headers, { connection: 'Upgrade', upgrade: 'websocket' })
  for (let tries = 1; ; tries += 1) {
    try {
      const reached = await reach(upstream, { method, path, headers, send: body.send, signal: body.gone })
      context.terminal.trace(`${method} ${path.replace(/\?.*/, '')}: ${reached.answer.statusCode}`)
      return reached
    } catch (error) {
      const again = body.isKept && error instanceof StaleConnection
      if (tries === mostTries || !(again || (await isSettled(relay, error))))
        throw unanswered(upstream.target.origin, loginKept, error)
    }
  }
}

/** What a person accepted while the proxy runs goes before what it knew at its start. */
async function isSettled({ upstream, context }: Relay, error: unknown): Promise<boolean> {
  if (!(error instanceof ExchangeError) || error.reason !== 'untrusted') return false
  const fresh = await context.trustIn(upstream.target.origin)
  const news = fresh?.authority()?.pem
  if (news === undefined || news === upstream.trust?.authority()?.pem)
    return (await upstream.trust?.settle(error)) ?? false
  upstream.trust = fresh
  return true
}

/** RFC 6455 §4.1, and without a body, which would be lost. Other changes are offers that a server may pass over, and ours does. */
export function isWebSocket({ method, headers }: IncomingMessage): boolean {
  const { upgrade, 'content-length': length = '0', 'transfer-encoding': coding } = headers
  const hasBody = coding !== undefined || Number(length) !== 0
  return method === 'GET' && upgrade?.toLowerCase() === 'websocket' && !hasBody
}

async function openBody(request: IncomingMessage): Promise<Pick<Body, 'isKept' | 'send'>> {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
  if (coding !== undefined || Number(length) > mostKept)
    return { isKept: false, send: (sent) => void request.pipe(sent) }
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  const bytes = Buffer.concat(parts)
  return { isKept: true, send: (sent) => sent.end(bytes) }
}

/** Until all is poured, or one side has gone; then the other one goes too. */
function poured(from: NodeJS.ReadableStream, to: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => pipeline(from, to, () => resolve()))
}

/** What the program is told where no answer came: RFC 9457, with the hint that a person would get. */
export function problemOf(thrown: unknown): { status: number; headers: string[]; body: string } {
  const { exitCode, code, message: detail, hint } = toCliError(thrown)
  const isLogin = exitCode === exitCodes.loginNeeded
  const status = isLogin ? 401 : exitCode === exitCodes.refused ? 403 : 502
  const body = JSON.stringify({
    type: `urn:latchkey:error:${code}`,
    title: STATUS_CODES[status],
    status,
    detail,
    code,
    hint,
  })
  const challenge = isLogin ? ['WWW-Authenticate', 'Bearer'] : []
  const size = String(Buffer.byteLength(body))
  const kind = [
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    size,
    'Cache-Control',
    'no-store',
  ]
  return { status, headers: [...kind, ...challenge], body }
}
