import { showPin } from '../../protocol/join-string.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import type { ExchangeError } from '../http/exchange-error.ts'
import type { Authority } from '../http/tls-options.ts'
import type { Terminal } from '../terminal.ts'
import { readPinned } from './pinned.ts'

/** Whom a client believes on the other side. Nothing but a handshake is sent before that is settled. */
export interface ServerTrust {
  /** Undefined: the usual authorities. */
  authority(): Authority | undefined
  /**
   * Called when a handshake failed: true if it may be tried again, false if there is nothing to say beyond the failure.
   * Throws a CliError (exit 8) where the server is refused.
   */
  settle(failure: ExchangeError): Promise<boolean>
}

export interface TrustOptions {
  server: string
  folder: string
  env: NodeJS.ProcessEnv
  terminal: Terminal
  /** The PEM of --ca: it was asked for, so it wins over what is pinned. */
  given?: string
}

/** Trust in one server as it stands on this machine. */
export function openTrust(options: TrustOptions): ServerTrust {
  const { given, server, folder } = options
  if (given !== undefined)
    return { authority: () => ({ pem: given, alone: false }), settle: async () => false }
  let pinned = readPinned(folder, server)
  let system: Authority | undefined
  return {
    authority: () => (pinned ? { pem: pinned.certificate, alone: true } : system),
    settle: async (failure) => {
      const { settlePinned, meet, askSystem } = await import('./decision.ts')
      if (!pinned && !system) {
        system = await askSystem(options, failure)
        if (system) return true
      }
      const next = pinned ? await settlePinned(pinned, options, failure) : await meet(options, failure)
      pinned = next ?? pinned
      return next !== undefined
    },
  }
}

/** Trust in an authority that is not written down yet: `auth join` tries it out first. */
export function trustAlone(pem: string, refuse: (failure: ExchangeError) => CliError): ServerTrust {
  return {
    authority: () => ({ pem, alone: true }),
    settle: async (failure) => {
      throw refuse(failure)
    },
  }
}

/** Somebody else answers, or the server has a new key: never decided by us. */
export function serverChanged(server: string, trusted: string, shown: string | undefined): CliError {
  const hint = message(
    'Somebody may be listening in. If the operator says that the key is new, compare it with `authd fingerprint` there, then run `auth trust accept --server {server}`.',
    { server },
  )
  const keys = { server, shown: presented(shown), trusted: showPin(trusted) }
  const what = message(
    '{server} IS NOT THE SERVER THAT YOU TRUST: it shows {shown}, and {trusted} is trusted. Nothing was sent, and your login is kept.',
    keys,
  )
  return new CliError(exitCodes.untrusted, 'server_changed', what, hint)
}

/** What a server shows of itself, in words. */
export function presented(pin: string | undefined): Message | string {
  return pin === undefined ? message('no authority of its own') : showPin(pin)
}
