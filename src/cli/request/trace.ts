import type { IncomingMessage } from 'node:http'
import type { Terminal } from '../terminal.ts'
import type { Plan } from './plan.ts'

/** Whatever carries a secret in a header, by its name. */
const secret = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|.*-(token|secret|key))$/i

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
  terminal.trace(`< ${answer.statusCode} ${answer.statusMessage ?? ''}`)
  for (const [name, value] of Object.entries(answer.headers))
    terminal.trace(`< ${name}: ${shown(name, String(value))}`)
}

function shown(name: string, value: string): string {
  return secret.test(name) ? '(hidden)' : value
}
