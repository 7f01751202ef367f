import { parsePin, showPin } from '../../protocol/join-string.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode, exitCodes, usageError } from '../errors.ts'
import { unanswered } from '../http/unanswered.ts'
import { padTo } from '../terminal/width.ts'
import { readChain, type Seen } from '../trust/chain.ts'
import { forgetPinned, keepPinned, readFormerPin } from '../trust/pinned.ts'
import { describeTrust, trustOf } from '../trust/report.ts'

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
  const { t } = terminal
  const rows = [
    [t('server'), target.server],
    [t('trust'), describeTrust(trust, t)],
    [t('presented'), changed ? t('{fingerprint} (CHANGED)', { fingerprint: presented }) : (presented ?? '-')],
  ] as const
  terminal.answer(rows.map(([label, value]) => `${padTo(label, 11)}${value}`).join('\n'), {
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
      message('{server} shows no authority of its own that could be trusted; nothing was changed.', {
        server: target.server,
      }),
      'The usual authorities vouch for such a server, or one of your own: --ca FILE.',
    )
  if (wanted === undefined && seen.pin !== former) await askWhether(context, seen, former)
  if (wanted !== undefined && wanted !== seen.pin) throw notThis(target.server, seen.pin, wanted)
  const { pin, since } = keepPinned(folder, target.server, seen.pem)
  const fields = { server: target.server, fingerprint: showPin(pin), since }
  terminal.answer(message('{server} is trusted from now on, by {fingerprint}.', fields), fields)
}

/** Forgets what is pinned for the server; then the usual authorities have to vouch for it. */
export function forgetTrust(context: Context): void {
  const { target, terminal, folder } = context
  requireTls(target.server)
  const forgotten = forgetPinned(folder, target.server)
  const { server } = target
  const words = forgotten
    ? message('{server} is no longer trusted by a pin.', { server })
    : message('{server} was not trusted by a pin.', { server })
  terminal.answer(words, { server, forgotten })
}

async function look({ target, terminal, env }: Context): Promise<Seen | undefined> {
  const chain = readChain(target.server, env).catch((error: unknown) => {
    throw unanswered(target.server, 'Nothing was changed; try again later.', error)
  })
  return (await terminal.whileWaiting(message('Waiting for {server}', { server: target.server }), chain))
    .authority
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
      message('{server} shows {fingerprint}, and there is nobody to compare it; nothing was changed.', {
        server: target.server,
        fingerprint: showPin(seen.pin),
      }),
      'Give what `authd fingerprint` prints on that machine: --fingerprint FINGERPRINT.',
    )
  const { server } = target
  if (former) terminal.tell(message('Trusted so far:\n  {fingerprint}', { fingerprint: showPin(former) }))
  terminal.tell(
    message(
      '{server} shows now:\n  {fingerprint}\nIt is the right one if `authd fingerprint` prints the same on that machine.',
      { server, fingerprint: showPin(seen.pin) },
    ),
  )
  if (await terminal.confirm('Trust it from now on?', '--fingerprint', false)) return
  throw new CliError(exitCodes.untrusted, 'not_accepted', 'Nothing was changed.')
}

function notThis(server: string, shown: string, wanted: string): CliError {
  return new CliError(
    exitCodes.untrusted,
    'server_changed',
    message('{server} shows {shown}, and not {wanted}; nothing was changed.', {
      server,
      shown: showPin(shown),
      wanted: showPin(wanted),
    }),
    'Either this is another server, or the fingerprint is of another one: compare with `authd fingerprint` there.',
  )
}

function readFingerprint(text: string): string {
  const pin = parsePin(text)
  if (pin !== undefined) return pin
  throw usageError(
    message('--fingerprint {text} is no fingerprint.', { text }),
    'Copy the whole of what `authd fingerprint` prints.',
  )
}

function requireTls(server: string): void {
  if (server.startsWith('https:')) return
  throw usageError(
    message('{server} is spoken to without TLS, so it has no fingerprint.', { server }),
    'Give --server https://….',
  )
}
