import { networkInterfaces } from 'node:os'
import { formatJoinString, isInvite, pinOf, showPin } from '../../protocol/join-string.ts'
import type { Config } from '../config.ts'
import { type HostOptions, readHostConfig } from '../host.ts'
import { HostError, UsageError } from '../host-error.ts'
import { readAuthorityCertificate } from '../lan/authority.ts'
import { outerAddresses, readHostNames } from '../lan/host-names.ts'
import { readLastServer } from '../lan/join-file.ts'
import { defaultIssuer } from '../lan/presence.ts'
import { printJson, say } from './output.ts'

/** `authd fingerprint`: what clients are to trust, and the string by which they join. Makes nothing. */
export async function fingerprint(options: HostOptions & { invite?: string }): Promise<void> {
  if (options.invite !== undefined && !isInvite(options.invite))
    throw new UsageError(
      '--invite is no code of an invitation, and nobody could join by such a string.',
      'Copy the code that `auth invites create` printed.',
    )
  const config = readHostConfig(options)
  const certificate = readAuthorityCertificate(config.dataDir)
  if (!certificate) {
    throw new HostError(
      `This server has no authority yet: ${config.dataDir} has no ca.crt.`,
      'Start it once for the network, by `authd serve --lan`.',
    )
  }
  const pin = pinOf(certificate)
  const server = findServer(config)
  const invite = options.invite === undefined ? {} : { invite: options.invite }
  const [join = '', ...others] = [server, ...byAddress(server)].map((each) =>
    formatJoinString({ server: each, pin, ...invite }),
  )
  const hex = Buffer.from(pin, 'base64url')
    .toString('hex')
    .toUpperCase()
    .replace(/..(?!$)/g, '$&:')
  if (options.json) {
    return printJson({
      pin: showPin(pin),
      hex,
      join,
      join_by_address: others,
      server,
      expires_at: iso(certificate),
    })
  }
  process.stdout.write(`pin   ${showPin(pin)}\nhex   ${hex}\njoin  ${join}\n`)
  if (others[0]) say(`Where names like ${new URL(server).hostname} are not found, by address: ${others[0]}`)
  await draw(join)
}

/** For a person only, and only where it stays in one piece. */
async function draw(join: string): Promise<void> {
  const { isTTY, columns } = process.stderr
  if (!process.stdout.isTTY || !isTTY) return
  const { drawQrCode } = await import('../lan/qr-code.ts')
  const lines = drawQrCode(join).split('\n')
  if ((lines[0]?.length ?? 0) > columns) return
  const { NO_COLOR, TERM } = process.env
  const paint = NO_COLOR || TERM === 'dumb' ? (line: string) => line : lightOnDark
  process.stderr.write(`${lines.map(paint).join('\n')}\n`)
}

/** In any theme: black on a white terminal it is inverted, which many readers do not take. */
function lightOnDark(line: string): string {
  return `\x1b[97m\x1b[40m${line}\x1b[0m`
}

/** Where the last start said that it is; else where the settings say that the next one will be. */
function findServer(config: Config): string {
  if (config.sources.issuer !== 'default') return config.issuer
  return readLastServer(config.dataDir) ?? defaultIssuer(readHostNames(undefined), config.listen.port)
}

function byAddress(server: string): string[] {
  const { port, pathname } = new URL(server)
  return outerAddresses(networkInterfaces())
    .map((address) => (address.includes(':') ? `[${address}]` : address))
    .map((host) => new URL(`https://${host}${port && `:${port}`}${pathname}`).href.replace(/\/+$/, ''))
    .filter((url) => url !== server)
}

function iso(certificate: { validTo: string }): string {
  return new Date(certificate.validTo).toISOString()
}
