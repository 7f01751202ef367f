import { readFileSync } from 'node:fs'
import { message } from '../../protocol/messages.ts'
import { parseDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { parseServer } from '../profile/server-url.ts'
import { type Body, type BodyOptions, makeBody } from './body.ts'
import { readIdleTimeout } from './idle.ts'
import { attempt } from './source.ts'

export interface RequestOptions extends BodyOptions {
  request?: string
  header?: string[]
  output?: string
  include?: boolean
  location?: boolean
  maxTime?: string
  idleTimeout?: string
}

/** One request, as it was asked for. */
export interface Plan {
  method: string
  url: URL
  headers: Record<string, string>
  body: Body | undefined
  /** False once a stranger has chosen where it goes: not even back to us does a token go then. */
  withToken: boolean
  /** Milliseconds; undefined for as long as it takes. */
  maxTime: number | undefined
  /** Milliseconds in which nothing comes or goes; undefined for as long as it takes. */
  idleTimeout: number | undefined
}

/** Reads `[METHOD] URL` and the flags. Throws a usage error for what makes no request. */
export async function planRequest(
  words: readonly string[],
  options: RequestOptions,
  server: string,
): Promise<Plan> {
  const [first = '', second, ...more] = words
  if (more.length > 0)
    throw usageError('That is more than a method and a URL.', 'Write `auth request [METHOD] URL`.')
  const address = second ?? first
  const [url, headers] = [readUrl(address, server), readHeaders((options.header ?? []).flatMap(linesOf))]
  const { maxTime } = options
  const limit = maxTime === undefined ? undefined : parseDuration(maxTime, '--max-time')
  const idleTimeout = readIdleTimeout(options.idleTimeout)
  const body = await makeBody(options)
  const method = (
    options.request ??
    (second === undefined ? undefined : first) ??
    (body ? 'POST' : 'GET')
  ).toUpperCase()
  if (!/^[A-Z-]{1,20}$/.test(method) || method === 'CONNECT')
    throw usageError(message('"{method}" is no method.', { method }), 'Write `auth request [METHOD] URL`.')
  return { method, url, headers, body, withToken: true, maxTime: limit, idleTimeout }
}

/** A path is one at the profile's server. */
export function readUrl(text: string, server: string): URL {
  if (text.startsWith('/') && !text.startsWith('//')) return new URL(server + text)
  if (!URL.canParse(text))
    throw usageError(
      message('"{text}" is no URL.', { text }),
      'Write https://…, or /… for the server of the profile.',
    )
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    throw usageError('A URL holds no name or password here; the token takes their place.')
  parseServer(url.origin, 'URL')
  url.hash = ''
  return url
}

/** Who names a body's length, another host or its own credential would contradict what is sent. */
const ours = ['authorization', 'host', 'content-length', 'transfer-encoding', 'connection', 'upgrade']

/** `@FILE` holds a header to a line: there a key is seen by nobody who lists the processes. */
function linesOf(given: string): string[] {
  if (!given.startsWith('@')) return [given]
  const path = given.slice(1)
  const text = attempt(path, () => readFileSync(path, 'utf8'))
  return text.split(/\r?\n/).filter((line) => line !== '')
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*)$/.exec(line) ?? []
    if (name === undefined)
      throw usageError(
        message('-H "{line}" is no header.', { line: line.split(':')[0] ?? '' }),
        'Write "Name: value".',
      )
    if (ours.includes(name.toLowerCase()))
      throw usageError(message('-H {name}: auth sets that header itself.', { name }), 'Leave it out.')
    const key = name.toLowerCase()
    // RFC 9110 §5.3, and RFC 6265 §5.4 for cookies.
    headers[key] = [headers[key], value]
      .filter((each) => each !== undefined)
      .join(key === 'cookie' ? '; ' : ', ')
  }
  return headers
}
