import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, test } from 'vitest'
import { collectHostNames } from '../../../src/server/lan/host-names.ts'

const at = (address: string, internal = false) =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo
const loopback = { lo: [at('127.0.0.1', true), at('::1', true)] }

function collect(hostname: string, interfaces = {}, issuerHost?: string) {
  return collectHostNames({ hostname, interfaces: { ...loopback, ...interfaces }, issuerHost })
}

describe('the names and addresses that a certificate has to list', () => {
  test('are those of the machine, of mDNS, of the issuer, of loopback and of every network', () => {
    const interfaces = {
      eth0: [at('192.168.1.5'), at('fd00::5'), at('fe80::1')],
      wlan0: [at('10.0.0.9')],
    }
    expect(collect('NAS.Home.Arpa', interfaces, 'auth.example.org')).toEqual({
      names: ['localhost', 'nas', 'nas.home.arpa', 'nas.local', 'auth.example.org'],
      addresses: ['127.0.0.1', '::1', '192.168.1.5', '10.0.0.9', 'fd00::5'],
      mdns: 'nas.local',
    })
  })

  test('an issuer that is an address is listed as one, IPv6 without its brackets', () => {
    expect(collect('nas', {}, '[fd00::7]').addresses).toEqual(['127.0.0.1', '::1', 'fd00::7'])
    expect(collect('nas', {}, '192.0.2.9').addresses).toEqual(['127.0.0.1', '::1', '192.0.2.9'])
  })

  test.each(['localhost', 'my_host', '-x', 'a'.repeat(64), ''])(
    'a machine called %j has no name for mDNS (RFC 1123 §2.1)',
    (hostname) => {
      expect(collect(hostname)).toMatchObject({ names: ['localhost'], mdns: undefined })
    },
  )

  test('a hundred containers do not make the certificate fill the handshake', () => {
    const many = Array.from({ length: 100 }, (_, index) => at(`172.17.0.${index}`))
    expect(collect('nas', { docker0: many }).addresses).toHaveLength(66)
  })
})
