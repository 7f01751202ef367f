import { networkInterfaces } from 'node:os'
import { formatJoinString, showPin } from '../../protocol/join-string.ts'
import type { Config } from '../config.ts'
import type { HttpServer } from '../http-server.ts'
import type { Log } from '../log.ts'
import type { Announcement } from './announcement.ts'
import { openAuthority } from './authority.ts'
import { type HostNames, outerAddresses, readHostNames } from './host-names.ts'
import { keepLastServer } from './join-file.ts'
import { coversNames, isFresh, type Leaf, openLeaf } from './leaf.ts'
import type { TlsMaterial } from './tls-server.ts'

/** What `--lan` adds to a server: a certificate of its own authority that follows the host's names, and a voice. */
export interface Presence {
  tls: TlsMaterial
  /** The public base URL where none was set: the same for every machine on the network. */
  issuerAt(port: number): string
  /** Announces the server and keeps its certificate fresh. */
  appear(server: HttpServer, issuer: string): void
  stop(): Promise<void>
}

interface Means {
  config: Pick<Config, 'dataDir' | 'issuer' | 'sources'>
  log: Log
  now: () => number
}

/** Milliseconds between two looks at the host's addresses; one costs less than 0.1 ms. */
const lookEvery = 5_000

/** Throws HostError where the files of the authority are damaged, foreign or cannot be made. */
export async function openPresence(means: Means): Promise<Presence> {
  const { config, log } = means
  const issuer = config.sources.issuer === 'default' ? undefined : config.issuer
  const readNames = () => readHostNames(issuer)
  let { leaf, pin } = await openCertificate(means, readNames())
  let announcement: Announcement | undefined
  let timer: NodeJS.Timeout | undefined
  const announceNow = async (server: HttpServer, url: string) => {
    const { announce } = await import('./announcement.ts')
    const service = { mdns: readNames().mdns, port: portOf(server), issuer: url, pin }
    announcement = announce(service, (error) =>
      log.warn({ err: error }, 'the announcement by mDNS has trouble'),
    )
  }
  const look = async (server: HttpServer, url: string) => {
    const names = readNames()
    if (coversNames(leaf.cert, names) && isFresh(leaf.cert, means.now())) return
    ;({ leaf, pin } = await openCertificate(means, names))
    server.renewTls(leaf)
    log.info({ names: names.names, addresses: names.addresses }, 'the certificate was made anew')
    await announcement?.stop()
    await announceNow(server, url)
  }
  return {
    tls: leaf,
    issuerAt: (port) => defaultIssuer(readNames(), port),
    appear: (server, url) => {
      const failed = (error: unknown) =>
        log.error({ err: error }, 'the certificate or its announcement failed')
      const join = formatJoinString({ server: url, pin })
      keepLastServer(config.dataDir, url)
      log.info({ join, pin: showPin(pin) }, 'on the network; others join by this string')
      let busy = announceNow(server, url).catch(failed)
      timer = setInterval(() => {
        busy = busy.then(() => look(server, url)).catch(failed)
      }, lookEvery)
    },
    stop: async () => {
      clearInterval(timer)
      await announcement?.stop()
    },
  }
}

async function openCertificate(
  { config, now }: Means,
  names: HostNames,
): Promise<{ leaf: Leaf; pin: string }> {
  const authority = await openAuthority(config.dataDir, names, now())
  return { leaf: await openLeaf(config.dataDir, authority, names, now()), pin: authority.pin }
}

/**
 * A name, because it stays when the router gives out other addresses: tokens, cookies and links of old keep their
 * server. Where the machine has no name, its first address.
 */
export function defaultIssuer({ mdns }: HostNames, port: number): string {
  const [address = 'localhost'] = outerAddresses(networkInterfaces())
  const host = mdns ?? (address.includes(':') ? `[${address}]` : address)
  return new URL(`https://${host}:${port}`).origin
}

function portOf({ url }: HttpServer): number {
  return Number(new URL(url).port || 443)
}
