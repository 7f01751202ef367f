import type { EventEmitter } from 'node:events'
import { networkInterfaces } from 'node:os'
import Bonjour, { type Service } from 'bonjour-service'
import { serviceType } from '../protocol/discovery.ts'

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
  const addresses = Object.values(networkInterfaces())
    .flatMap((infos) =>
      (infos ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').slice(0, 1),
    )
    .map(({ address }) => address)
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
    trouble: (error: Error) => void troubles.push(error.message),
  }
  const listeners = addresses.map((address) => listen(address, ears))
  await new Promise((resolve) => setTimeout(resolve, timeout / 2))
  for (const { browser } of listeners) browser.update() // the first question may have been lost
  await new Promise((resolve) => setTimeout(resolve, timeout / 2))
  for (const { bonjour } of listeners) bonjour.destroy()
  return { found: [...found.values()], trouble: found.size === 0 ? troubles[0] : undefined }
}

interface Ears {
  up(service: Service): void
  /** It said goodbye. */
  down(service: Service): void
  trouble(error: Error): void
}

function listen(address: string, { up, down, trouble }: Ears) {
  const socket = { interface: address, bind: '0.0.0.0' } as object // passed on to multicast-dns; not in the types
  const bonjour = new Bonjour(socket, trouble)
  // An error that nobody listens to would end the program.
  const { mdns } = (bonjour as unknown as { server: { mdns: EventEmitter } }).server
  mdns.on('error', trouble)
  mdns.on('warning', (error: Error) => {
    if ('syscall' in error) trouble(error)
  })
  const browser = bonjour.find({ type: serviceType }, up)
  browser.on('srv-update', up)
  browser.on('txt-update', up)
  browser.on('down', down)
  return { bonjour, browser }
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
