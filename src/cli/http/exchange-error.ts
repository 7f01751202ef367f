import { type Message, message, say } from '../../protocol/messages.ts'
import { foreignSentence } from '../terminal/printable.ts'

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

/** Node's codes for a certificate that OpenSSL refused; UNSPECIFIED has names outside an authority's constraints. */
const doubts =
  /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|^(UNSPECIFIED|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/

/** What a connection died of, in words. */
export function explainFailure(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error
  const { code = '', message: words } = error as NodeJS.ErrnoException
  if (doubts.test(code)) return new ExchangeError('untrusted', foreignSentence(words), error)
  if (code.startsWith('HPE_')) return new ExchangeError('cut-off', 'the answer is no HTTP', error)
  const why = connectionWords[code] ?? (code.startsWith('ERR_SSL') ? 'it does not speak TLS' : words)
  return new ExchangeError(code === 'ECONNRESET' ? 'cut-off' : 'unreachable', why, error)
}
