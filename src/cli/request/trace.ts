import type { IncomingMessage } from 'node:http'
import { oneLine } from '../terminal/printable.ts'
import type { Terminal } from '../terminal.ts'
import type { Plan } from './plan.ts'

/** What may carry a secret, by its name; a challenge (RFC 9110 §11.6.1) tells none. */
const secret =
  /^(?!www-authenticate$|proxy-authenticate$).*(auth|cookie|token|secret|key|password|signature)/i
/** Addresses: what stands behind `?` may be a code or a signature. */
const address = /^(content-)?location$|^referer$/i

/** For --verbose, as curl shows it, with `>` and `<`; no value of a header that may be a secret. */
export function traceRequest(
  terminal: Terminal,
  { method, url }: Plan,
  headers: Record<string, string>,
): void {
  terminal.trace(`> ${method} ${url.pathname} ${url.origin}`)
  for (const [name, value] of Object.entries(headers)) terminal.trace(`> ${name}: ${shown(name, value)}`)
}

export function traceAnswer(terminal: Terminal, answer: IncomingMessage): void {
  terminal.trace(`< ${answer.statusCode} ${oneLine(answer.statusMessage ?? '')}`)
  for (const [name, value] of Object.entries(answer.headers))
    terminal.trace(`< ${name}: ${shown(name, String(value))}`)
}

function shown(name: string, value: string): string {
  if (secret.test(name)) return '(hidden)'
  return oneLine(address.test(name) ? value.replace(/[?#].*$/s, '?(hidden)') : value)
}
