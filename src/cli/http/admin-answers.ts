/** The answers that superusers get, checked as those in answers.ts are. */
import type { AuditHead } from '../../protocol/audit-chain.ts'
import type {
  AuditEntry,
  AuditPage,
  ClientEntry,
  InviteEntry,
  LimitEntry,
  LimitsReleased,
  MemberEntry,
  NewClientAnswer,
  NewInviteAnswer,
} from '../../protocol/endpoints.ts'
import { hasFlags, hasStrings, hasStringsOrNull, isStrings, isVisibleAscii } from './shapes.ts'

export function isMember(value: unknown): value is MemberEntry {
  return (
    hasStrings(value, 'id', 'email', 'created_at') &&
    hasStringsOrNull(value, 'username', 'last_used_at') &&
    hasFlags(value, 'is_active', 'is_verified', 'is_superuser') &&
    typeof value.sessions === 'number'
  )
}

export function isInvite(value: unknown): value is InviteEntry {
  return (
    hasStrings(value, 'id', 'role', 'state', 'created_at', 'expires_at') &&
    hasStringsOrNull(value, 'email', 'redeemed_at')
  )
}

export function isNewInvite(value: unknown): value is NewInviteAnswer {
  return isInvite(value) && isVisibleAscii((value as NewInviteAnswer).code, 200)
}

export function isClient(value: unknown): value is ClientEntry {
  return (
    hasStrings(value, 'client_id', 'name', 'id_token_algorithm', 'created_at') &&
    hasFlags(value, 'public') &&
    [value.redirect_uris, value.grants, value.scopes].every(isStrings)
  )
}

export function isNewClient(value: unknown): value is NewClientAnswer {
  return isClient(value) && hasStringsOrNull({ ...value }, 'client_secret')
}

export function isLimit(value: unknown): value is LimitEntry {
  return (
    hasStrings(value, 'name', 'forgotten_at') &&
    hasStringsOrNull(value, 'account', 'address', 'refused_until') &&
    typeof value.used === 'number' &&
    typeof value.burst === 'number'
  )
}

export function isLimitsReleased(value: unknown): value is LimitsReleased {
  return hasStrings(value) && typeof value.released === 'number'
}

export function isAuditPage(value: unknown): value is AuditPage {
  return (
    hasStrings(value) &&
    hasStringsOrNull(value, 'next_cursor') &&
    Array.isArray(value.items) &&
    value.items.every(isAuditEntry) &&
    isHead(value.head)
  )
}

/** Who changed the store by hand may have left any JSON as a detail: a fault of the chain, not of the answer. */
function isAuditEntry(value: unknown): value is AuditEntry {
  const names = ['actor', 'subject', 'client_id', 'reason', 'address', 'salt', 'actor_email', 'subject_email']
  return (
    hasStrings(value, 'at', 'event', 'private_digest', 'hash') &&
    hasStringsOrNull(value, ...names) &&
    Number.isSafeInteger(value.sequence)
  )
}

function isHead(value: unknown): value is AuditHead {
  return hasStrings(value, 'hash') && Number.isSafeInteger(value.sequence)
}
