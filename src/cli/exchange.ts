import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { type Message, message, say } from '../protocol/messages.ts'

/** Milliseconds until a connection has to stand, and until the whole answer has to be here. */
const connectLimit = 5_000
const overallLimit = 15_000
/** Bytes; no answer of an authd comes near it. */
const largestAnswer = 1024 * 1024

export interface Exchange {
  url: URL
  method: string
  headers: Record<string, string>
  body?: string
  /** A PEM to trust beside the usual authorities. */
  ca?: string
}

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** Why an exchange came to no whole answer. */
export class ExchangeError extends Error {
  readonly reason: 'unreachable' | 'untrusted' | 'too-slow' | 'too-large' | 'cut-off'
  /** The message, for other languages. */
  readonly said: Message

  constructor(reason: ExchangeError['reason'], words: Message | string, cause?: unknown) {
    super(say(words, undefined), { cause })
    this.name = 'ExchangeError'
    this.said = typeof words === 'string' ? message(words) : words
    this.reason = reason
  }
}

/**
 * One request and its whole answer, within 15 s and 1 MiB. Redirects are answers like any other, so a token never
 * follows one. Node's fetch would cost 20 ms to load; this costs 4. Rejects with an ExchangeError.
 */
export async function exchange(input: Exchange): Promise<RawAnswer> {
  const secure = input.url.protocol === 'https:'
  const { request } = secure ? await import('node:https') : await import('node:http')
  const authorities = secure && input.ca !== undefined ? await withAuthority(input.ca) : {}
  const options: RequestOptions = { method: input.method, headers: input.headers, ...authorities }
  return new Promise((resolve, reject) => {
    const sent = request(input.url, options, (answer) => {
      collect(answer).then(resolve, reject)
    })
    sent.on('error', (error) => reject(explain(error)))
    limit(sent, secure)
    sent.end(input.body)
  })
}

function limit(sent: ClientRequest, secure: boolean): void {
  const give = (words: Message) => () => sent.destroy(new ExchangeError('too-slow', words))
  const connecting = setTimeout(
    give(message('no connection within {seconds} s', { seconds: connectLimit / 1_000 })),
    connectLimit,
  )
  const overall = setTimeout(
    give(message('no whole answer within {seconds} s', { seconds: overallLimit / 1_000 })),
    overallLimit,
  )
  sent.on('socket', (socket) => {
    if (!socket.connecting) clearTimeout(connecting)
    socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(connecting))
  })
  sent.on('close', () => {
    clearTimeout(connecting)
    clearTimeout(overall)
  })
}

async function collect(answer: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > largestAnswer) throw new ExchangeError('too-large', 'the answer is larger than 1 MiB')
      chunks.push(chunk)
    }
  } catch (error) {
    throw explain(error)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return { status: answer.statusCode ?? 0, headers: answer.headers, text }
}

async function withAuthority(pem: string): Promise<{ ca: string[] }> {
  const { rootCertificates } = await import('node:tls')
  return { ca: [...rootCertificates, pem] }
}

const connectionWords: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  ENETUNREACH: 'there is no way to that network',
  EHOSTUNREACH: 'there is no way to that host',
  ETIMEDOUT: 'no connection came about',
  ECONNRESET: 'it closed the connection',
  EPROTO: 'it does not speak TLS',
}

function explain(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error
  const { code = '', message: words } = error as NodeJS.ErrnoException
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) return new ExchangeError('untrusted', words, error)
  if (code.startsWith('HPE_')) return new ExchangeError('cut-off', 'the answer is no HTTP', error)
  const why = connectionWords[code] ?? (code.startsWith('ERR_SSL') ? 'it does not speak TLS' : words)
  return new ExchangeError(code === 'ECONNRESET' ? 'cut-off' : 'unreachable', why, error)
}
