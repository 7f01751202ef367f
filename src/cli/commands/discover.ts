import { isIPv6 } from 'node:net'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { parseDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { answerList } from '../terminal/list.ts'
import type { Announced } from '../trust/mdns.ts'
import { readPinned } from '../trust/pinned.ts'

const usualTimeout = '2s'

export interface DiscoverOptions {
  timeout?: string
}

interface Found {
  name: string
  address: string
  port: number
  host: string
  issuer: string | null
  /** The beginning of the pin, as announced; anybody can announce anything. */
  fingerprint_hint: string | null
  /** The server that is trusted here and that this seems to be. */
  trusted_as: string | null
}

/** Lists the servers that announce themselves. It suggests and never trusts: joining compares the whole pin. */
export async function discover(context: Context, options: DiscoverOptions): Promise<void> {
  const { terminal } = context
  const timeout = parseDuration(options.timeout ?? usualTimeout, '--timeout')
  if (timeout < 1_000 || timeout > 60_000)
    throw usageError(
      message('--timeout {text} is not between 1s and 60s.', { text: options.timeout ?? usualTimeout }),
      'Write how long to listen, such as 5s.',
    )
  const { browse } = await import('../trust/mdns.ts')
  const { found, trouble } = await terminal.whileWaiting('Listening on the network', browse(timeout))
  const items = found.map((each) => describe(context, each))
  const columns = [
    { title: terminal.t('NAME'), cells: items.map(({ name }) => name), weight: 2 },
    { title: terminal.t('ADDRESS'), cells: items.map(addressOf) },
    { title: terminal.t('HOST'), cells: items.map(({ host }) => host), weight: 1 },
    { title: terminal.t('FINGERPRINT'), cells: items.map((item) => hintOf(item)) },
    { title: terminal.t('TRUSTED'), cells: items.map((item) => item.trusted_as ?? '-'), weight: 3 },
  ]
  answerList(context, items, columns, 'No server was heard.')
  if (trouble !== undefined)
    terminal.warn(message('Listening had trouble: {why}.', { why: message(trouble) }))
  if (items.length > 0)
    terminal.tell(
      "Anybody can announce anything; join by what `authd fingerprint` prints there: `auth join 'auth://…'`.",
    )
}

function describe(context: Context, { name, address, port, host, issuer, hint }: Announced): Found {
  const trusted = hint === undefined ? undefined : findTrusted(context, hint)
  return {
    name,
    address,
    port,
    host,
    issuer: issuer ?? null,
    fingerprint_hint: hint ?? null,
    trusted_as: trusted ?? null,
  }
}

/** By the pin and not by the address: those change, and anybody could take one. */
function findTrusted(context: Context, hint: string): string | undefined {
  const { folder } = context
  const servers = new Set(Object.values(context.config().profiles).map(({ server }) => server))
  return [...servers].find((server) => {
    return (
      server.startsWith('https:') && hint.length >= 16 && readPinned(folder, server)?.pin.startsWith(hint)
    )
  })
}

function addressOf({ address, port }: Found): string {
  return `${isIPv6(address) ? `[${address}]` : address}:${port}`
}

function hintOf({ fingerprint_hint: hint }: Found): string {
  return hint === null ? '-' : `sha256:${hint}…`
}
