import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../../protocol/loopback.ts'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import { peerOwner } from './peer-owner.ts'

export interface GuardOptions {
  /** The TCP port that we listen on; undefined for a socket file, whose mode says who may enter. */
  port: number | undefined
  /** True where every user of this machine may use the login. */
  open: boolean
}

/**
 * Why a request may not ride on the login; undefined where it may. A port of the loopback is open to every user of the
 * machine, and to every page in a browser.
 */
export function refuseRequest(request: IncomingMessage, options: GuardOptions): CliError | undefined {
  if (options.port === undefined) return undefined
  return refuseStranger(request, options) ?? refuseName(request, options.port) ?? refusePage(request)
}

function refuseStranger({ socket }: IncomingMessage, { open }: GuardOptions): CliError | undefined {
  if (open) return undefined
  const owner = peerOwner(socket)
  if (owner === 0 || (owner !== undefined && owner === process.getuid?.())) return undefined
  if (owner === 'half-closed')
    return refused(
      'half_closed',
      'Keep your side open until the answer is there, so that this proxy can tell who asks.',
    )
  return refused('another_user', 'This proxy serves the user who started it, and you are another.')
}

/** DNS rebinding: a page of evil.example whose name leads here still says that name. */
function refuseName({ headers: { host = '' } }: IncomingMessage, port: number): CliError | undefined {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined
  if (url && isLoopback(url.hostname) && Number(url.port || 80) === port) return undefined
  return refused('wrong_host', message('This proxy is not "{host}".', { host }))
}

/** A page of another origin (another port is one) must not use the login; what no browser sends says nothing of the kind. */
function refusePage({ headers }: IncomingMessage): CliError | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (!isForeign && (origin === undefined || origin === `http://${host}`)) return undefined
  return refused('foreign_page', 'A page of another origin may not use this proxy.')
}

function refused(code: string, words: Parameters<typeof message>[0] | ReturnType<typeof message>): CliError {
  return new CliError(exitCodes.refused, code, words)
}
