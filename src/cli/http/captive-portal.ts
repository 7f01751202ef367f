import type { IncomingHttpHeaders } from 'node:http'
import { type Message, message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import { foreignSentence } from '../terminal/printable.ts'

const hint = 'If this network wants a sign-in first, open a browser and do so; else check the address. {kept}'
const moved =
  'If that is the right server, give it as --server; if this network wants a sign-in first, do so in a browser. {kept}'

interface Answer {
  status: number
  headers: IncomingHttpHeaders
}

/**
 * The error where something between us and the server seems to have answered for it: networks that want a sign-in first
 * (captive portals, RFC 8952) do so with a page of theirs, a redirect to it, or the status made for that (RFC 6585 §6).
 */
export function portalError(name: Message | string, kept: Message, answer: Answer): CliError | undefined {
  const { status, headers } = answer
  const said = message(hint, { kept })
  if (status === 511)
    return offline(
      'captive_portal',
      message('This network wants a sign-in before it lets anyone reach {name}.', { name }),
      said,
    )
  const { location } = headers
  if (status >= 300 && status < 400 && location !== undefined) {
    const words = '{name} sends callers to {location}; a token is never sent along.'
    return offline(
      'not_an_authd',
      message(words, { name, location: foreignSentence(location) }),
      message(moved, { kept }),
    )
  }
  if (status < 500 && status !== 429 && /^text\/html\b/i.test(headers['content-type'] ?? ''))
    return offline(
      'not_an_authd',
      message('Where {name} should answer, a web page came ({status}).', { name, status }),
      said,
    )
  return undefined
}

function offline(code: string, words: Message, said: Message): CliError {
  return new CliError(exitCodes.offline, code, words, said)
}
