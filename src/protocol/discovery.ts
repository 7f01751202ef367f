/** How a server announces itself on a network by DNS-SD (RFC 6763): `_authd._tcp`. */
export const serviceType = 'authd'

export interface LanService {
  /** `nas.local`; undefined where the machine has no name fit for mDNS. */
  mdns: string | undefined
  port: number
  issuer: string
  pin: string
}

/** The name in lists of services: the machine's, and enough of the pin that no two servers share it. 63 bytes at most. */
export function serviceName({ mdns, pin }: LanService): string {
  const label = (mdns ?? '').replace(/\.local$/, '').slice(0, 36)
  return `Latchkey${label && ` on ${label}`} (${pin.slice(0, 6)})`
}

/** The name whose addresses are announced with the service. */
export function announcedHost({ mdns, pin }: LanService): string {
  return mdns ?? `authd-${Buffer.from(pin, 'base64url').toString('hex').slice(0, 12)}.local`
}
