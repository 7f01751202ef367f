/**
 * Every error that can travel between `authd` and `auth`, in one closed table: its stable code, its HTTP status and
 * its title. Native answers are RFC 9457 problem documents; both sides build and read them through this file.
 */

import { type Message, message, say } from './messages.ts'

const table = {
  invalid_request: [422, 'The request could not be understood'],
  invalid_email: [422, 'The address cannot be used'],
  invalid_username: [422, 'The user name cannot be used'],
  weak_password: [422, 'The password is too weak'],
  password_too_long: [422, 'The password is too long'],
  body_too_large: [413, 'The request body is too large'],
  not_found: [404, 'There is nothing at this address'],
  method_not_allowed: [405, 'This address does not take that method'],
  email_taken: [400, 'The address is taken'],
  username_taken: [400, 'The user name is taken'],
  invalid_verification_code: [401, 'The code is not valid'],
  registration_ambiguous: [409, 'Several registrations are waiting for this address'],
  registration_closed: [403, 'This server takes no registrations'],
  invite_required: [403, 'Registration takes an invitation'],
  invalid_invite: [403, 'The invitation is not valid'],
  invalid_credentials: [401, 'Wrong address or password'],
  wrong_password: [403, 'The current password is wrong'],
  email_not_verified: [403, 'The address is not verified'],
  account_disabled: [403, 'The account is disabled'],
  missing_token: [401, 'A bearer token is needed'],
  invalid_token: [401, 'The token is not valid'],
  token_expired: [401, 'The token has expired'],
  session_ended: [401, 'The session has ended'],
  last_superuser: [409, 'The last active superuser stays'],
  forbidden: [403, 'Not allowed'],
  insufficient_scope: [403, 'The token is not meant for this'],
  too_many_requests: [429, 'Too many tries'],
  overloaded: [503, 'The server is busy'],
  store_unavailable: [503, 'The store cannot be reached'],
  form_expired: [403, 'The form is too old, or not from this server'],
  server_error: [500, 'The server failed'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ErrorCode = keyof typeof table
export type ErrorStatus = (typeof table)[ErrorCode][0]

/** The body of every native error answer, `application/problem+json` (RFC 9457 §3). */
export interface Problem {
  type: string
  title: string
  status: number
  /** One readable sentence: what was wrong, and where it helps, what to do next. */
  detail: string
  /** Stable; programs decide by this and by nothing else. */
  code: ErrorCode
}

/** The one error class of the protocol: thrown by endpoints, written by `app.ts`, read back by the client. */
export class ProtocolError extends Error {
  readonly code: ErrorCode
  readonly status: ErrorStatus
  /** Whole seconds until a repetition makes sense; becomes or came from `Retry-After`. */
  readonly retryAfter: number | undefined
  /** The message, for other languages. */
  readonly said: Message

  constructor(
    code: ErrorCode,
    detail: Message | string = `${table[code][1]}.`,
    options: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(say(detail, undefined), { cause: options.cause })
    this.name = 'ProtocolError'
    this.code = code
    this.said = typeof detail === 'string' ? message(detail) : detail
    this.status = table[code][0]
    this.retryAfter = options.retryAfter
  }

  /** `translate` puts it into the language of who asked (RFC 9457 §3.1.3); English without it. */
  toProblem(translate: (said: Message | string) => string = (said) => say(said, undefined)): Problem {
    return {
      type: `urn:latchkey:error:${this.code}`,
      title: translate(table[this.code][1]),
      status: this.status,
      detail: translate(this.said),
      code: this.code,
    }
  }
}

/** Reads an answer's parsed body back into the error it was; undefined if it is no problem document of ours. */
export function parseProblem(body: unknown, retryAfter?: number): ProtocolError | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { code, detail } = body as Partial<Problem>
  if (typeof code !== 'string' || !Object.hasOwn(table, code) || typeof detail !== 'string') return undefined
  return new ProtocolError(code, detail, retryAfter === undefined ? {} : { retryAfter })
}

/** A code's status and title, for the API description. */
export function errorTitle(code: ErrorCode): { status: ErrorStatus; title: string } {
  return { status: table[code][0], title: table[code][1] }
}
