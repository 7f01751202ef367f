/** The OAuth side of the wire: RFC 6749 errors, grant types, and the shapes of answers. */

export const oauthPaths = {
  token: '/oauth2/token',
  deviceAuthorization: '/oauth2/device_authorization',
  revoke: '/oauth2/revoke',
  introspect: '/oauth2/introspect',
  userinfo: '/oauth2/userinfo',
  authorizationServerMetadata: '/.well-known/oauth-authorization-server',
  openidConfiguration: '/.well-known/openid-configuration',
} as const

/** These answer every error in the words of RFC 6749 §5.2, since their clients know no others. */
export const oauthErrorPaths: readonly string[] = [
  oauthPaths.token,
  oauthPaths.deviceAuthorization,
  oauthPaths.revoke,
  oauthPaths.introspect,
]

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** What a registered client may ask for tokens with. There is no `password`: RFC 9700 §2.4 forbids it. */
export const grantTypes = ['refresh_token', deviceCodeGrant, 'client_credentials'] as const
export type GrantType = (typeof grantTypes)[number]

/** The same, as people write it. */
export const clientGrants: readonly string[] = grantTypes.map(shortGrant)

/** Nobody types a URN. */
export function shortGrant(grant: string): string {
  return grant === deviceCodeGrant ? 'device_code' : grant
}

/** RFC 6749 §5.2, RFC 8628 §3.5, RFC 7009 §2.2.1: each code with what it means. */
export const oauthErrorTitles = {
  invalid_request: 'The request could not be understood',
  invalid_client: 'The client is unknown, or its secret is wrong',
  invalid_grant: 'The token or code is unknown, was used or has ended',
  unauthorized_client: 'The client is not registered for this',
  unsupported_grant_type: 'This server has no such grant',
  invalid_scope: 'The scope is unknown, or more than the client may have',
  authorization_pending: 'Nobody has said yes or no yet',
  slow_down: 'Polled too soon; wait five seconds longer from now on',
  access_denied: 'The login was denied',
  expired_token: 'The device code has expired',
  unsupported_token_type: 'Such a token cannot be revoked; it lives until it expires',
  // Not the request's fault; §4.1.2.1 has the words, §5.2 has none.
  temporarily_unavailable: 'The server is busy, or was asked too often',
  server_error: 'The server failed',
} as const

export type OAuthErrorCode = keyof typeof oauthErrorTitles

/** Answered as `{error, error_description}`: 400, or 401 for `invalid_client`. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly status: 400 | 401

  constructor(code: OAuthErrorCode, description: string) {
    super(description)
    this.name = 'OAuthError'
    this.code = code
    this.status = code === 'invalid_client' ? 401 : 400
  }
}

/** RFC 8628 §3.2. Times in seconds. */
export interface DeviceAuthorization {
  device_code: string
  user_code: string
  verification_uri: string
  verification_uri_complete: string
  expires_in: number
  interval: number
}

/** RFC 6749 §5.1, with the ID token of OpenID Connect Core §3.1.3.3. */
export interface OAuthTokenAnswer {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  scope: string
  refresh_token?: string | undefined
  id_token?: string | undefined
}
