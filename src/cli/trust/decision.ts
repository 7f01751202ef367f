import type { X509Certificate } from 'node:crypto'
import { showPin } from '../../protocol/join-string.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import type { ExchangeError } from '../http/exchange-error.ts'
import { bare } from '../http/host.ts'
import type { Authority } from '../http/tls-options.ts'
import { readChain } from './chain.ts'
import { keepPinned, type Pinned } from './pinned.ts'
import { serverChanged, type TrustOptions } from './server-trust.ts'

/** What is decided when a handshake failed, by a second one that only looks. */

const unknownAuthority = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/

/** What the operator of this machine installed goes before any question. Undefined where that cannot help. */
export async function askSystem(
  { env }: TrustOptions,
  failure: ExchangeError,
): Promise<Authority | undefined> {
  if (!unknownAuthority.test(codeOf(failure))) return undefined
  const { readSystemAuthorities } = await import('../http/system-authorities.ts')
  const pem = await readSystemAuthorities(env)
  return pem === undefined ? undefined : { pem, alone: false }
}

/** For a server that nobody here knows: asks, as ssh does. Undefined where its certificate has another fault. */
export async function meet(options: TrustOptions, failure: ExchangeError): Promise<Pinned | undefined> {
  const { server, folder, env, terminal } = options
  if (!unknownAuthority.test(codeOf(failure))) return undefined
  const { authority } = await readChain(server, env)
  if (authority === undefined) return undefined
  if (!terminal.interactive) throw unknownServer(server, authority.pin)
  terminal.tell(
    message(
      'Nobody here knows the authority of {server}. Its fingerprint is\n  {fingerprint}\nIt is the right one if `authd fingerprint` prints the same on that machine.',
      { server, fingerprint: showPin(authority.pin) },
    ),
  )
  if (await terminal.confirm('Trust it from now on?', '--fingerprint', false))
    return keepPinned(folder, server, authority.pem)
  throw new CliError(
    exitCodes.untrusted,
    'untrusted_server',
    message('{server} is not trusted; nothing was sent.', { server }),
  )
}

/**
 * For a pinned server: its authority's certificate may have been made anew for the same key, which is followed; another
 * key is refused, and so is a certificate that is wrong in itself.
 */
export async function settlePinned(
  pinned: Pinned,
  { server, folder, env }: TrustOptions,
  failure: ExchangeError,
): Promise<Pinned> {
  const { leaf, authority } = await readChain(server, env)
  if (authority?.pin !== pinned.pin) throw serverChanged(server, pinned.pin, authority?.pin)
  if (authority.pem.trim() !== pinned.certificate.trim())
    return keepPinned(folder, server, authority.pem, pinned.since)
  throw explainRefusal(server, leaf, failure)
}

/** Why a certificate of the right authority is still refused: the name, or the time. */
export function explainRefusal(server: string, leaf: X509Certificate, failure: ExchangeError): CliError {
  const refuse = (code: string, why: Message, hint: string) => {
    const what = message('{server} is not trusted: {why}. Nothing was sent.', { server, why })
    return new CliError(exitCodes.untrusted, code, what, hint)
  }
  const { validFrom, validTo } = leaf
  if (codeOf(failure) === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = namesOf(leaf)
    return refuse(
      'server_name',
      message('its certificate does not name {host}, but {names}', {
        host: bare(new URL(server).hostname),
        names: names.join(', '),
      }),
      'Use one of these names as --server, or give the server this one: AUTHD_ISSUER there, then a restart.',
    )
  }
  const now = Date.now()
  if (now < Date.parse(validFrom) || now > Date.parse(validTo)) {
    const hint = 'Check the clocks of both machines; a running server renews its certificate by itself.'
    return refuse(
      'server_certificate_time',
      message('its certificate is good from {from} to {to}', { from: validFrom, to: validTo }),
      hint,
    )
  }
  const hint = 'Ask the operator of the server; `authd` there logs what it does with its certificate.'
  return refuse('untrusted_server', failure.said, hint)
}

/** Names of machines, without what only the machine itself can use. */
function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
  const names = subjectAltName.split(', ').map((each) => each.replace(/^(DNS|IP Address):/, ''))
  return names.filter((name) => !/^(localhost|127\.0\.0\.1|(0:){7}1)$/.test(name)).slice(0, 8)
}

function unknownServer(server: string, pin: string): CliError {
  return new CliError(
    exitCodes.untrusted,
    'unknown_server',
    message(
      '{server} is not trusted: nobody here knows its authority, whose fingerprint is {fingerprint}. Nothing was sent.',
      { server, fingerprint: showPin(pin) },
    ),
    message(
      'If its authority is your own, name it: --ca FILE. Else compare with `authd fingerprint` there, then run `auth trust accept --server {server} --fingerprint FINGERPRINT`.',
      { server },
    ),
  )
}

function codeOf({ cause }: ExchangeError): string {
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? ''
}
