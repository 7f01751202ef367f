import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { readPrivateText, replacePrivateText } from '../private-file.ts'
import type { Authority } from './authority.ts'
import { makeLeafCertificate } from './certificate.ts'
import type { HostNames } from './host-names.ts'

/** The certificate that the server shows, its private key and the authority behind it, all in PEM. */
export interface Leaf {
  key: string
  /** The leaf, then the authority: a client that joins learns the authority from here. */
  cert: string
}

/**
 * The leaf in `tls.pem` of the data directory. It is made anew where it is missing or damaged (nobody trusts it but
 * through the authority), of another authority, lacks a name, or has less than a third of its life left.
 */
export async function openLeaf(
  dataDir: string,
  authority: Authority,
  names: HostNames,
  now: number,
): Promise<Leaf> {
  const file = join(dataDir, 'tls.pem')
  const text = readPrivateText(file)
  const stored = text === undefined ? undefined : parse(text)
  if (stored && isGood(stored, authority, names, now)) return pems(stored, authority)
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = new X509Certificate(await makeLeafCertificate({ key, names, issuer: authority }, now))
  const made = { key, certificate }
  const { key: keyPem, cert } = pems(made, authority)
  replacePrivateText(file, `${keyPem}${cert}`)
  return { key: keyPem, cert }
}

/** Whether a certificate in PEM names all of these. */
export function coversNames(cert: string, names: HostNames): boolean {
  const certificate = new X509Certificate(cert)
  return (
    names.names.every((name) => certificate.checkHost(name) !== undefined) &&
    names.addresses.every((address) => certificate.checkIP(address) !== undefined)
  )
}

/** Whether a certificate in PEM is good now, with at least a third of its life left. */
export function isFresh(cert: string, now: number): boolean {
  const certificate = new X509Certificate(cert)
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  return from <= now && to - now > (to - from) / 3
}

interface Stored {
  key: KeyObject
  certificate: X509Certificate
}

function isGood({ key, certificate }: Stored, authority: Authority, names: HostNames, now: number): boolean {
  const issuer = new X509Certificate(authority.certificate)
  const ours = certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  const pem = certificate.toString()
  return ours && certificate.checkPrivateKey(key) && isFresh(pem, now) && coversNames(pem, names)
}

function parse(text: string): Stored | undefined {
  try {
    return { key: createPrivateKey(text), certificate: new X509Certificate(text) }
  } catch {
    return undefined
  }
}

function pems({ key, certificate }: Stored, authority: Authority): Leaf {
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `${certificate.toString().trim()}\n${authority.certificate}`,
  }
}
