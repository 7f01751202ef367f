import { z } from '@hono/zod-openapi'
import type {
  Account,
  Registration,
  SessionState,
  TokenAnswer,
  TokenValidity,
} from '../../protocol/endpoints.ts'
import { type ErrorCode, errorTitle } from '../../protocol/errors.ts'

/** Shapes of bodies, for validation and for `/openapi.json` alike. */

/** A required string; what it must look like is decided where it is used, in words that help. */
export const text = z.string({
  error: (issue) => (issue.input === undefined ? 'it is missing.' : 'it must be a string.'),
})

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
export const idParams = z.object({ id: z.string().regex(/^[0-9A-Za-z-]{1,64}$/, 'it is no id.') })

export const accountSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    username: z.string().nullable(),
    is_active: z.boolean(),
    is_verified: z.boolean(),
    is_superuser: z.boolean(),
    created_at: z.string(),
  })
  .openapi('Account') satisfies z.ZodType<Account>

export const registrationSchema = z
  .object({
    user_id: z.string(),
    email: z.string(),
    username: z.string().nullable(),
    registration_id: z.string(),
  })
  .openapi('Registration') satisfies z.ZodType<Registration>

export const tokenSchema = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.number().int().describe('seconds'),
  })
  .openapi('Tokens') satisfies z.ZodType<TokenAnswer>

export const tokenValiditySchema = z
  .object({ user_id: z.string(), session_id: z.string().nullable(), expires_at: z.string().nullable() })
  .openapi('TokenValidity') satisfies z.ZodType<TokenValidity>

export const sessionStateSchema = z
  .object({
    id: z.string(),
    client_id: z.string(),
    label: z.string().nullable(),
    active: z.boolean(),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .openapi('SessionState') satisfies z.ZodType<SessionState>

/** `{items, next_cursor}`, as every list answers. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() })
}

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
  })
  .openapi('Problem')

/** A JSON request body. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { 'application/json': { schema } } } } as const
}

/** A JSON answer. */
export function jsonAnswer<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } } as const
}

/** An answer without a body. */
export function emptyAnswer(description: string) {
  return { description } as const
}

type ProblemAnswers = Record<number, { description: string; content: object }>

/** The errors that a route may answer with, described by their codes. */
export function problemAnswers(...codes: ErrorCode[]): ProblemAnswers {
  const answers: ProblemAnswers = {}
  for (const code of codes) {
    const { status, title } = errorTitle(code)
    const before = answers[status]?.description
    answers[status] = {
      description: `${before ? `${before} ` : ''}\`${code}\`: ${title}.`,
      content: { 'application/problem+json': { schema: problemSchema } },
    }
  }
  return answers
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
