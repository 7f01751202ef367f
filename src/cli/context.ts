import { type Catalogue, message } from '../protocol/messages.ts'
import type { Client } from './client.ts'
import { type Config, readConfig, requireAddress } from './config.ts'
import { usageError } from './errors.ts'
import { configFolder } from './platform/paths.ts'
import { chooseTarget, type Target } from './profile/profile.ts'
import type { Interruptions } from './session/interruptions.ts'
import { Terminal } from './terminal.ts'
import type { ServerTrust } from './trust/server-trust.ts'
import { version } from './version.ts'

/** The flags that every command takes, as commander hands them over. */
export interface GlobalFlags {
  server?: string
  profile?: string
  json?: boolean
  quiet?: boolean
  verbose?: boolean
  /** False with --no-input. */
  input: boolean
  /** False with --no-color. */
  color: boolean
  ca?: string
}

/** What `main` gives to every command. */
export interface Host {
  interruptions: Interruptions
  /** The words of the person's language; undefined for English. */
  loadWords(): Promise<Catalogue | undefined>
}

/** What a command works with. Each part is made when it is first asked for, so that a command pays for no other's. */
export class Context {
  readonly env: NodeJS.ProcessEnv
  readonly flags: GlobalFlags
  readonly terminal: Terminal
  readonly folder: string
  readonly interruptions: Interruptions
  /** The words of the command that runs, such as `profile remove`. */
  readonly command: string
  readonly #host: Host
  #target: Target | undefined
  #client: Promise<Client> | undefined

  constructor(command: string, flags: GlobalFlags, env: NodeJS.ProcessEnv, host: Host) {
    const { json = false, quiet = false, verbose = false, input, color } = flags
    this.command = command
    this.flags = flags
    this.env = env
    this.terminal = new Terminal({ json, quiet, verbose, input, color, env })
    this.folder = configFolder(env)
    this.interruptions = host.interruptions
    this.#host = host
  }

  /** From here on the terminal speaks the person's language; its words are loaded only now. */
  async speak(): Promise<void> {
    if (!this.terminal.json) this.terminal.speak(await this.#host.loadWords())
  }

  /** The configuration as it is on the disk right now. */
  config(): Config {
    return readConfig(this.folder)
  }

  /** The profile and server of this call; stays the same through it, except after `retarget`. */
  get target(): Target {
    this.#target ??= chooseTarget(this.config(), { flags: this.flags, env: this.env })
    return this.#target
  }

  /** Chooses anew, after the configuration has changed. */
  retarget(): void {
    this.#target = undefined
  }

  /** The same for work beside a program that owns the terminal: it asks nothing, draws nothing and keeps its target. */
  inBackground(): Context {
    const quiet = new Context(
      this.command,
      { ...this.flags, quiet: true, input: false },
      this.env,
      this.#host,
    )
    quiet.#target = this.target
    return quiet
  }

  client(): Promise<Client> {
    this.#client ??= this.clientFor(this.target.server)
    return this.#client
  }

  /**
   * Settles whether the server is to be trusted before anybody types a password for it, as ssh does. Costs a request,
   * and only where it speaks TLS and nobody is logged in there yet.
   */
  async meetServer(): Promise<void> {
    const { server, profile } = this.target
    if (!server.startsWith('https:') || profile?.credential !== undefined) return
    const { paths } = await import('../protocol/endpoints.ts')
    await (await this.client()).send({ method: 'GET', path: paths.health })
  }

  /** A client for a server, which may be another profile's: what chose the target did not choose that one. */
  async clientFor(server: string): Promise<Client> {
    requireAddress(server, this.folder)
    await this.speak() // who waits for a server is told so
    const { createClient } = await import('./client.ts')
    const trust = await this.trustIn(server)
    const chosen = server === this.target.server ? this.target : undefined
    return createClient({
      server,
      because: chosen?.because,
      loggedIn: chosen?.profile?.credential !== undefined,
      version,
      env: this.env,
      terminal: this.terminal,
      ...(trust && { trust }),
    })
  }

  /** Whom to believe as that server; undefined where no TLS is spoken. */
  async trustIn(server: string): Promise<ServerTrust | undefined> {
    const given = this.flags.ca === undefined ? {} : { given: await readAuthority(this.flags.ca) }
    if (server.startsWith('http:')) return undefined
    const { openTrust } = await import('./trust/server-trust.ts')
    return openTrust({ server, folder: this.folder, env: this.env, terminal: this.terminal, ...given })
  }
}

async function readAuthority(path: string): Promise<string> {
  const { readText } = await import('./files.ts')
  const pem = readText(path)
  if (pem?.includes('-----BEGIN CERTIFICATE-----')) return pem
  throw usageError(
    message('--ca {path} is no certificate in PEM form.', { path }),
    'Name the file of the authority that signed the certificate of the server.',
  )
}
