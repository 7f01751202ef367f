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

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** RFC 6749 §5.2, RFC 8628 §3.5, RFC 7009 §2.2.1. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'
  | 'unsupported_token_type'
  | OAuthTroubleCode

/** Not the request's fault; RFC 6749 §4.1.2.1 has the words, §5.2 has none. */
export type OAuthTroubleCode = 'temporarily_unavailable' | 'server_error'

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
