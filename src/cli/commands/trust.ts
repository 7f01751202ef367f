import { parsePin, showPin } from '../../protocol/join-string.ts'
import { readChain, type Seen } from '../chain.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode, exitCodes, usageError } from '../errors.ts'
import { ExchangeError } from '../exchange-error.ts'
import { forgetPinned, keepPinned, readFormerPin } from '../pinned.ts'
import { describeTrust, trustOf } from '../trust-report.ts'

export interface AcceptOptions {
  fingerprint?: string
}

/** Shows how the server is trusted and what it presents right now; exit 8 where the two differ. */
export async function showTrust(context: Context): Promise<ExitCode> {
  const { target, terminal } = context
  const trust = trustOf(context)
  const seen = trust.kind === 'this-machine' ? undefined : await look(context).catch(offline)
  const presented = seen === undefined ? null : showPin(seen.pin)
  const changed = trust.fingerprint !== null && presented !== null && presented !== trust.fingerprint
  const rows = [
    ['server', target.server],
    ['trust', describeTrust(trust)],
    ['presented', `${presented ?? '-'}${changed ? ' (CHANGED)' : ''}`],
  ] as const
  terminal.answer(rows.map(([label, value]) => `${label.padEnd(11)}${value}`).join('\n'), {
    server: target.server,
    trust,
    presented,
  })
  return changed ? exitCodes.untrusted : exitCodes.done
}

/** Trusts what the server presents now, after a person has compared it or --fingerprint has named it. */
export async function acceptTrust(context: Context, { fingerprint }: AcceptOptions): Promise<void> {
  const { target, terminal, folder } = context
  requireTls(target.server)
  const wanted = fingerprint === undefined ? undefined : readFingerprint(fingerprint)
  const former = readFormerPin(folder, target.server)
  const seen = await look(context)
  if (seen === undefined)
    throw new CliError(
      exitCodes.untrusted,
      'no_authority',
      `${target.server} shows no authority of its own that could be trusted; nothing was changed.`,
      'The usual authorities vouch for such a server, or one of your own: --ca FILE.',
    )
  if (wanted === undefined && seen.pin !== former) await askWhether(context, seen, former)
  if (wanted !== undefined && wanted !== seen.pin) throw notThis(target.server, seen.pin, wanted)
  const { pin, since } = keepPinned(folder, target.server, seen.pem)
  const fields = { server: target.server, fingerprint: showPin(pin), since }
  terminal.answer(`${target.server} is trusted from now on, by ${showPin(pin)}.`, fields)
}

/** Forgets what is pinned for the server; then the usual authorities have to vouch for it. */
export function forgetTrust(context: Context): void {
  const { target, terminal, folder } = context
  requireTls(target.server)
  const forgotten = forgetPinned(folder, target.server)
  const words = forgotten ? 'is no longer trusted by a pin' : 'was not trusted by a pin'
  terminal.answer(`${target.server} ${words}.`, { server: target.server, forgotten })
}

async function look({ target, terminal, env }: Context): Promise<Seen | undefined> {
  const chain = readChain(target.server, env).catch((error: unknown) => {
    if (!(error instanceof ExchangeError)) throw error
    const words = `${target.server} cannot be reached: ${error.message}.`
    throw new CliError(exitCodes.offline, 'offline', words, 'Nothing was changed; try again later.', error)
  })
  return (await terminal.whileWaiting(`Waiting for ${target.server}`, chain)).authority
}

function offline(error: unknown): undefined {
  if (!(error instanceof CliError) || error.exitCode !== exitCodes.offline) throw error
}

async function askWhether(
  { target, terminal }: Context,
  seen: Seen,
  former: string | undefined,
): Promise<void> {
  if (!terminal.interactive)
    throw new CliError(
      exitCodes.untrusted,
      'not_compared',
      `${target.server} shows ${showPin(seen.pin)}, and there is nobody to compare it; nothing was changed.`,
      'Give what `authd fingerprint` prints on that machine: --fingerprint FINGERPRINT.',
    )
  const before = former ? `Trusted so far:\n  ${showPin(former)}\n` : ''
  terminal.tell(
    `${before}${target.server} shows now:\n  ${showPin(seen.pin)}\nIt is the right one if \`authd fingerprint\` prints the same on that machine.`,
  )
  if (await terminal.confirm('Trust it from now on?', '--fingerprint', false)) return
  throw new CliError(exitCodes.untrusted, 'not_accepted', 'Nothing was changed.')
}

function notThis(server: string, shown: string, wanted: string): CliError {
  return new CliError(
    exitCodes.untrusted,
    'server_changed',
    `${server} shows ${showPin(shown)}, and not ${showPin(wanted)}; nothing was changed.`,
    'Either this is another server, or the fingerprint is of another one: compare with `authd fingerprint` there.',
  )
}

function readFingerprint(text: string): string {
  const pin = parsePin(text)
  if (pin !== undefined) return pin
  throw usageError(`--fingerprint: ${text} is none.`, 'Copy the whole of what `authd fingerprint` prints.')
}

function requireTls(server: string): void {
  if (server.startsWith('https:')) return
  throw usageError(
    `${server} is spoken to without TLS, so it has no fingerprint.`,
    'Give --server https://….',
  )
}
