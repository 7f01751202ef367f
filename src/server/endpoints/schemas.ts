import { z } from '@hono/zod-openapi'
import type {
  Account,
  Registration,
  SessionState,
  TokenAnswer,
  TokenValidity,
} from '../../protocol/endpoints.ts'
import { type ErrorCode, errorTitle } from '../../protocol/errors.ts'
import { type AnswerHeaders, challenge, retryAfter } from './answer-headers.ts'

/** Shapes of bodies, for validation and for `/openapi.json` alike. */

/** A required string; what it must look like is decided where it is used, in words that help. */
export const text = z.string({
  error: (issue) => (issue.input === undefined ? 'it is missing.' : 'it must be a string.'),
})

/** What may stand in a search of the store: as long as an address can be, and of what every store takes. */
export const searchedText = text
  .max(320, 'it has more than 320 characters.')
  .regex(/^\P{Cc}*$/u, 'it holds a character that is in no address and no name.')

/** What a person calls a token or a client: shown on terminals, so nothing that a terminal obeys. */
export const nameText = text.pipe(
  z
    .string()
    .trim()
    .min(1, 'it is empty.')
    .max(64, 'it has more than 64 characters.')
    .regex(/^\P{C}*$/u, 'it holds a character that cannot be shown.'),
)

/** An id in a path; nothing else can be anybody's, and no store takes every character. */
export const idParams = z.object({
  id: z
    .string()
    .regex(/^[0-9A-Za-z-]{1,64}$/, 'it is no id.')
    .describe('As a list gave it.'),
})

export const accountSchema = z
  .object({
    id: z.string().describe('Never changes and is never given to another account.'),
    email: z.string(),
    username: z.string().nullable().describe('Logs in as well as the address does.'),
    is_active: z.boolean().describe('False once an administrator has disabled it.'),
    is_verified: z.boolean().describe('Whether a code proved the address.'),
    is_superuser: z.boolean().describe('Whether it may use the administration.'),
    created_at: z.string().describe('RFC 3339, in UTC.'),
  })
  .openapi('Account') satisfies z.ZodType<Account>

export const registrationSchema = z
  .object({
    user_id: z.string().describe('The id that the account will have.'),
    email: z.string(),
    username: z.string().nullable(),
    registration_id: z.string().describe('Says which of several registrations of an address is meant.'),
  })
  .openapi('Registration') satisfies z.ZodType<Registration>

export const tokenSchema = z
  .object({
    access_token: z.string().describe('A JWT (RFC 9068).'),
    refresh_token: z.string().describe('Opaque. It rotates: keep the newest one.'),
    token_type: z.literal('bearer'),
    expires_in: z.number().int().describe('Seconds that the access token lives.'),
  })
  .openapi('Tokens') satisfies z.ZodType<TokenAnswer>

export const tokenValiditySchema = z
  .object({
    user_id: z.string(),
    session_id: z.string().nullable().describe('Null for a personal access token, which has no session.'),
    expires_at: z.string().nullable().describe('Null for a personal access token without an end.'),
  })
  .openapi('TokenValidity') satisfies z.ZodType<TokenValidity>

export const sessionStateSchema = z
  .object({
    id: z.string(),
    client_id: z.string(),
    label: z.string().nullable().describe('What the device called itself.'),
    active: z.boolean(),
    reason: z.string().nullable().describe('Why it ended, for programs.'),
    detail: z.string().nullable().describe('When, why and by whom it ended, in a sentence.'),
  })
  .openapi('SessionState') satisfies z.ZodType<SessionState>

/** `{items, next_cursor}`, as every list answers. */
export function pageSchema<T extends z.ZodType>(item: T) {
  const next_cursor = z.string().nullable().describe('Asks for what follows; null at the end.')
  return z.object({ items: z.array(item), next_cursor })
}

/** A JSON request body. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { 'application/json': { schema } } } } as const
}

/** A JSON answer. */
export function jsonAnswer<T extends z.ZodType>(schema: T, description: string, headers: AnswerHeaders = {}) {
  return { description, headers, content: { 'application/json': { schema } } } as const
}

/** An answer without a body. */
export function emptyAnswer(description: string, headers: AnswerHeaders = {}) {
  return { description, headers } as const
}

export const problemSchema = z
  .object({
    type: z.string().describe('`urn:latchkey:error:` and the code.'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('One sentence: what was wrong, and what to do next.'),
    code: z.string().describe('Stable; programs decide by this.'),
  })
  .openapi('Problem')

export interface ProblemAnswer {
  description: string
  headers: AnswerHeaders
  content: { 'application/problem+json': { schema: ReturnType<typeof withCodes> } }
}

/** The errors that a route may answer with, besides those of `sharedProblems`. */
export function problemAnswers(...codes: ErrorCode[]): Record<number, ProblemAnswer> {
  const answers: Record<number, ProblemAnswer> = {}
  for (const { status } of codes.map(errorTitle)) {
    answers[status] ??= describeProblems(codes.filter((code) => errorTitle(code).status === status))
  }
  return answers
}

/**
 * What every route may answer with, so that no route needs to say it: a body that is too large or no UTF-8 is refused
 * before its route is looked at, faulty parameters by the router, and the store may fail anywhere.
 */
export function sharedProblems(route: { takesBody: boolean; hasParameters: boolean; usesStore: boolean }) {
  const codes: ErrorCode[] = []
  if (route.takesBody) codes.push('body_too_large')
  if (route.takesBody || route.hasParameters) codes.push('invalid_request')
  if (route.usesStore) codes.push('server_error', 'store_unavailable', 'overloaded')
  return codes
}

function describeProblems(codes: readonly ErrorCode[]): ProblemAnswer {
  const distinct = [...new Set(codes)]
  const description = distinct.map((code) => `\`${code}\`: ${errorTitle(code).title}.`).join(' ')
  const headers = Object.assign({}, ...distinct.map(headersOf))
  return { description, headers, content: { 'application/problem+json': { schema: withCodes(distinct) } } }
}

function headersOf(code: ErrorCode): AnswerHeaders {
  const { status } = errorTitle(code)
  if (status === 401 || code === 'insufficient_scope') return challenge
  return status === 429 || status === 503 ? retryAfter : {}
}

/** The codes stand in the schema, where programs find them. */
function withCodes(codes: readonly ErrorCode[]) {
  const properties = { code: { type: 'string' as const, enum: [...codes] } }
  return {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object' as const, properties }],
  }
}

/** Routes behind a bearer token. */
export const bearerSecurity = [{ bearer: [] }]
export const bearerProblems = [
  'missing_token',
  'invalid_token',
  'token_expired',
  'session_ended',
  'insufficient_scope',
] as const

/** Routes for superusers. */
export const superuserProblems = [...bearerProblems, 'forbidden'] as const
