import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

/** Both ends of a connection, as the process at our end sees them. */
export type Ends = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>

/** A user id; 'half-closed' where the other end has said its last word already; undefined where it cannot be told. */
export type Owner = number | 'half-closed' | undefined

/** Whether this system can tell who is at the other end of a loopback connection. */
export function knowsPeers(): boolean {
  return readTable('/proc/net/tcp') !== ''
}

/** The user of the process at the other end of a connection within this machine. */
export function peerOwner(ends: Ends): Owner {
  return ownerIn(readTable('/proc/net/tcp'), readTable('/proc/net/tcp6'), ends)
}

/**
 * The same from the tables of proc_net(5). Both addresses count in full: one user's socket to 127.0.0.2 may come from the
 * same port and go to the same port as another's to 127.0.0.1, and once passed for it.
 */
export function ownerIn(table: string, table6: string, ends: Ends): Owner {
  const near = asTable(ends.localAddress)
  const far = asTable(ends.remoteAddress)
  if (near === undefined || far === undefined || near.length !== far.length) return undefined
  const [ours, theirs] = [`${near}:${port(ends.localPort)}`, `${far}:${port(ends.remotePort)}`]
  const found =
    near.length === longest
      ? ownersOf(table6, ours, theirs)
      : // The program there may have asked by IPv6 for an address of IPv4, so its line can be in either table.
        [...ownersOf(table, ours, theirs), ...ownersOf(table6, mapped + ours, mapped + theirs)]
  const [owner, ...others] = new Set(found)
  return others.length === 0 ? owner : undefined
}

const [established, finWait1, finWait2] = ['01', '04', '05']
/** Letters of an address of IPv6, and what stands before one of IPv4 in it. */
const longest = 32
const mapped = '0000000000000000FFFF0000'

/** Whom the table names for the other end; one line, unless something is odd. */
function ownersOf(table: string, ours: string, theirs: string): Owner[] {
  return table.split('\n').flatMap((line): Owner[] => {
    const [, local, remote, state, , , , uid = '', , inode = '0'] = line.trim().split(/\s+/)
    if (local !== theirs || remote !== ours) return []
    // The kernel names 0 as the owner of what no process holds any more, and that is not root: such a line has no inode.
    if (state === established) return [/^\d+$/.test(uid) && inode !== '0' ? Number(uid) : undefined]
    return [state === finWait1 || state === finWait2 ? 'half-closed' : undefined]
  })
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** As proc_net(5) writes it: each four bytes in the machine's order, which is the little end first on all that we run on. */
function asTable(address = ''): string | undefined {
  if (address === '::1') return '00000000000000000000000001000000'
  const [, ...bytes] = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address) ?? []
  if (bytes.length === 0) return undefined
  const hex = bytes.reverse().map((byte) => Number(byte).toString(16).padStart(2, '0'))
  return hex.join('').toUpperCase()
}

function port(number = 0): string {
  return number.toString(16).padStart(4, '0').toUpperCase()
}
