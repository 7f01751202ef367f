import type { EventEmitter } from 'node:events'
import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'
import Bonjour, { type Service } from 'bonjour-service'
import { serviceType } from '../../protocol/discovery.ts'

/** What somebody on the network says of a server. Nothing of it is to be believed. */
export interface Announced {
  name: string
  /** `nas.local` */
  host: string
  port: number
  /** Where the announcement came from. */
  address: string
  issuer: string | undefined
  /** The beginning of the pin. */
  hint: string | undefined
}

/** A network full of lies must not fill the memory or the screen. */
const most = 50
const longestText = 120

/**
 * Listens for servers on every network of this machine, for `timeout` ms. `trouble` says why nothing could be heard
 * where that is so.
 */
export async function browse(timeout: number): Promise<{ found: Announced[]; trouble: string | undefined }> {
  const addresses = ownAddresses()
  if (addresses.length === 0) return { found: [], trouble: 'this machine is on no network' }
  const found = new Map<string, Announced>()
  const troubles: string[] = []
  const ears = {
    up: (service: Service) => {
      const announced = readService(service)
      const room = found.size < most || (announced && found.has(keyOf(announced)))
      if (announced && room) found.set(keyOf(announced), announced)
    },
    down: (service: Service) => {
      const announced = readService(service)
      if (announced) found.delete(keyOf(announced))
    },
    trouble: (error: Error) => void troubles.push(inWords(error)),
  }
  const listeners = addresses.map((address) => listen(address, ears))
  await new Promise((resolve) => setTimeout(resolve, timeout / 2))
  for (const { browser } of listeners) browser.update() // the first question may have been lost
  await new Promise((resolve) => setTimeout(resolve, timeout / 2))
  for (const { bonjour } of listeners) bonjour.destroy()
  return { found: [...found.values()], trouble: found.size === 0 ? troubles[0] : undefined }
}

function inWords(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'another program keeps UDP port 5353 to itself'
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'this user may not listen on UDP port 5353'
  return /^E(NODEV|NETUNREACH|ADDRNOTAVAIL)$/.test(error.code ?? '')
    ? 'no network carries multicast'
    : error.message
}

interface Ears {
  up(service: Service): void
  /** It said goodbye. */
  down(service: Service): void
  trouble(error: Error): void
}

function listen(address: string, { up, down, trouble }: Ears) {
  const { bonjour, mdns } = open(address, trouble)
  mdns.on('warning', (error: Error) => {
    if ('syscall' in error) trouble(error)
  })
  const browser = bonjour.find({ type: serviceType }, up)
  browser.on('srv-update', up)
  browser.on('txt-update', up)
  browser.on('down', down)
  return { bonjour, browser }
}

/**
 * The IPv4 addresses of a name in .local, nearest first, by asking the network for at most `timeout` ms (RFC 6762 §5.1).
 * Anybody may answer, so the caller has to know the server by something else.
 */
export async function resolveLocal(name: string, timeout: number): Promise<string[]> {
  const listeners = ownAddresses().map((address) => open(address, () => undefined))
  if (listeners.length === 0) return []
  const answer = new Promise<string[]>((resolve) => {
    setTimeout(() => resolve([]), timeout)
    for (const { mdns } of listeners) {
      mdns.on('response', (packet: Packet, { address: from }: { address: string }) => {
        const records = [...packet.answers, ...packet.additionals].filter((each) => isAddressOf(each, name))
        const all = records.map(({ data }) => data as string).slice(0, 16)
        // The one that the answer came from is on our side of that machine.
        if (all.length > 0) resolve(all.sort((a, b) => Number(b === from) - Number(a === from)))
      })
      mdns.query(name, 'A')
    }
  })
  const addresses = await answer
  for (const { bonjour } of listeners) bonjour.destroy()
  return addresses
}

interface Packet {
  answers: Resource[]
  additionals: Resource[]
}

interface Resource {
  name: string
  type: string
  data: unknown
}

function isAddressOf({ type, name: found, data }: Resource, name: string): boolean {
  return (
    type === 'A' && found.toLowerCase() === name.toLowerCase() && typeof data === 'string' && isIPv4(data)
  )
}

/** One per network: a socket for all of them would ask on one alone. */
function ownAddresses(): string[] {
  const outer = Object.values(networkInterfaces()).map((infos) =>
    infos?.find(({ internal, family }) => !internal && family === 'IPv4'),
  )
  return outer.flatMap((info) => (info ? [info.address] : []))
}

/** What lies below the library, which it keeps to itself. */
type MulticastDns = EventEmitter & { query(name: string, type: string): void }

function open(address: string, trouble: (error: Error) => void): { bonjour: Bonjour; mdns: MulticastDns } {
  const socket = { interface: address, bind: '0.0.0.0' } as object // passed on to multicast-dns; not in the types
  const bonjour = new Bonjour(socket, trouble)
  const { mdns } = (bonjour as unknown as { server: { mdns: MulticastDns } }).server
  mdns.on('error', trouble) // one that nobody listens to would end the program
  return { bonjour, mdns }
}

function keyOf({ name, address, port }: Announced): string {
  return `${name}\n${address}\n${port}`
}

function readService({ name, host, port, txt, referer }: Service): Announced | undefined {
  const text = (value: unknown) =>
    typeof value === 'string' && value !== '' ? value.slice(0, longestText) : undefined
  const [shown, target, address] = [text(name), text(host), text(referer?.address)]
  const whole = Number.isInteger(port) && port > 0 && port <= 65_535
  if (!shown || !target || !address || !whole) return undefined
  const { issuer, sha256 } = (txt ?? {}) as Record<string, unknown>
  const hint = text(sha256)
  return {
    name: shown,
    host: target.replace(/\.$/, ''),
    port,
    address,
    issuer: text(issuer),
    hint: hint && /^[\w-]{1,43}$/.test(hint) ? hint : undefined,
  }
}
