import { networkInterfaces } from 'node:os'
import { formatJoinString, pinOf, showPin } from '../../protocol/join-string.ts'
import type { Config } from '../config.ts'
import { type HostOptions, readHostConfig } from '../host.ts'
import { HostError } from '../host-error.ts'
import { readAuthorityCertificate } from '../lan/authority.ts'
import { outerAddresses, readHostNames } from '../lan/host-names.ts'
import { readLastServer } from '../lan/join-file.ts'
import { defaultIssuer } from '../lan/presence.ts'
import { printJson, say } from './output.ts'

/** `authd fingerprint`: what clients are to trust, and the string by which they join. Makes nothing. */
export async function fingerprint(options: HostOptions & { invite?: string }): Promise<void> {
  const config = readHostConfig(options)
  const certificate = readAuthorityCertificate(config.dataDir)
  if (!certificate) {
    throw new HostError(
      `this server has no authority yet: ${config.dataDir} has no ca.crt`,
      'start it once for the network: authd serve --lan',
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
  const lines = drawQrCode(join)
  if (lines.indexOf('\n') <= columns) process.stderr.write(`${lines}\n`)
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
