/** What became of one attempt. No reason holds a password or a code. */
export type SendOutcome =
  | { kind: 'sent' }
  /** For good: the recipient or the message was refused. */
  | { kind: 'refused'; reason: string }
  /** For now. */
  | { kind: 'failed'; reason: string }

/** Said about the connection or the login, at whatever step: bad sequence, authentication required. */
const mendable = new Set([503, 530])

/**
 * Permanent is only a 5xx on the recipient or the message (RFC 5321 §4.2.1). Trouble with the connection, TLS, the
 * sender or the login can be mended by the operator, and must not cost anybody a letter until then.
 */
export function judgeFailure(error: unknown, secrets: readonly string[]): SendOutcome {
  const failure: SmtpFailure = error instanceof Error ? error : {}
  const status = failure.responseCode ?? 0
  const isAboutLetter = failure.command === 'RCPT TO' || failure.command === 'DATA'
  const isPermanent = isAboutLetter && status >= 500 && status < 600 && !mendable.has(status)
  return { kind: isPermanent ? 'refused' : 'failed', reason: redact(describe(failure, status), secrets) }
}

interface SmtpFailure {
  name?: string
  code?: string
  command?: string
  message?: string
  response?: string
  responseCode?: number
}

function describe({ code, command, message, response }: SmtpFailure, status: number): string {
  if (code === 'EABORT') return 'broken off: the server stops, or the mail server took too long'
  // What a mail server says to a login may repeat what it was sent.
  if (code === 'EAUTH') return `the mail server refused the login${status ? ` (${status})` : ''}`
  if (code === 'ETIMEDOUT') return 'the mail server did not answer in time'
  if (response) return `the mail server said to ${command ?? 'the connection'}: ${response}`
  return `cannot reach the mail server: ${message ?? 'unknown trouble'}`
}

const longest = 300

/** On one line, short, and without the given secrets: a server may quote what it refuses. */
function redact(reason: string, secrets: readonly string[]): string {
  let line = reason.replace(/[\p{Cc}\s]+/gu, ' ')
  for (const secret of secrets) {
    const trimmed = secret.trim()
    if (trimmed.length >= 4) line = line.replaceAll(trimmed, '…')
  }
  return line.slice(0, longest)
}
