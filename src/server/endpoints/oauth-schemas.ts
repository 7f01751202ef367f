import { z } from '@hono/zod-openapi'
import {
  deviceCodeGrant,
  type OAuthErrorCode,
  type OAuthTokenAnswer,
  oauthErrorTitles,
} from '../../protocol/oauth.ts'
import { type AnswerHeaders, challenge, retryAfter } from './answer-headers.ts'

/** Shapes of the OAuth endpoints, for `/openapi.json`; their forms are read by `oauth-form.ts`. */

export const oauthTokenSchema = z
  .object({
    access_token: z.string().describe('A JWT (RFC 9068).'),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int().describe('Seconds that the access token lives.'),
    scope: z.string().describe('What was granted, separated by spaces.'),
    refresh_token: z.string().optional().describe('Where the client has the grant `refresh_token`.'),
    id_token: z.string().optional().describe('Where the scope holds `openid`.'),
  })
  .openapi('OAuthTokens') satisfies z.ZodType<OAuthTokenAnswer>

export const oauthErrorSchema = z
  .object({
    error: z.string().describe('Stable; programs decide by this.'),
    error_description: z.string().describe('One sentence: what was wrong.'),
  })
  .openapi('OAuthError')

/** Basic, or the client's id and secret in the form (RFC 6749 §2.3.1); a public client sends its id there. */
export const clientSecurity = [{ client: [] }, {}]

/** RFC 6749 §5.2: besides `invalid_client`, and besides what each of these endpoints may answer with. */
export function oauthAnswers(...refusals: OAuthErrorCode[]) {
  return {
    400: describeErrors(['invalid_request', ...refusals]),
    401: describeErrors(['invalid_client'], challenge),
    413: describeErrors(['invalid_request']),
    429: describeErrors(['temporarily_unavailable'], retryAfter),
    500: describeErrors(['server_error']),
    503: describeErrors(['temporarily_unavailable'], retryAfter),
  } as const
}

function describeErrors(codes: readonly OAuthErrorCode[], headers: AnswerHeaders = {}) {
  const description = codes.map((code) => `\`${code}\`: ${oauthErrorTitles[code]}.`).join(' ')
  const properties = { error: { type: 'string' as const, enum: [...codes] } }
  const schema = {
    allOf: [{ $ref: '#/components/schemas/OAuthError' }, { type: 'object' as const, properties }],
  }
  return { description, headers, content: { 'application/json': { schema } } }
}

const parameters = {
  client_id: 'The client, where no Basic header names it.',
  client_secret: 'Its secret, where it has one and sends no Basic header.',
  grant_type: `\`refresh_token\`, \`${deviceCodeGrant}\` or \`client_credentials\`.`,
  refresh_token: 'With the grant `refresh_token`.',
  device_code: 'With the grant for devices.',
  scope: 'What is asked for, separated by spaces; without it all that the client may have.',
  token: 'An access or refresh token.',
  token_type_hint: 'Not needed.',
} as const

/** A form with these parameters, besides the client's own. */
export function oauthFormBody(...names: ReadonlyArray<keyof typeof parameters>) {
  const required = ['grant_type', 'token']
  const described = (['client_id', 'client_secret', ...names] as const).map((name) => {
    const field = required.includes(name) ? z.string() : z.string().optional()
    return [name, field.describe(parameters[name])] as const
  })
  const schema = z.object(Object.fromEntries(described))
  return { body: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } } } as const
}
