import { isIP } from 'node:net'
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

/** Every name and address that somebody may reach this machine by. */
export interface HostNames {
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  /** `nas.local`, the name that mDNS carries; undefined where the machine has no name fit for that. */
  readonly mdns: string | undefined
}

interface Sources {
  hostname: string
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>
  /** Of the issuer; a name or an address, IPv6 in brackets as URLs have it. */
  issuerHost: string | undefined
}

/** More than any house has; a host of a hundred containers must not make a certificate that fills the handshake. */
const mostAddresses = 64

/** Reads them as they are right now. */
export function readHostNames(issuer: string | undefined): HostNames {
  const issuerHost = issuer === undefined ? undefined : new URL(issuer).hostname
  return collectHostNames({ hostname: hostname(), interfaces: networkInterfaces(), issuerHost })
}

/** Loopback is among them: programs on this machine speak TLS to the same port. */
export function collectHostNames({ hostname: full, interfaces, issuerHost }: Sources): HostNames {
  const own = full.toLowerCase().replace(/\.$/, '')
  const [label = ''] = own.split('.')
  const mdns = isName(label) && label !== 'localhost' ? `${label}.local` : undefined
  const issuer = issuerHost?.replace(/^\[(.*)\]$/, '$1')
  const reached = [...outerAddresses(interfaces)].slice(0, mostAddresses)
  const given = ['localhost', label, own, mdns, issuer].filter((each) => each !== undefined)
  return {
    names: [...new Set(given.filter(isName))],
    addresses: [...new Set(['127.0.0.1', '::1', ...given.filter((each) => isIP(each) !== 0), ...reached])],
    mdns,
  }
}

/** Addresses that others reach, IPv4 first. Link-local IPv6 means nothing without the name of an interface. */
export function outerAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string[] {
  const outer = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter(({ internal, address }) => !internal && isIP(address) !== 0 && !/^fe[89ab]/i.test(address))
  const ofFamily = (family: string) => outer.filter((info) => info.family === family)
  return [...ofFamily('IPv4'), ...ofFamily('IPv6')].map(({ address }) => address)
}

/** As certificates and URLs take it (RFC 1123 §2.1). */
function isName(text: string): boolean {
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
  return text.length <= 253 && isIP(text) === 0 && text.split('.').every((each) => label.test(each))
}
