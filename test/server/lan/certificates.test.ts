import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openAuthority } from '../../../src/server/lan/authority.ts'
import { makeLeafCertificate } from '../../../src/server/lan/certificate.ts'
import type { HostNames } from '../../../src/server/lan/host-names.ts'
import { openLeaf } from '../../../src/server/lan/leaf.ts'

const day = 24 * 60 * 60 * 1000
const now = Date.parse('2026-11-21T12:00:00Z')
const names: HostNames = {
  names: ['localhost', 'nas', 'nas.local'],
  addresses: ['127.0.0.1', '::1', '192.168.1.5', '203.0.113.9', '2001:db8:1:2::5'],
  mdns: 'nas.local',
}

let made: string
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'latchkey-ca-'))
  await openLeaf(made, await openAuthority(made, names, now), names, now)
})
afterAll(() => rmSync(made, { recursive: true }))

/** A copy of what was made at `now`, for one test. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-ca-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(made, folder, { recursive: true })
  return folder
}

async function open(folder: string, at = now, which = names) {
  const authority = await openAuthority(folder, which, at)
  return { authority, leaf: await openLeaf(folder, authority, which, at) }
}

const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

describe('the authority and the leaf', () => {
  test('are made at the first start, private, and are the same at every other', async () => {
    const folder = copy()
    const before = contents(folder)
    expect(Object.keys(before).sort()).toEqual(['ca.crt', 'ca.key', 'tls.pem'])
    for (const name of Object.keys(before)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    await open(folder, now + day)
    expect(contents(folder)).toEqual(before)
  })

  test('live from an hour before for ten years and for one, which browsers take (825 days at most)', async () => {
    const { authority, leaf } = await open(copy())
    const life = (pem: string) => {
      const { validFrom, validTo } = new X509Certificate(pem)
      return [Date.parse(validFrom) - now, Date.parse(validTo) - now]
    }
    expect([life(authority.certificate), life(leaf.cert)]).toEqual([
      [-day / 24, 3650 * day],
      [-day / 24, 365 * day],
    ])
  })

  test.skipIf(!hasOpenssl())('are good by the strict rules of openssl (skipped where it is missing)', () => {
    const folder = copy()
    const verify = (...args: string[]) => openssl('verify', '-x509_strict', '-purpose', 'sslserver', ...args)
    const file = join(folder, 'tls.pem')
    for (const args of [
      ['-verify_hostname', 'nas.local'],
      ['-verify_ip', '192.168.1.5'],
      ['-verify_ip', '2001:db8:1:2::5'],
    ]) {
      const time = ['-attime', String(now / 1000)]
      expect(verify(...time, ...args, '-CAfile', join(folder, 'ca.crt'), file)).toBe(`${file}: OK\n`)
    }
    const text = (name: string) => openssl('x509', '-noout', '-text', '-in', join(folder, name))
    expect(text('ca.crt')).toMatch(
      /CA:TRUE, pathlen:0[\s\S]*Key Usage: critical\s+Certificate Sign, CRL Sign/,
    )
    expect(text('tls.pem')).toMatch(
      /CA:FALSE[\s\S]*Key Usage: critical\s+Digital Signature\s[\s\S]*TLS Web Server Authentication/,
    )
  })

  test.skipIf(!hasOpenssl())(
    'a stolen authority cannot speak for other sites (RFC 5280 §4.2.1.10; skipped without openssl)',
    async () => {
      const folder = copy()
      const { authority } = await open(folder)
      const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      for (const [name, address] of [
        ['bank.example.com', '127.0.0.1'],
        ['notlocal', '127.0.0.1'],
        ['localhost', '198.51.100.1'],
        ['localhost', '2001:db8:9::1'],
      ] as const) {
        const forged = { names: [name], addresses: [address], mdns: undefined }
        const file = join(folder, 'forged.crt')
        writeFileSync(file, await makeLeafCertificate({ key, names: forged, issuer: authority }, now))
        const time = ['-attime', String(now / 1000)]
        const verify = () => openssl('verify', ...time, '-CAfile', join(folder, 'ca.crt'), file)
        expect(verify).toThrow(/permitted subtree violation/)
      }
    },
  )
})

describe('the leaf is made anew, by the same authority', () => {
  const leafOf = (folder: string) => readFileSync(join(folder, 'tls.pem'), 'utf8')

  test.each([
    ['stays with a little more than a third of its life left', names, now + 243 * day, false],
    ['with less than a third of its life left', names, now + 244 * day, true],
    ['when the clock was a year ahead as it was made', names, now - 400 * day, true],
    ['when an address is new', { ...names, addresses: [...names.addresses, '10.1.2.3'] }, now, true],
    ['when a name is new', { ...names, names: [...names.names, 'box.local'] }, now, true],
    ['stays when an address is gone', { ...names, addresses: ['127.0.0.1'] }, now, false],
  ])('%s', async (_title, which, at, anew) => {
    const folder = copy()
    const before = leafOf(folder)
    const { authority, leaf } = await open(folder, at, which)
    expect(leafOf(folder) !== before).toBe(anew)
    const certificate = new X509Certificate(leaf.cert)
    expect(which.addresses.every((address) => certificate.checkIP(address))).toBe(true)
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true)
    expect(authority.pin).toBe((await open(made)).authority.pin)
  })

  test.each([
    ['is no PEM', 'nonsense'],
    ['is empty', ''],
  ])('when its file %s: nobody trusts it but through the authority', async (_title, text) => {
    const folder = copy()
    writeFileSync(join(folder, 'tls.pem'), text)
    const { authority, leaf } = await open(folder)
    expect(new X509Certificate(leaf.cert).verify(new X509Certificate(authority.certificate).publicKey)).toBe(
      true,
    )
  })
})

describe('the certificate of the authority is made anew for the same key, so the pin stays', () => {
  test.each([
    ['when it is missing', now, names, (folder: string) => rmSync(join(folder, 'ca.crt'))],
    ['when it runs out', now + 3251 * day, names, () => {}],
    ['when a clock without a battery made it in the future', now - 400 * day, names, () => {}],
    [
      'when the host has a name that it does not reach to',
      now,
      { ...names, names: [...names.names, 'auth.example.org'] },
      () => {},
    ],
  ])('%s', async (_title, at, which, damage) => {
    const folder = copy()
    const before = (await open(folder)).authority
    damage(folder)
    const { authority, leaf } = await open(folder, at, which)
    expect(authority.certificate).not.toBe(before.certificate)
    expect([authority.pin, authority.commonName]).toEqual([before.pin, 'Latchkey authority of nas.local'])
    expect(new X509Certificate(leaf.cert).checkIssued(new X509Certificate(authority.certificate))).toBe(true)
  })
})

describe('a file that is damaged or foreign stops the start, and stays as it is', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const pem = (key: typeof other) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const put = (name: string, text: string) => (folder: string) => writeFileSync(join(folder, name), text)

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'a damaged key',
      put('ca.key', 'x'),
      /^The key file .*ca\.key is damaged or holds no P-256 key; nothing/,
    ],
    [
      'an RSA key',
      put('ca.key', pem(rsa)),
      /^The key file .*ca\.key is damaged or holds no P-256 key; nothing/,
    ],
    [
      'another key',
      put('ca.key', pem(other)),
      /^.*ca\.crt and .*ca\.key do not belong together; both were left as they are\.$/,
    ],
    [
      'a lost key',
      (folder) => rmSync(join(folder, 'ca.key')),
      /^.*ca\.crt is there and .*ca\.key is missing; n/,
    ],
    ['a damaged certificate', put('ca.crt', 'x'), /^.*ca\.crt is no certificate; nothing was changed\.$/],
    [
      'the certificate of no authority',
      (folder) => cpSync(join(folder, 'tls.pem'), join(folder, 'ca.crt')),
      /^.*ca\.crt is the certificate of no authority; nothing was changed\.$/,
    ],
    [
      'a key that others can read',
      (folder) => chmodSync(join(folder, 'ca.key'), 0o640),
      /^The file .*ca\.key is open to other users of this machine \(mode 0640\); it was not used\.$/,
    ],
  ])('%s', async (_title, damage, message) => {
    const folder = copy()
    damage(folder)
    const before = contents(folder)
    await expect(open(folder)).rejects.toMatchObject({
      name: 'HostError',
      message: expect.stringMatching(message),
    })
    expect(contents(folder)).toEqual(before)
  })

  test('but everybody may read the certificate: it is meant to be handed out', async () => {
    const folder = copy()
    chmodSync(join(folder, 'ca.crt'), 0o644)
    await expect(open(folder)).resolves.toBeDefined()
  })
})

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function hasOpenssl(): boolean {
  try {
    return openssl('version') !== ''
  } catch {
    return false
  }
}
