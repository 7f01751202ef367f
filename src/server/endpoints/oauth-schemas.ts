import { z } from '@hono/zod-openapi'
import type { OAuthTokenAnswer } from '../../protocol/oauth.ts'

/** Shapes of the OAuth endpoints, for `/openapi.json`; their forms are read by `oauth-form.ts`. */

export const oauthTokenSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int(),
    scope: z.string(),
    refresh_token: z.string().optional(),
    id_token: z.string().optional(),
  })
  .openapi('OAuthTokens') satisfies z.ZodType<OAuthTokenAnswer>

const errorSchema = z.object({ error: z.string(), error_description: z.string() }).openapi('OAuthError')

/** RFC 6749 §5.2. */
export const oauthAnswers = {
  400: { description: 'Refused.', content: { 'application/json': { schema: errorSchema } } },
  401: { description: '`invalid_client`.', content: { 'application/json': { schema: errorSchema } } },
} as const

/** A form with these parameters, besides the client's own. */
export function oauthFormBody(...names: string[]) {
  const parameters = ['client_id', 'client_secret', ...names].map(
    (name) => [name, z.string().optional()] as const,
  )
  const schema = z.object(Object.fromEntries(parameters))
  return { body: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } } } as const
}
