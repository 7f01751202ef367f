import { createHash, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { pinOf } from '../../protocol/join-string.ts'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import { readText, removeFile, writeAtomically } from '../files.ts'

/** An authority that a person accepted for one server, kept in a private file: what `known_hosts` is to ssh. */
export interface Pinned {
  pin: string
  /** The authority's certificate, PEM. */
  certificate: string
  /** When it was accepted, RFC 3339. */
  since: string
}

/**
 * What is pinned for the server, whatever the path; undefined where nothing is. Throws a CliError for a file that is
 * not whole: taking it for none would ask the person to trust whoever answers now.
 */
export function readPinned(folder: string, server: string): Pinned | undefined {
  const path = pathOf(folder, server)
  const text = readText(path)
  if (text === undefined) return undefined
  const { origin, certificate, since } = parse(text) ?? {}
  const pin = certificate === undefined ? undefined : pinIn(certificate)
  if (certificate && pin && origin === new URL(server).origin && typeof since === 'string')
    return { pin, certificate, since }
  throw new CliError(
    exitCodes.untrusted,
    'trust_broken',
    message('{path} does not say whom to trust as {server}; nothing was sent.', { path, server }),
    message('Compare the fingerprint again: `auth trust accept --server {server}`.', { server }),
  )
}

/** The same for who is about to replace it: a damaged file must not keep anybody from writing a good one. */
export function readFormerPin(folder: string, server: string): string | undefined {
  try {
    return readPinned(folder, server)?.pin
  } catch (error) {
    if (error instanceof CliError) return undefined
    throw error
  }
}

/** Trusts this authority for the server from now on, in place of any other. */
export function keepPinned(
  folder: string,
  server: string,
  certificate: string,
  since = new Date().toISOString(),
): Pinned {
  const { origin } = new URL(server)
  writeAtomically(
    pathOf(folder, server),
    `${JSON.stringify({ version: 1, origin, since, certificate }, null, 2)}\n`,
  )
  return { pin: pinOf(new X509Certificate(certificate)), certificate, since }
}

/** True if something was pinned. */
export function forgetPinned(folder: string, server: string): boolean {
  return removeFile(pathOf(folder, server))
}

function pathOf(folder: string, server: string): string {
  const name = createHash('sha256').update(new URL(server).origin).digest('hex').slice(0, 24)
  return join(folder, 'trust', `${name}.json`)
}

function parse(text: string): { origin?: string; certificate?: string; since?: string } | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}

function pinIn(certificate: string): string | undefined {
  try {
    return pinOf(new X509Certificate(certificate))
  } catch {
    return undefined
  }
}
