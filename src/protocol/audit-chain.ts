import { createHash } from 'node:crypto'

/**
 * The audit log as it travels, and how its entries hang together: each hash covers the entry and the hash of the one
 * before, so a changed, missing or moved entry breaks the chain for whoever recomputes it. What is personal hangs in by a
 * salted digest of its own and can be erased with its person; the chain stays whole (docs/decisions/audit-chain.md).
 */
export interface AuditRecord {
  /** 1, 2, 3 …, without a gap. */
  sequence: number
  at: string
  /** What happened, such as `login` or `session.reused`. */
  event: string
  /** Account ids: who did it, and to whom it was done. */
  actor: string | null
  subject: string | null
  client_id: string | null
  /** Why an attempt failed. */
  reason: string | null
  /** Where it came from; null too once it is erased. */
  address: string | null
  detail: Record<string, unknown> | null
  /** Random; null once what is personal has been erased. */
  salt: string | null
  private_digest: string
  hash: string
}

/** The end of a chain: its newest entry. */
export interface AuditHead {
  sequence: number
  hash: string
}

/** What the first entry follows. */
export const chainStart: AuditHead = { sequence: 0, hash: '0'.repeat(64) }

export type PersonalPart = Pick<AuditRecord, 'salt' | 'address' | 'detail'>

/** Without the salt an address could be found by trying all of them. */
export function digestPersonal({ salt, address, detail }: PersonalPart): string {
  return sha256([salt, address, detail])
}

export function linkHash(
  previousHash: string,
  entry: Omit<AuditRecord, 'hash' | keyof PersonalPart>,
): string {
  const { sequence, at, event, actor, subject, client_id, reason, private_digest } = entry
  return sha256([previousHash, sequence, at, event, actor, subject, client_id, reason, private_digest])
}

/** What is wrong with an entry as the successor of `previous`; undefined where nothing is. */
export function findFault(previous: AuditHead, entry: AuditRecord): 'missing' | 'changed' | undefined {
  if (entry.sequence !== previous.sequence + 1) return 'missing'
  if (linkHash(previous.hash, entry) !== entry.hash) return 'changed'
  if (entry.salt === null) return entry.address === null && entry.detail === null ? undefined : 'changed'
  return digestPersonal(entry) === entry.private_digest ? undefined : 'changed'
}

/** JSON keeps the parts apart. */
function sha256(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
