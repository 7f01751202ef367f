import type { Server } from 'node:http'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, usageError } from '../errors.ts'
import { openUpstream } from '../http/upstream.ts'
import { requireOrigin } from '../profile/origins.ts'
import { parseServer } from '../profile/server-url.ts'
import { listen, type Place, parsePlace } from '../relay/address.ts'
import { refuseRequest } from '../relay/guard.ts'
import { knowsPeers } from '../relay/peer-owner.ts'
import { makeRelayServer } from '../relay/server.ts'
import { accessToken, requireBearer } from '../session.ts'

export interface ProxyOptions {
  listen?: string
  open?: boolean
}

/** Listens on this machine, and passes what it hears on to one target with a fresh token, until it is interrupted. */
export async function proxy(context: Context, address: string, options: ProxyOptions): Promise<number> {
  const target = checkTarget(context, parseServer(address, 'TARGET'))
  const place = await parsePlace(options.listen ?? '127.0.0.1:0')
  requireOneUser(place, options.open)
  requireBearer(context)
  await accessToken(context).catch((error) => sayLater(context, error))
  const background = context.inBackground()
  const upstream = openUpstream(target, await background.trustIn(target.origin), context.env)
  const guard = { open: options.open ?? false }
  const { server, stop } = makeRelayServer({ upstream, context: background }, (request) =>
    refuseRequest(request, { ...guard, port: portOf(server) }),
  )
  const interruption = waitForInterruption(context)
  const url = await listen(server, place)
  announce(context, url, target)
  const code = await interruption
  await stop()
  return code
}

function checkTarget({ target }: Context, address: string): URL {
  const url = new URL(address)
  requireOrigin(target, url.origin)
  return url
}

function requireOneUser(place: Place, open = false): void {
  if (open || 'path' in place || knowsPeers()) return
  throw usageError(
    'This system does not tell who connects to a port, so every user of the machine could act as you.',
    'Listen on a socket file (--listen unix:PATH), or say that nobody else is here: --open.',
  )
}

/** Out of reach now is no reason not to start: a machine starts its proxy before its network. */
function sayLater({ terminal }: Context, error: unknown): void {
  if (!(error instanceof CliError) || error.exitCode !== exitCodes.offline) throw error
  terminal.warn(message('{why} It is tried again at each request.', { why: error.said }))
}

function portOf(server: Server): number | undefined {
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}

function announce({ terminal, target: { profile } }: Context, url: string, target: URL): void {
  const account = profile?.account ?? null
  const shown = target.href.replace(/\/$/, '')
  terminal.answer(url, { url, target: shown, account })
  const values = { target: shown, account: account ?? 'AUTH_TOKEN' }
  terminal.tell(message('Requests there go to {target} as {account}; Ctrl-C ends it.', values))
}

/** SIGINT ends it with 130, what a supervisor sends with 0. A second one does not wait for requests. */
function waitForInterruption({ interruptions }: Context): Promise<number> {
  return new Promise((resolve) => {
    const note = (code: number) => (): void => resolve(code)
    for (const [signal, code] of [
      ['SIGINT', exitCodes.interrupted],
      ['SIGTERM', exitCodes.done],
      ['SIGHUP', exitCodes.done],
    ] as const)
      process.once(signal, note(code))
    let count = 0
    interruptions.handOver(() => {
      count += 1
      if (count > 1) process.exit(exitCodes.interrupted)
    })
  })
}
