import { BlockList, isIP, isIPv6 } from 'node:net'
import type { Reader } from './reading.ts'

export interface ListenAddress {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  /** 0 lets the system pick one. */
  readonly port: number
}

export const readListen: Reader<ListenAddress> = (text) => {
  const fault =
    'must be HOST:PORT, such as 127.0.0.1:8420, 0.0.0.0:8420 or [::1]:8420 (port 0 picks a free one)'
  const [, v6, name, digits] = /^(?:\[([^\]]+)\]|([a-z0-9.-]+)):(\d{1,5})$/i.exec(text) ?? []
  const host = v6 ?? name
  const port = Number(digits)
  const dotted = /^[\d.]+$/.test(host ?? '')
  if (!host || port > 65_535 || (v6 && !isIPv6(v6)) || (dotted && isIP(host) !== 4)) return { fault }
  return { value: Object.freeze({ host, port }) }
}

/** Where a program on the same machine reaches what listens there. */
export function listeningUrl({ host, port }: ListenAddress, scheme: 'http' | 'https' = 'http'): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `${scheme}://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`
}

/** The URL without a slash at its end: issuers are compared letter by letter (RFC 8414 §3.3). */
export const readIssuer: Reader<string> = (text) => {
  const fault = 'must be an http(s) URL without user, query or fragment, such as https://auth.example.org'
  const url = parseUrl(text, ['https:', 'http:'])
  if (!url || url.username || url.password || /[?#\s]/.test(text)) return { fault }
  return { value: url.href.replace(/\/+$/, '') }
}

/** Which peers may say for whom they speak; empty where none may. */
export const readTrustedProxies: Reader<BlockList> = (text) => {
  const proxies = new BlockList()
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, address, digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
    const version = isIP(address ?? '')
    const longest = version === 6 ? 128 : 32
    const prefix = digits === undefined ? longest : Number(digits)
    if (!address || version === 0 || prefix > longest) {
      return { fault: 'must be addresses or CIDR blocks separated by commas, such as 10.0.0.0/8,fd00::/8' }
    }
    // With everybody trusted, the address that counts is the one that the attacker wrote (keycloak#13261).
    if (prefix === 0) return { fault: 'must not trust every address: name those of your proxies' }
    proxies.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4')
  }
  return { value: proxies }
}

export const readSmtpUrl: Reader<string> = (text) => {
  const url = parseUrl(text, ['smtp:', 'smtps:'])
  if (url?.hostname) return { value: text }
  return { fault: 'must be smtp://USER:PASSWORD@HOST:PORT or smtps://… (escape special characters by %XX)' }
}

/** An address, alone or as `Name <address>`. */
export const readMailFrom: Reader<string> = (text) => {
  const [, name, angled, bare] = /^(?:([^<>]*)<([^<>]+)>|([^<>]+))$/.exec(text) ?? []
  const address = angled ?? bare ?? ''
  // A line break would add headers of the writer's choice to each letter.
  if (/^[^\s@,;:"()[\]\\]+@[^\s@,;:"()[\]\\]+$/.test(address) && !/[\p{Cc}"\\]/u.test(name ?? '')) {
    return { value: text }
  }
  return { fault: 'must be an address such as auth@example.org or Latchkey <auth@example.org>' }
}

function parseUrl(text: string, schemes: readonly string[]): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && schemes.includes(url.protocol) ? url : undefined
}
