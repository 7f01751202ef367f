import { type BlockList, isIP, isIPv4 } from 'node:net'
import { isLoopback } from '../../protocol/loopback.ts'
import type { RequestContext } from './router.ts'

/**
 * Who is asking: the socket's address, or, where that is a trusted proxy, the first address in `X-Forwarded-For` from
 * the right that is none (keycloak#13261). Where all are trusted it is the leftmost: a house may trust its whole network, and
 * people in it were nobody once, whom no limit counted. Undefined where it cannot be known.
 */
export function readClientAddress(c: RequestContext, trustedProxies: BlockList): string | undefined {
  const socket = plainAddress(c.env?.incoming?.socket.remoteAddress ?? '')
  if (!socket || trustedProxies.rules.length === 0 || !isTrusted(trustedProxies, socket)) return socket
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',')
  const nearestFirst = forwarded.map((hop) => plainAddress(hop.trim())).reverse()
  for (const hop of nearestFirst) {
    if (!hop) return undefined
    if (!isTrusted(trustedProxies, hop)) return hop
  }
  return nearestFirst.at(-1)
}

/** Whether the other end of the connection is a proxy that we believe. */
export function isTrustedPeer(c: RequestContext, trustedProxies: BlockList): boolean {
  if (trustedProxies.rules.length === 0) return false
  const socket = plainAddress(c.env?.incoming?.socket.remoteAddress ?? '')
  return socket !== undefined && isTrusted(trustedProxies, socket)
}

/** What proxies write into a request. */
export const forwardingHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

/**
 * Whether a program of this machine asks for itself. What a proxy on this machine passes on comes from loopback too, and
 * what it claims to come from may be typed by anybody: whatever bears the marks of a proxy does not count. Nor does what
 * asks for another name than this machine's: so do pages in a browser here whose name was made to lead to loopback (DNS
 * rebinding), and proxies that pass on nothing but the host.
 */
export function isOwnMachine(c: RequestContext): boolean {
  const socket = plainAddress(c.env?.incoming?.socket.remoteAddress ?? '')
  const isNear = socket !== undefined && isLoopback(socket)
  const asksHere = isLoopback(new URL(c.req.url).hostname)
  return isNear && asksHere && forwardingHeaders.every((name) => c.req.header(name) === undefined)
}

function isTrusted(proxies: BlockList, address: string): boolean {
  return proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Without the brackets, port or IPv4-in-IPv6 form that sockets and proxies add; undefined for anything else. */
function plainAddress(text: string): string | undefined {
  if (isIPv4(text)) return text
  const address = text
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return isIP(address) ? address : undefined
}
