import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** Headers of one connection, not of the message (RFC 9110 §7.6.1); Expect is answered by us. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What tells where a message ends and whose it is stays, also where Connection names it: a body once went up unframed. */
const ofMessage = new Set(['content-length', 'host'])

/** Name and value, in the order and with the repetitions of the message, without those that end at this connection. */
export function passedHeaders({ rawHeaders, headers }: IncomingMessage): [name: string, value: string][] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const dropped = new Set([...ofConnection, ...named.filter((name) => !ofMessage.has(name))])
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (!dropped.has(name.toLowerCase())) pairs.push([name, value])
  }
  return pairs
}

/** What the target is asked: its own host, our token in place of any other, and that we stand between (RFC 9110 §7.6.3). */
export function requestHeaders(incoming: IncomingMessage, target: URL, token: string): OutgoingHttpHeaders {
  const headers: Record<string, string[]> = {}
  for (const [name, value] of passedHeaders(incoming)) {
    const key = name.toLowerCase()
    headers[key] = [...(headers[key] ?? []), value]
  }
  const { expect: _, origin, ...rest } = headers
  const framing = incoming.headers['transfer-encoding'] && { 'transfer-encoding': 'chunked' }
  const via = [...(rest.via ?? []), '1.1 latchkey'].join(', ')
  const own = { host: target.host, authorization: `Bearer ${token}`, via }
  // The page is of our address; the target knows only its own.
  return { ...rest, ...(origin && { origin: target.origin }), ...framing, ...own }
}

/** What comes back, flat as `writeHead` takes it. A redirect within the target stays with us, and so does its token. */
export function answerHeaders(answer: IncomingMessage, target: URL, here: string): string[] {
  return passedHeaders(answer).flatMap(([name, value]) => [
    name,
    name.toLowerCase() === 'location' ? relocate(value, target, here) : value,
  ])
}

function relocate(location: string, target: URL, here: string): string {
  if (!URL.canParse(location)) return location
  const url = new URL(location)
  if (url.origin !== target.origin) return location
  const base = target.pathname.replace(/\/+$/, '')
  const isBelow = url.pathname === base || url.pathname.startsWith(`${base}/`)
  return isBelow ? `${here}${url.pathname.slice(base.length) || '/'}${url.search}${url.hash}` : location
}
