import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { pinOf } from '../../protocol/join-string.ts'
import { makeDataDir, shellWord } from '../data-dir.ts'
import { HostError } from '../host-error.ts'
import { createPrivateText, forbidden, readPrivateText, replacePrivateText } from '../private-file.ts'
import { makeAuthorityCertificate } from './certificate.ts'
import type { HostNames } from './host-names.ts'
import { encodeNameConstraints } from './name-constraints.ts'

/** The certificate authority of this server, which clients trust by its pin. */
export interface Authority {
  key: KeyObject
  /** PEM. */
  certificate: string
  commonName: string
  pin: string
  /** Epoch milliseconds. */
  validTo: number
}

const day = 24 * 60 * 60 * 1000
/** A certificate with less left than this is made anew; longer than a leaf lives. */
const leastLife = 400 * day

/**
 * The authority in `ca.key` and `ca.crt` of the data directory, made at the first call. Its key stays; the certificate
 * is made anew for the same key, and so with the same pin, where it is missing, runs out, or does not reach as far as
 * the names of this host. Throws HostError where a file is damaged or foreign: nothing of that is ever replaced.
 */
export async function openAuthority(dataDir: string, names: HostNames, now: number): Promise<Authority> {
  makeDataDir(dataDir)
  const [keyFile, file] = [join(dataDir, 'ca.key'), join(dataDir, 'ca.crt')]
  const former = readAuthorityCertificate(dataDir)
  const key = readKey(keyFile) ?? createKey(keyFile, file, former)
  if (former && !former.checkPrivateKey(key)) {
    throw new HostError(
      `${file} and ${keyFile} do not belong together; both were left as they are.`,
      `Put both back from one backup; where ca.key is the right one, \`rm ${shellWord(file)}\` has ca.crt made anew.`,
    )
  }
  const nameConstraints = encodeNameConstraints(names)
  if (former && isGood(former, nameConstraints, now)) return describe(key, former)
  // Browsers that know the authority find it by its name.
  const commonName = former ? commonNameOf(former) : newName(names)
  const certificate = await makeAuthorityCertificate({ key, commonName, nameConstraints }, now)
  replacePrivateText(file, certificate)
  return describe(key, new X509Certificate(certificate))
}

/** Undefined where this server has no authority yet. Throws HostError where the file is damaged or foreign. */
export function readAuthorityCertificate(dataDir: string): X509Certificate | undefined {
  const file = join(dataDir, 'ca.crt')
  // It is meant to be handed out, so everybody may read it.
  const text = readPrivateText(file, { mask: forbidden.writing })
  if (text === undefined) return undefined
  const certificate = parse(text)
  const fault = certificate === undefined ? 'is no certificate' : findFault(certificate)
  if (certificate && fault === undefined) return certificate
  throw new HostError(
    `${file} ${fault}; nothing was changed.`,
    'Put it back from a backup; with the right ca.key beside it, it may be deleted and is made anew.',
  )
}

function findFault(certificate: X509Certificate): string | undefined {
  if (!certificate.ca) return 'is the certificate of no authority'
  if (!isP256(certificate.publicKey)) return 'has a key that is not P-256'
  if (certificate.issuer !== certificate.subject || !certificate.verify(certificate.publicKey))
    return 'is signed by somebody else'
  return undefined
}

function parse(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text)
  } catch {
    return undefined
  }
}

function readKey(file: string): KeyObject | undefined {
  const text = readPrivateText(file)
  if (text === undefined) return undefined
  const key = parseKey(text)
  if (key && isP256(key)) return key
  // Clients trust this key and no other: a new one in its place would lock all of them out.
  throw new HostError(
    `The key file ${file} is damaged or holds no P-256 key; nothing was changed.`,
    'Put it back from a backup; delete ca.key and ca.crt only if every client may be told to trust a new one.',
  )
}

function parseKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text)
  } catch {
    return undefined
  }
}

function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
}

/** Of two starts at once one wins, and both go on with the winner's key. */
function createKey(
  file: string,
  certificateFile: string,
  certificate: X509Certificate | undefined,
): KeyObject {
  if (certificate) {
    throw new HostError(
      `${certificateFile} is there and ${file} is missing; nothing was changed.`,
      'Put ca.key back from a backup; delete ca.crt only if every client may be told to trust a new one.',
    )
  }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  createPrivateText(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const key = readKey(file)
  if (!key) throw new HostError(`The key file ${file} vanished while authd started.`, 'Start authd again.')
  return key
}

function isGood(certificate: X509Certificate, nameConstraints: Buffer, now: number): boolean {
  const left = Date.parse(certificate.validTo) - now
  return (
    Date.parse(certificate.validFrom) <= now && left > leastLife && certificate.raw.includes(nameConstraints)
  )
}

function newName({ mdns }: HostNames): string {
  // At most 64 letters (RFC 5280 appendix A.1, ub-common-name).
  return `Latchkey authority of ${mdns ?? 'this house'}`.slice(0, 64)
}

function commonNameOf(certificate: X509Certificate): string {
  return /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? ''
}

function describe(key: KeyObject, certificate: X509Certificate): Authority {
  return {
    key,
    certificate: `${certificate.toString().trim()}\n`,
    commonName: commonNameOf(certificate),
    pin: pinOf(certificate),
    validTo: Date.parse(certificate.validTo),
  }
}
