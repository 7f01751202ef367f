import { type ErrorCode, type ErrorStatus, errorTitle } from '../../src/protocol/errors.ts'

/** A whole answer, ready for `toEqual`: nothing that was sent is left out. */
export interface Answer {
  status: number
  headers: Record<string, string>
  /** Parsed where it is JSON; undefined where there is none. */
  body: unknown
}

export async function readAnswer(pending: Response | Promise<Response>): Promise<Answer> {
  const response = await pending
  const text = await response.text()
  const isJson = text !== '' && /json$/.test(response.headers.get('content-type') ?? '')
  const body = isJson ? JSON.parse(text) : text || undefined
  return { status: response.status, headers: Object.fromEntries(response.headers), body }
}

/** What a JSON answer has to be. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body }
}

/** What an answer without a body has to be. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: undefined }
}

/** What an error answer has to be: RFC 9457, and with every 401 a challenge (RFC 9110 §11.6.1, RFC 6750 §3). */
export function problemAnswer(
  status: ErrorStatus,
  code: ErrorCode,
  detail: string,
  headers: Record<string, string> = {},
): Answer {
  const challenge = status === 401 ? { 'www-authenticate': challengeFor(code) } : {}
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...challenge,
      ...headers,
    },
    body: { type: `urn:latchkey:error:${code}`, title: errorTitle(code).title, status, detail, code },
  }
}

/** RFC 6750 §3.1: an error is named only where a token was sent. */
function challengeFor(code: ErrorCode): string {
  const realm = 'Bearer realm="latchkey"'
  const isAboutToken = ['invalid_token', 'token_expired', 'session_ended'].includes(code)
  return isAboutToken ? `${realm}, error="invalid_token", error_description="${code}"` : realm
}

/** Answers of a server without SMTP, where a letter was written. */
export const toOutbox = { 'latchkey-mail': 'outbox' }
export const noStore = { 'cache-control': 'no-store' }
