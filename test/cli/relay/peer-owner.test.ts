import { expect, test } from 'vitest'
import { ownerIn } from '../../../src/cli/relay/peer-owner.ts'

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const line = (local: string, remote: string, state: string, uid: string, inode = '4242') =>
  `   1: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${uid}        0 ${inode} 1 00000000b54bbc51 20\n`

/** From port 40000 of 127.0.0.1 to our port 8180 there. */
const ends = { remoteAddress: '127.0.0.1', remotePort: 40_000, localAddress: '127.0.0.1', localPort: 8_180 }
const [far, near, beside] = ['0100007F:9C40', '0100007F:1FF4', '0200007F:1FF4']
const mapped = (end: string) => `0000000000000000FFFF0000${end}`

const owner = (table: string, table6 = '') => ownerIn(head + table, head + table6, ends)

test('the other end is whose line has both addresses and both ports (proc_net(5))', () => {
  expect(owner(line(near, far, '01', '0') + line(far, near, '01', '1000'))).toBe(1000)
  expect(owner('', line(mapped(far), mapped(near), '01', '1000'))).toBe(1000)
  expect(
    ownerIn('', line(mapped(far), mapped(near), '01', '7'), { ...ends, localAddress: '::ffff:127.0.0.1' }),
  ).toBe(7)
  const one = '00000000000000000000000001000000'
  const six = { ...ends, remoteAddress: '::1', localAddress: '::1' }
  expect(ownerIn('', line(`${one}:9C40`, `${one}:1FF4`, '01', '1000'), six)).toBe(1000)
})

test('a socket of ours to another address of the loopback, from that port to that port, lets no stranger in', () => {
  const ours = line(far, beside, '01', '1000')
  expect(owner(ours + line(far, near, '01', '1001'))).toBe(1001)
  expect(owner(line(far, near, '01', '1001') + ours)).toBe(1001)
  expect(owner(ours)).toBeUndefined()
  expect(owner('', line(mapped(far), mapped(beside), '01', '1000'))).toBeUndefined()
})

test.each([
  ['two lines name two users', line(far, near, '01', '1000') + line(far, near, '01', '1001')],
  ['no process holds it any more, for which the kernel writes 0', line(far, near, '01', '0', '0')],
  ['the user is no number', line(far, near, '01', '?')],
  ['it is over', line(far, near, '06', '0', '0')],
  ['there is none', ''],
])('nobody is told where %s', (_, table) => {
  expect(owner(table)).toBeUndefined()
})

test.each(['04', '05'])('a client that has ended its side is told from a stranger (state %s)', (state) => {
  expect(owner(line(far, near, state, '1000'))).toBe('half-closed')
})
