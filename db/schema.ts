import type { Generated } from 'kysely'

/**
 * The tables as types, one for both stores. Times are epoch milliseconds in UTC; flags are nullable times; ids are
 * random UUIDs. Where a column holds something secret its comment says how it is digested or sealed.
 */
export interface Database {
  accounts: AccountTable
  registrations: RegistrationTable
  one_time_codes: OneTimeCodeTable
  sessions: SessionTable
  clients: ClientTable
  device_logins: DeviceLoginTable
  personal_tokens: PersonalTokenTable
  signing_keys: SigningKeyTable
  outbox: OutboxTable
  rate_limits: RateLimitTable
  audit: AuditTable
  audit_head: AuditHeadTable
  invites: InviteTable
  locks: LockTable
}

interface AccountTable {
  id: string
  /** Lower case, domain in its ASCII form; unique. */
  email: string
  /** As it was typed, in NFC. */
  username: string | null
  /** The name folded for comparison (NFKC, lower case); unique. */
  username_key: string | null
  /** Carries its own algorithm, salt and cost: `$2b$12$…`. */
  password_hash: string
  created_at: number
  verified_at: number | null
  disabled_at: number | null
  superuser_at: number | null
}

/** Claims on an address, not accounts: several may wait side by side (docs/decisions/registrations-are-claims.md). */
interface RegistrationTable {
  id: string
  /** The id that the account gets when this claim is redeemed. */
  account_id: string
  email: string
  username: string | null
  /** As in `accounts`; the redeemed claim brings its own. */
  password_hash: string
  language: string
  /** The admission that it came with; spent when the claim is redeemed. */
  invite_id: Generated<string | null>
  created_at: number
  expires_at: number
}

interface OneTimeCodeTable {
  purpose: string
  /** Registration id, account id or address, by purpose; unique together with it: a new code replaces the old one. */
  subject: string
  /** The address that the code proves, where it differs from the subject's own. */
  email: string | null
  /** HMAC under a key derived from the secret key, bound to purpose and subject. */
  digest: string
  attempts: Generated<number>
  created_at: number
  expires_at: number
}

interface SessionTable {
  id: string
  account_id: string
  client_id: string
  /** The device's own name for itself. */
  label: string | null
  /** Where the login came from. */
  address: string | null
  /** Random; the refresh token's MAC covers it. Worthless without the secret key. */
  salt: string
  /** The generation that the current refresh token carries; only ever grows. */
  generation: Generated<number>
  /** When the generation last moved: the grace window of the one before counts from here. */
  rotated_at: number
  created_at: number
  last_used_at: number
  /** The idle end; moved at each rotation. */
  expires_at: number
  /** The absolute end; never moved. */
  ends_at: number
  ended_at: number | null
  end_reason: string | null
  /** The label of the device that ended it, and the address that the request came from. */
  ended_by: string | null
  ended_from: string | null
  /** Space-separated; what its access tokens may at most be used for. */
  scope: Generated<string>
}

interface ClientTable {
  /** The `client_id`. */
  id: string
  name: string
  /** HMAC under a key derived from the secret key; null for public clients, which have no secret. */
  secret_digest: string | null
  /** JSON array; compared as they are, character by character (RFC 9700 §2.1). */
  redirect_uris: string
  /** Space-separated `grant_type` values. */
  grants: string
  /** Space-separated; the most that it can ask for. */
  scope: string
  /** `RS256`, OpenID Connect's default, or `ES256`. */
  id_token_algorithm: string
  created_at: number
}

/** Logins of other devices that wait for a yes (RFC 8628). */
interface DeviceLoginTable {
  id: string
  /** HMACs under a key derived from the secret key. */
  device_code_digest: string
  user_code_digest: string
  client_id: string
  scope: string
  label: string | null
  address: string | null
  /** Milliseconds; grows with each poll that comes too early. */
  poll_interval: number
  next_poll_at: number
  created_at: number
  expires_at: number
  account_id: string | null
  approved_at: number | null
  denied_at: number | null
  redeemed_at: number | null
}

interface PersonalTokenTable {
  id: string
  account_id: string
  name: string
  /** HMAC under a key derived from the secret key. */
  digest: string
  scope: string
  created_at: number
  /** Null: until it is revoked. */
  expires_at: number | null
  last_used_at: number | null
}

interface SigningKeyTable {
  /** The `kid` in token headers: the key's RFC 7638 thumbprint. */
  id: string
  algorithm: string
  public_jwk: string
  /** Sealed with AES-256-GCM under a key derived from the secret key. */
  private_jwk_sealed: string
  created_at: number
  /** Published from its making on, signs only from here on: verifiers have read the new JWK Set by then. */
  activates_at: Generated<number>
}

interface OutboxTable {
  id: string
  recipient: string
  /** Whose letter it is, or will be once the address is proved; null where that is not known, random where it is nobody's. */
  account_id: Generated<string | null>
  /** Subject, text and HTML as JSON, sealed: letters carry codes. */
  letter_sealed: string
  created_at: number
  /** After this the letter is of no use (its code has run out) and is not sent any more. */
  expires_at: number | null
  attempts: Generated<number>
  next_attempt_at: number
  /** Held by one worker until then; taken over by any other afterwards. */
  leased_until: number | null
  sent_at: number | null
  /** Dead letter: refused for good, or tried too often. */
  failed_at: number | null
  last_error: string | null
  /** Written for the sake of equal work and never to be sent (see accounts/password-reset). */
  discarded_at: number | null
}

/** One row per thing limited. */
interface RateLimitTable {
  name: string
  /** An address, an account id, or what was typed at a login; where two are counted together, with a space between. */
  subject: string
  /** When all turns taken are paid for: the theoretical arrival time of the generic cell rate algorithm. */
  arrives_at: number
  /** When the tries that make delays grow are all forgotten; never before `arrives_at`. */
  forgotten_at: Generated<number>
}

/** Each entry hangs on the one before by its hash (src/protocol/audit-chain.ts). Only ever added to, or erased from. */
interface AuditTable {
  /** 1, 2, 3 …, without a gap. */
  sequence: number
  at: number
  /** What happened, such as `login` or `session.reused`. */
  event: string
  /** Account id of who did it; null for nobody logged in and for the host's own commands. */
  actor: string | null
  /** Account id that it happened to. */
  subject: string | null
  client_id: string | null
  /** Why an attempt failed, or which role was given. */
  reason: string | null
  /** These three are emptied when their account is deleted. */
  address: string | null
  /** JSON, without secrets. */
  detail: string | null
  salt: string | null
  /** SHA-256 of the three above. */
  private_digest: string
  hash: string
}

/** One row: the newest entry. Who adds one holds it until the commit. */
interface AuditHeadTable {
  name: string
  sequence: number
  hash: string
}

/** Admissions to register, made by a superuser. */
interface InviteTable {
  id: string
  /** HMAC under a key derived from the secret key. */
  code_digest: string
  /** The only address that may use it; null: any. */
  email: string | null
  /** `member` or `superuser`: what its account becomes. */
  role: string
  /** Account id; null: the host. */
  created_by: string | null
  created_at: number
  expires_at: number
  redeemed_at: number | null
  redeemed_by: string | null
}

/**
 * Times by name, which all nodes share: turns that transactions take, what one of the nodes has claimed, when a backup was made,
 * and whose unfinished copy a store is. src/server/locks.ts has every name.
 */
interface LockTable {
  name: string
  taken_at: number
}
