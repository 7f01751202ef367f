import { networkInterfaces } from 'node:os'
import { formatJoinString, showPin } from '../../protocol/join-string.ts'
import type { Config } from '../config.ts'
import { errorCode, HostError } from '../host-error.ts'
import type { HttpServer } from '../http-server.ts'
import type { Log } from '../log.ts'
import { Warner } from '../warner.ts'
import type { Announcement } from './announcement.ts'
import { openAuthority } from './authority.ts'
import { type HostNames, outerAddresses, readHostNames } from './host-names.ts'
import { keepLastServer } from './join-file.ts'
import { coversNames, isFresh, type Leaf, openLeaf } from './leaf.ts'
import type { TlsMaterial } from './tls-server.ts'

interface Means {
  config: Pick<Config, 'dataDir' | 'issuer' | 'listen' | 'sources'>
  log: Log
  now: () => number
}

/** Milliseconds between two looks at the host's addresses; one costs less than 0.1 ms. */
const lookEvery = 2_000

/** Trouble that stands, such as a full disk, is told again after this long, in ms: it was a line every two seconds. */
const tellEvery = 60 * 60_000

/** Opens or makes the certificates. Throws HostError where files are damaged, foreign or cannot be made. */
export async function openPresence(means: Means): Promise<Presence> {
  const issuer = means.config.sources.issuer === 'default' ? undefined : means.config.issuer
  const readNames = () => readHostNames(issuer)
  return new Presence(means, readNames, await openCertificate(means, readNames()))
}

interface Certificate {
  leaf: Leaf
  pin: string
}

/** What `--lan` adds to a server: a certificate of its own authority that follows the host's names, and a voice. */
export class Presence {
  readonly #means: Means
  readonly #readNames: () => HostNames
  #certificate: Certificate
  #announcement: Announcement | undefined
  /** The addresses that it is announced for. */
  #heardAt = ''
  #timer: NodeJS.Timeout | undefined
  #busy = Promise.resolve()

  constructor(means: Means, readNames: () => HostNames, certificate: Certificate) {
    this.#means = means
    this.#readNames = readNames
    this.#certificate = certificate
  }

  get tls(): TlsMaterial {
    return this.#certificate.leaf
  }

  /** The public base URL where none was set: the same for every machine on the network. */
  issuerAt(port: number): string {
    return defaultIssuer(this.#readNames(), port)
  }

  /** Announces the server, and from now on keeps announcement and certificate as the host's addresses are. */
  appear(server: HttpServer, issuer: string): void {
    const { log, config, now } = this.#means
    const { pin } = this.#certificate
    log.info(
      { join: formatJoinString({ server: issuer, pin }), pin: showPin(pin) },
      'others join by this string',
    )
    const warner = new Warner()
    const failed = (error: unknown) => {
      if (warner.isDue(now(), tellEvery, causeOf(error)))
        log.error({ err: error }, 'the presence on the network has trouble')
    }
    const look = () => {
      this.#busy = this.#busy.then(() => this.#look(server, issuer)).catch(failed)
    }
    try {
      keepLastServer(config.dataDir, issuer)
    } catch (error) {
      failed(error)
    }
    look()
    this.#timer = setInterval(look, lookEvery)
  }

  /** Says goodbye on the network. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#busy
    await this.#announcement?.stop()
  }

  async #look(server: HttpServer, issuer: string): Promise<void> {
    const names = this.#readNames()
    await this.#renew(server, names)
    const addresses = outerAddresses(networkInterfaces()).join()
    if (this.#announcement && this.#heardAt === addresses) return
    const { announce } = await import('./announcement.ts')
    const { log, config } = this.#means
    await this.#announcement?.stop()
    const service = { mdns: names.mdns, port: portOf(server), issuer, pin: this.#certificate.pin }
    this.#heardAt = addresses
    this.#announcement = announce(service, config.listen.host, ({ message }) =>
      log.warn({ reason: message }, 'the announcement by mDNS has trouble'),
    )
  }

  async #renew(server: HttpServer, names: HostNames): Promise<void> {
    const { cert } = this.tls
    if (coversNames(cert, names) && isFresh(cert, this.#means.now())) return
    this.#certificate = await openCertificate(this.#means, names)
    server.renewTls(this.tls)
    const { addresses } = names
    this.#means.log.info({ names: names.names, addresses }, 'the certificate was made anew')
  }
}

/** The text of an error may name a file that is new each time. */
function causeOf(error: unknown): string {
  return errorCode(error instanceof HostError ? error.cause : error) ?? String(error)
}

async function openCertificate({ config, now }: Means, names: HostNames): Promise<Certificate> {
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
