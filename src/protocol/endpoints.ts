import type { AuditHead, AuditRecord } from './audit-chain.ts'

/**
 * The wire: paths, headers and bodies as both sides know them. Field names are the wire's own (snake_case); times are
 * RFC 3339 in UTC, except `expires_in`, which is in seconds (RFC 6749 §5.1).
 */

export const paths = {
  register: '/auth/register',
  verifyRegistration: '/auth/register/verification_code',
  resendRegistration: '/auth/register/resend',
  signup: '/auth/signup',
  login: '/auth/login',
  updateToken: '/auth/update_token',
  validateAccessToken: '/auth/validate-access-token',
  me: '/auth/me',
  logout: '/auth/logout',
  password: '/auth/password',
  forgotPassword: '/auth/password/forgot',
  resetPassword: '/auth/password/reset',
  email: '/auth/email',
  confirmEmail: '/auth/email/confirm',
  session: '/auth/session',
  sessions: '/auth/sessions',
  tokens: '/auth/tokens',
  device: '/auth/device',
  forward: '/auth/forward',
  connection: '/auth/connection',
  adminUsers: '/admin/users',
  adminAudit: '/admin/audit',
  adminInvites: '/admin/invites',
  adminLimits: '/admin/limits',
  adminClients: '/admin/clients',
  adminRotateKeys: '/admin/keys/rotate',
  jwks: '/.well-known/jwks.json',
  health: '/healthz',
  ready: '/readyz',
  metrics: '/metrics',
  openapi: '/openapi.json',
} as const

/** Pages for people; the client shows their addresses. */
export const pagePaths = {
  login: '/login',
  logout: '/logout',
  register: '/register',
  verify: '/verify',
  forgot: '/forgot',
  account: '/account',
  members: '/members',
  invites: '/invites',
  device: '/device',
  docs: '/docs',
  language: '/language',
  style: '/style.css',
  icon: '/icon.svg',
} as const

/** Set to `outbox` on answers that wrote a letter while the server has no SMTP: its operator hands out the code. */
export const mailHeader = 'Latchkey-Mail'

/** `client_id` of the command-line client: a public client (RFC 6749 §2.1). */
export const cliClientId = 'latchkey-cli'

/** `client_id` in the tokens of programs that log in over the API with a password. */
export const apiClientId = 'latchkey-api'

/** `client_id` of the sessions of this server's own pages. */
export const webClientId = 'latchkey-web'

/** Names the device in lists of sessions; sent by the client with a login, at most 64 characters. */
export const deviceHeader = 'Latchkey-Device'

/**
 * What a device got at a login and sends with the next, to be told from strangers who guess; who has none sends `new` to
 * get one. It outlives the session and opens nothing.
 */
export const knownDeviceHeader = 'Latchkey-Known-Device'

export interface Registration {
  /** The id that the account will have once the code is redeemed. */
  user_id: string
  email: string
  username: string | null
  /** Says which of several pending registrations of an address is meant; known only to who registered. */
  registration_id: string
}

export interface Account {
  id: string
  email: string
  username: string | null
  is_active: boolean
  is_verified: boolean
  is_superuser: boolean
  created_at: string
}

export interface TokenAnswer {
  access_token: string
  /** Opaque to clients. Rotates with each use; the previous one stays good for the server's grace window. */
  refresh_token: string
  token_type: 'bearer'
  /** Seconds. */
  expires_in: number
}

export interface TokenValidity {
  user_id: string
  /** Null for a personal access token, which has no session. */
  session_id: string | null
  /** Null for a personal access token that lives until it is revoked. */
  expires_at: string | null
}

/** How a session stands; `reason` and `detail` say why it does not. */
export interface SessionState {
  id: string
  client_id: string
  label: string | null
  active: boolean
  reason: string | null
  detail: string | null
}

/** How the server sees the request that asks. */
export interface Connection {
  address: string | null
  host: string | null
  /** Names of headers. */
  forwarding_headers: string[]
  proxy_trusted: boolean
  issuer: string
  version: string
}

export interface SessionEntry {
  id: string
  /** Whether it is the one of the token that asks. */
  current: boolean
  client_id: string
  label: string | null
  address: string | null
  created_at: string
  /** Exact to the minute. */
  last_used_at: string
  expires_at: string
}

export interface PersonalTokenEntry {
  id: string
  name: string
  scopes: string[]
  created_at: string
  expires_at: string | null
  last_used_at: string | null
}

/** The answer to making one; `token` is shown here and never again. */
export interface NewPersonalTokenAnswer extends PersonalTokenEntry {
  token: string
}

/** A login of another device that waits for a yes. */
export interface DeviceLoginEntry {
  user_code: string
  client_id: string
  client_name: string
  label: string | null
  address: string | null
  scopes: string[]
  created_at: string
  expires_at: string
}

/** OpenID Connect's default first. */
export const idTokenAlgorithms = ['RS256', 'ES256'] as const
export type IdTokenAlgorithm = (typeof idTokenAlgorithms)[number]

export interface ClientEntry {
  client_id: string
  name: string
  public: boolean
  redirect_uris: string[]
  grants: string[]
  scopes: string[]
  id_token_algorithm: IdTokenAlgorithm
  created_at: string
}

/** The answer to registering one; the secret is shown here and never again. */
export interface NewClientAnswer extends ClientEntry {
  client_secret: string | null
}

/** What accounts can be filtered by. */
export const accountStatuses = ['active', 'disabled', 'unverified', 'superuser'] as const
export type AccountStatus = (typeof accountStatuses)[number]

/** An account as an administrator sees it, with how many sessions stand. */
export interface MemberEntry extends Account {
  sessions: number
  /** When one of them was last used. */
  last_used_at: string | null
}

/** An entry of the audit log with the addresses that its ids have now; they are no part of the chain. */
export interface AuditEntry extends AuditRecord {
  actor_email: string | null
  subject_email: string | null
}

/** A page of the audit log; `head` is its newest entry at that moment. */
export interface AuditPage extends Page<AuditEntry> {
  head: AuditHead
}

export const inviteRoles = ['member', 'superuser'] as const
export type InviteRole = (typeof inviteRoles)[number]

export interface InviteEntry {
  id: string
  /** The only address that may use it; null: any. */
  email: string | null
  role: InviteRole
  state: 'open' | 'used' | 'expired'
  created_at: string
  expires_at: string
  redeemed_at: string | null
}

/** The answer to making one; `code` is shown here and never again. */
export interface NewInviteAnswer extends InviteEntry {
  code: string
}

/** How full a counter of tries is. */
export interface LimitEntry {
  /** Which limit, such as `login.pair`. */
  name: string
  /** The address of the account, or what was typed; null where only the source counts. */
  account: string | null
  /** Where the tries come from; null where any source counts. */
  address: string | null
  /** Of the `burst` that are let through at once, as many are used up. */
  used: number
  burst: number
  /** Until then a try is refused; null where one is let through. */
  refused_until: string | null
  /** When all of it is forgotten. */
  forgotten_at: string
}

/** The answer to releasing counters. */
export interface LimitsReleased {
  released: number
}

export interface Page<T> {
  items: T[]
  next_cursor: string | null
}
