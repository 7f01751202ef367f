import { ProtocolError, parseProblem } from '../protocol/errors.ts'
import { type Message, message } from '../protocol/messages.ts'
import { CliError, exitCodes, loginKept } from './errors.ts'
import { portalError } from './http/captive-portal.ts'
import { exchange, type RawAnswer } from './http/exchange.ts'
import { unanswered } from './http/unanswered.ts'
import { spokenLanguage } from './language.ts'
import { measureSkew } from './session/skew.ts'
import { foreignSentence } from './terminal/printable.ts'
import type { Terminal } from './terminal.ts'
import { untilTrusted } from './trust/handshakes.ts'
import type { ServerTrust } from './trust/server-trust.ts'

export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With its query, if it has one. */
  path: string
  bearer?: string
  json?: unknown
  form?: Record<string, string>
  headers?: Record<string, string>
}

export interface Reply {
  status: number
  headers: RawAnswer['headers']
  /** The parsed body; undefined where there was none. */
  body: unknown
}

export interface Client {
  /** Sends a request and returns the answer if it is a success. Throws the server's ProtocolError, or a CliError. */
  send(request: Request): Promise<Reply>
  /** How far this machine's clock is ahead of the server's, by the last answer; undefined where that is not known. */
  readonly skew: number | undefined
  /** The error for a success whose body is not what was promised. */
  notAuthd(): CliError
}

export interface ClientOptions {
  server: string
  /** Said behind the server's address in errors: which environment variable chose it. */
  because: string | undefined
  /** Whether there is a login that an error could be thought to have cost. */
  loggedIn: boolean
  version: string
  env: NodeJS.ProcessEnv
  /** Whom to believe on the other side; absent, the usual authorities. */
  trust?: ServerTrust
  terminal: Terminal
}

/** A server's address, and what chose it. */
type Name = Message | string

/** A client that speaks to one server only, and shows every answer to `judge` before anyone believes it. */
export function createClient(options: ClientOptions): Client {
  const { server, because, loggedIn, terminal } = options
  const name: Name =
    because === undefined ? server : message('{server} (set by {variable})', { server, variable: because })
  let skew: number | undefined
  return {
    async send(request) {
      const [askedAt, started] = [Date.now(), performance.now()]
      const url = new URL(server + request.path)
      const raw = await exchangeTrusted(url, request, options).catch((error) => {
        terminal.trace(`${request.method} ${url.href}: ${error.message}`)
        throw unanswered(name, whatIsKept(loggedIn), error)
      })
      const took = Math.round(performance.now() - started)
      terminal.trace(`${request.method} ${url.href}: ${raw.status}, ${took} ms`)
      skew = measureSkew(raw.headers.date, askedAt, took)
      if (request.path.startsWith('/oauth2/')) refuseByOAuth(raw)
      return judge(name, loggedIn, raw)
    },
    get skew() {
      return skew
    },
    notAuthd: () => notAuthd(name, 'with something else than was asked for'),
  }
}

function exchangeTrusted(url: URL, request: Request, options: ClientOptions): Promise<RawAnswer> {
  const { server, terminal, trust, env } = options
  return untilTrusted(trust, () => {
    const sent = exchange({ url, ...write(request, options), authority: trust?.authority(), env })
    return terminal.whileWaiting(message('Waiting for {server}', { server }), sent)
  })
}

function write(request: Request, { version, env, terminal }: ClientOptions) {
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    // Errors and letters come in the language of the terminal; programs get English, whoever runs them.
    'accept-language': terminal.json ? 'en' : spokenLanguage(env),
    'user-agent': `latchkey-cli/${version}`,
    ...request.headers,
  }
  if (request.bearer !== undefined) headers.authorization = `Bearer ${request.bearer}`
  const body = request.form ? new URLSearchParams(request.form).toString() : jsonBody(request.json)
  if (body === undefined) return { method: request.method, headers }
  headers['content-type'] = request.form ? 'application/x-www-form-urlencoded' : 'application/json'
  headers['content-length'] = String(Buffer.byteLength(body))
  return { method: request.method, headers, body }
}

function jsonBody(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}

function whatIsKept(loggedIn: boolean, wait?: number): Message {
  if (wait === undefined) return message(loggedIn ? loginKept : 'Nothing was changed; try again later.')
  return loggedIn
    ? message('Your login is kept; try again in {seconds} s.', { seconds: wait })
    : message('Nothing was changed; try again in {seconds} s.', { seconds: wait })
}

function judge(name: Name, loggedIn: boolean, { status, headers, text }: RawAnswer): Reply {
  const body = parse(text)
  const isGood = status >= 200 && status < 300
  if (isGood && (text === '' || body !== undefined)) return { status, headers, body }
  const refusal = isGood ? body : inForeignWords(body)
  const problem = parseProblem(refusal, seconds(headers['retry-after']))
  // A proxy's 503 that wraps some older body must not be able to end a login: code and status have to agree.
  if (problem !== undefined && problem.status === status) throw problem
  if (status === 400 && httpsOnly.test(text)) throw speaksHttps(name)
  const portal = portalError(name, whatIsKept(loggedIn), { status, headers })
  if (portal !== undefined) throw portal
  if (isGood) throw notAuthd(name, 'with something that is not JSON')
  if (status >= 500 || status === 429)
    throw busy(
      status === 429 ? 'too_many_requests' : 'server_unavailable',
      message('{name} answered {status}.', { name, status }),
      whatIsKept(loggedIn, seconds(headers['retry-after'])),
    )
  throw unknownProblem(status, refusal) ?? notAuthd(name, message('{status} in words of its own', { status }))
}

/** A refusal whose words are fit for a line of ours: `auth why` showed a hint that was a second line of a server's. */
function inForeignWords(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const entries = Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? foreignSentence(value) : value,
  ])
  return Object.fromEntries(entries)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function seconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined
}

/** RFC 6749 §5.2. Only the OAuth endpoints speak like this, so nobody else's words can be taken for theirs. */
function refuseByOAuth({ status, text }: RawAnswer): void {
  const { error, error_description: description } = (inForeignWords(parse(text)) ?? {}) as Record<
    string,
    unknown
  >
  if ((status !== 400 && status !== 401) || typeof error !== 'string') return
  const words =
    typeof description === 'string' ? description : message('The server answered "{error}".', { error })
  throw new CliError(error === 'access_denied' ? exitCodes.refused : exitCodes.failed, error, words)
}

/** What authd with --lan says to plain http, and nginx. */
const httpsOnly = /speaks https only|plain HTTP request was sent to HTTPS port/

function speaksHttps(name: Name): CliError {
  return new CliError(
    exitCodes.offline,
    'https_only',
    message('{name} was asked by http and speaks https only; nothing was changed.', { name }),
    "Write https:// in front of its address; on your own network run `authd fingerprint` there, then `auth join 'auth://…'` here.",
  )
}

const checkAddress = 'Check the address: --server, AUTH_SERVER or `auth profile list`. Nothing was changed.'

function busy(code: string, words: Message, kept: Message): CliError {
  return new CliError(exitCodes.offline, code, words, kept)
}

function notAuthd(name: Name, how: Message | string): CliError {
  return new CliError(
    exitCodes.offline,
    'not_an_authd',
    message('{name} answered {how}, but it is not an authd.', {
      name,
      how: typeof how === 'string' ? message(how) : how,
    }),
    checkAddress,
  )
}

/** An error of a newer server, whose code this client does not know yet: its own sentence is still the best. */
function unknownProblem(status: number, body: unknown): CliError | undefined {
  const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown }
  if (typeof code !== 'string' || typeof detail !== 'string') return undefined
  return new CliError(status === 403 ? exitCodes.refused : exitCodes.failed, code, detail)
}

/** Whether the server said one of these codes. */
export function isCode(error: unknown, ...codes: ProtocolError['code'][]): error is ProtocolError {
  return error instanceof ProtocolError && codes.includes(error.code)
}
