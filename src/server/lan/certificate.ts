import { createHash, type KeyObject, randomBytes, webcrypto } from 'node:crypto'
import type { HostNames } from './host-names.ts'

/** Makes certificates. The library takes 0.2 s to load, so only when one has to be made. */

const day = 24 * 60 * 60 * 1000
/** Clocks of a house differ; what is made now must be good for one that is late. */
const headStart = 60 * 60 * 1000
const authorityLife = 3650 * day
/** Browsers take no leaf that lives longer than 825 days, from an authority of one's own either. */
const leafLife = 365 * day

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export interface AuthorityRequest {
  key: KeyObject
  commonName: string
  /** The value of the extension, DER. */
  nameConstraints: Buffer
}

/** A certificate in PEM that the key signs for itself, good for ten years. */
export async function makeAuthorityCertificate(request: AuthorityRequest, now: number): Promise<string> {
  const x509 = await load()
  const pair = await importPair(request.key)
  const name = [{ CN: [request.commonName] }]
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: name,
    issuer: name,
    notBefore: wholeSeconds(now - headStart),
    notAfter: wholeSeconds(now + authorityLife),
    signingAlgorithm: algorithm,
    publicKey: pair.publicKey,
    signingKey: pair.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.SubjectKeyIdentifierExtension(keyIdentifier(pair.info)),
      new x509.Extension('2.5.29.30', true, Uint8Array.from(request.nameConstraints)),
    ],
  })
  return `${certificate.toString('pem')}\n`
}

export interface LeafRequest {
  key: KeyObject
  names: HostNames
  issuer: { key: KeyObject; commonName: string; validTo: number }
}

/** A certificate in PEM for a server of these names, good for a year and never longer than its authority. */
export async function makeLeafCertificate({ key, names, issuer }: LeafRequest, now: number): Promise<string> {
  const x509 = await load()
  const [own, signer] = await Promise.all([importPair(key), importPair(issuer.key)])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: ['authd'] }],
    issuer: [{ CN: [issuer.commonName] }],
    notBefore: wholeSeconds(now - headStart),
    notAfter: wholeSeconds(Math.min(now + leafLife, issuer.validTo)),
    signingAlgorithm: algorithm,
    publicKey: own.publicKey,
    signingKey: signer.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.names.map((value) => ({ type: 'dns', value }) as const),
        ...names.addresses.map((value) => ({ type: 'ip', value }) as const),
      ]),
      new x509.SubjectKeyIdentifierExtension(keyIdentifier(own.info)),
      new x509.AuthorityKeyIdentifierExtension(keyIdentifier(signer.info)),
    ],
  })
  return `${certificate.toString('pem')}\n`
}

async function load() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

/** The library works with keys of Web Crypto. */
async function importPair(key: KeyObject) {
  const jwk = key.export({ format: 'jwk' })
  const { d: _, ...publicJwk } = jwk
  const privateKey = await webcrypto.subtle.importKey('jwk', jwk, algorithm, true, ['sign'])
  const publicKey = await webcrypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify'])
  return { privateKey, publicKey, info: await webcrypto.subtle.exportKey('raw', publicKey) }
}

/** RFC 5280 §4.2.1.2 (1): SHA-1 of the public key's bits, in hex. It tells keys apart and secures nothing. */
function keyIdentifier(bits: ArrayBuffer): string {
  return createHash('sha1').update(Buffer.from(bits)).digest('hex')
}

/** Positive, at most 20 bytes, not to be guessed (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

/** X.509 has no parts of seconds. */
function wholeSeconds(milliseconds: number): Date {
  return new Date(Math.floor(milliseconds / 1000) * 1000)
}
