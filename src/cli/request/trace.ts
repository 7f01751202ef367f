import type { IncomingMessage } from 'node:http'
import { oneLine } from '../terminal/printable.ts'
import type { Terminal } from '../terminal.ts'
import type { Plan } from './plan.ts'

/** What may carry a secret, by its name; a challenge (RFC 9110 §11.6.1) tells none. */
const secret =
  /^(?!www-authenticate$|proxy-authenticate$).*(auth|cookie|token|secret|key|pass|signature|credential|session|jwt|otp|assertion|csrf|xsrf|\bsid\b)/i
/** Addresses: what stands behind `?` may be a code or a signature. */
const address = /(^|-)(location|referr?er|refresh|link|ur[il])$/i

/**
 * For --verbose, as curl shows it, with `>` and `<`; no value of a header that may be a secret, and `token`, ours, in none:
 * a server that echoes what it got showed it under a name of its own.
 */
export function traceRequest(
  terminal: Terminal,
  { method, url }: Plan,
  headers: Record<string, string>,
  token: string | undefined,
): void {
  terminal.trace(`> ${method} ${without(token, url.pathname)} ${url.origin}`)
  for (const [name, value] of Object.entries(headers))
    terminal.trace(`> ${name}: ${shown(name, value, token)}`)
}

export function traceAnswer(terminal: Terminal, answer: IncomingMessage, token: string | undefined): void {
  terminal.trace(`< ${answer.statusCode} ${oneLine(without(token, answer.statusMessage ?? ''))}`)
  for (const [name, value] of Object.entries(answer.headers))
    terminal.trace(`< ${name}: ${shown(name, String(value), token)}`)
}

function shown(name: string, value: string, token: string | undefined): string {
  if (secret.test(name)) return '(hidden)'
  return oneLine(without(token, address.test(name) ? value.replace(/[?#].*$/s, '?(hidden)') : value))
}

function without(token: string | undefined, text: string): string {
  return token ? text.replaceAll(token, '(hidden)') : text
}
