/** Why an exchange came to no whole answer. */
export class ExchangeError extends Error {
  readonly reason: 'unreachable' | 'untrusted' | 'too-slow' | 'too-large' | 'cut-off'

  constructor(reason: ExchangeError['reason'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ExchangeError'
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
  const { code = '', message } = error as NodeJS.ErrnoException
  if (doubts.test(code)) return new ExchangeError('untrusted', message, error)
  if (code.startsWith('HPE_')) return new ExchangeError('cut-off', 'the answer is no HTTP', error)
  const words = connectionWords[code] ?? (code.startsWith('ERR_SSL') ? 'it does not speak TLS' : message)
  return new ExchangeError(code === 'ECONNRESET' ? 'cut-off' : 'unreachable', words, error)
}
