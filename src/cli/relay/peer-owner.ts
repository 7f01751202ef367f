import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

const established = '01'

/** Whether this system can tell who is at the other end of a loopback connection. */
export function knowsPeers(): boolean {
  return readTable('/proc/net/tcp') !== ''
}

/** The user id of the process at the other end of a connection within this machine; undefined where it is not known. */
export function peerOwner({ remoteAddress = '', remotePort = 0, localPort = 0 }: Socket): number | undefined {
  const address = asTable(remoteAddress)
  if (address === undefined) return undefined
  const [far, near] = [`${address}:${port(remotePort)}`, `:${port(localPort)}`]
  // The program there may have asked by IPv6 for an address of IPv4, so its line can be in either table.
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readTable(table).split('\n')) {
      const [, local = '', remote = '', state, , , , uid] = line.trim().split(/\s+/)
      if (state === established && local.endsWith(far) && remote.endsWith(near)) return Number(uid)
    }
  }
  return undefined
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** As proc_net(5) writes it: each four bytes in the machine's order, which is the little end first on all that we run on. */
function asTable(address: string): string | undefined {
  if (address === '::1') return '00000000000000000000000001000000'
  const [, ...bytes] = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address) ?? []
  if (bytes.length === 0) return undefined
  const hex = bytes.reverse().map((byte) => Number(byte).toString(16).padStart(2, '0'))
  return hex.join('').toUpperCase()
}

function port(number: number): string {
  return number.toString(16).padStart(4, '0').toUpperCase()
}
