import { type Message, message } from '../../protocol/messages.ts'
import { type CliError, usageError } from '../errors.ts'
import { refusePlainHttp } from '../http/plain-http.ts'

/**
 * A server's address as it is stored and compared: scheme, host, port and base path, without a slash at the end.
 * `source` names where it came from. Throws a usage error for anything that no token should be sent to.
 */
export function parseServer(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw refused(message('{source} {text} is no http(s) address.', { source, text }))
  if (url.username !== '' || url.password !== '')
    throw refused(message('{source} {text} holds a name or a password.', { source, text: url.host }))
  if (url.search !== '' || url.hash !== '')
    throw refused(message('{source} {text} has more than a host and a path.', { source, text }))
  refusePlainHttp(url, source, text)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function refused(what: Message): CliError {
  return usageError(what, 'Write it like https://auth.example.org.')
}
