import { isIPv4 } from 'node:net'
import type { HostNames } from './host-names.ts'

/**
 * What the authority may vouch for. People install it on their devices, so that browsers are content; a stolen key could
 * then speak for any site of the world. With these constraints (RFC 5280 §4.2.1.10) it can speak for names that exist on
 * local networks only, for private addresses, and for what this host has beside them.
 */

const localNames = ['localhost', 'local', 'lan', 'home', 'internal', 'home.arpa']

/** Address and prefix: loopback, RFC 1918, RFC 6598 (overlay networks use it), RFC 3927, RFC 4193, RFC 4291. */
const localBlocks = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const

/** The DER of the extension's value. A name stands for itself and everything below it. */
export function encodeNameConstraints({ names, addresses }: HostNames): Buffer {
  const isLocal = (name: string) => localNames.some((local) => name === local || name.endsWith(`.${local}`))
  const ownNames = names.filter((name) => !isLocal(name))
  const blocks = localBlocks.map(([address, prefix]) => encodeBlock(address, prefix))
  const isInside = (address: string) =>
    blocks.some((block) => matches(block, encodeBlock(address, isIPv4(address) ? 32 : 128)))
  // Providers change the lower half of an IPv6 address every day, and the upper one rarely.
  const ownBlocks = addresses
    .filter((address) => !isInside(address))
    .map((address) => encodeBlock(address, isIPv4(address) ? 32 : 64))
  const subtrees = [
    ...[...localNames, ...ownNames].sort().map((name) => element(0x82, Buffer.from(name, 'latin1'))),
    ...[...blocks, ...ownBlocks].sort(Buffer.compare).map((block) => element(0x87, block)),
  ].map((base) => base.toString('hex'))
  const each = [...new Set(subtrees)].map((base) => element(0x30, Buffer.from(base, 'hex')))
  return element(0x30, element(0xa0, Buffer.concat(each)))
}

/** Address and mask, one behind the other, as the extension has them. */
function encodeBlock(address: string, prefix: number): Buffer {
  const bytes = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : encodeIPv6(address)
  const mask = Buffer.from(
    bytes.map((_, index) => (0xff00 >> Math.min(8, Math.max(0, prefix - 8 * index))) & 0xff),
  )
  return Buffer.concat([bytes.map((byte, index) => byte & (mask[index] ?? 0)), mask])
}

function encodeIPv6(address: string): Buffer {
  // A URL writes every IPv6 address without dots, and with at most one gap.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text = '') => (text === '' ? [] : text.split(':'))
  const gap = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0')
  const all = [...groups(head), ...gap, ...groups(tail)]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function matches(block: Buffer, single: Buffer): boolean {
  const half = block.length / 2
  if (single.length !== block.length) return false
  return block
    .subarray(0, half)
    .every((byte, index) => byte === ((single[index] ?? 0) & (block[half + index] ?? 0)))
}

/** Tag, length, value (X.690 §8.1). */
function element(tag: number, value: Buffer): Buffer {
  const { length } = value
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), value])
}
