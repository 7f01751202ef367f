import { type CliError, usageError } from './errors.ts'

/**
 * A server's address as it is stored and compared: scheme, host, port and base path, without a slash at the end.
 * `source` names where it came from. Throws a usage error for anything that no token should be sent to.
 */
export function parseServer(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw refused(text, source, 'is no http(s) address')
  if (url.username !== '' || url.password !== '')
    throw refused(url.host, source, 'holds a name or a password')
  if (url.search !== '' || url.hash !== '') throw refused(text, source, 'has more than a host and a path')
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw plainHttp(url, source)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

/** The names and addresses that never leave this machine: 127.0.0.0/8 (RFC 1122 §3.2.1.3), ::1, localhost (RFC 6761). */
export function isLoopback(hostname: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname)
}

function refused(text: string, source: string, why: string): CliError {
  return usageError(`${source}: ${text} ${why}.`, 'Write it like https://auth.example.org.')
}

function plainHttp(url: URL, source: string): CliError {
  return usageError(
    `${source}: plain http: is spoken to this machine only, and ${url.hostname} is another; nothing was sent.`,
    `Use https://${url.host} instead.`,
  )
}
