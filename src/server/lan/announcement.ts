import type { EventEmitter } from 'node:events'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import Bonjour from 'bonjour-service'
import { announcedHost, type LanService, serviceName, serviceType } from '../../protocol/discovery.ts'
import { isLoopback } from '../../protocol/loopback.ts'
import { outerAddresses } from './host-names.ts'

export interface Announcement {
  /** Says goodbye, so that lists forget the server at once; takes a second at most. */
  stop(): Promise<void>
}

/** Milliseconds that the goodbye may take: a network that is gone takes nothing. */
const patience = 1_000

/**
 * Says on every network of this host that the server is there (RFC 6762, RFC 6763). What it says is a hint that anybody
 * could give; clients trust the pin and nothing else. `onTrouble` hears what kept it from being said.
 */
export function announce(
  service: LanService,
  listenHost: string,
  onTrouble: (error: Error) => void,
): Announcement {
  const addresses = outerAddresses(networkInterfaces()).filter((address) => reaches(listenHost, address))
  const speakers = addresses.map((address) => speak(address, listenHost, service, onTrouble))
  if (speakers.length === 0 && !isLoopback(listenHost)) onTrouble(new Error('no network carries it'))
  return { stop: async () => void (await Promise.all(speakers.map(hush))) }
}

/** Who listens on one address is announced there alone; mDNS is spoken over IPv4, as everybody hears that. */
function reaches(listenHost: string, address: string): boolean {
  if (isIP(address) !== 4 || isLoopback(listenHost)) return false
  const all = listenHost === '::' || listenHost === '0.0.0.0' || isIP(listenHost) === 0
  return all || listenHost === address
}

/** One per interface: a socket for all of them would send on one alone. */
function speak(
  address: string,
  listenHost: string,
  service: LanService,
  onTrouble: (error: Error) => void,
): Bonjour {
  const socket = { interface: address, bind: '0.0.0.0' } as object // passed on to multicast-dns; not in the types
  const bonjour = new Bonjour(socket, onTrouble)
  // An error that nobody listens to would end the server.
  const { mdns } = (bonjour as unknown as { server: { mdns: EventEmitter } }).server
  mdns.on('error', onTrouble)
  const { pin, issuer, port } = service
  bonjour.publish({
    name: serviceName(service),
    type: serviceType,
    port,
    host: announcedHost(service),
    txt: { v: '1', issuer, sha256: pin.slice(0, 16) },
    // The name has a part of the pin, so nobody else has it; the library would print what it finds to standard output.
    probe: false,
    disableIPv6: listenHost !== '::',
  })
  return bonjour
}

function hush(bonjour: Bonjour): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, patience)
    bonjour.unpublishAll(() => {
      bonjour.destroy(() => {
        clearTimeout(late)
        resolve()
      })
    })
  })
}
