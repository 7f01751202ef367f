import { randomBytes } from 'node:crypto'
import type { Store } from '../../db/connect.ts'
import { prepareQuery, type Value } from '../../db/prepared.ts'
import { type AuditHead, chainStart, digestPersonal, linkHash } from '../protocol/audit-chain.ts'

/** All that is ever noted; docs/audit.md says of each when, and whose ids it names. */
export type AuditEvent =
  | 'account.added'
  | 'account.deleted'
  | 'account.demoted'
  | 'account.disabled'
  | 'account.enabled'
  | 'account.gave-way'
  | 'account.promoted'
  | 'account.renamed'
  | 'account.verified'
  | 'accounts.added'
  | 'accounts.exported'
  | 'accounts.imported'
  | 'backup.made'
  | 'client.added'
  | 'client.changed'
  | 'client.failed'
  | 'client.removed'
  | 'client.token'
  | 'code.failed'
  | 'code.sent'
  | 'device.approved'
  | 'device.denied'
  | 'device.requested'
  | 'email.change-failed'
  | 'email.change-requested'
  | 'email.changed'
  | 'invite.made'
  | 'invite.revoked'
  | 'invite.used'
  | 'keys.rotated'
  | 'limits.released'
  | 'login'
  | 'login.failed'
  | 'logout'
  | 'password.changed'
  | 'password.failed'
  | 'password.reset'
  | 'password.reset-requested'
  | 'password.reset-started'
  | 'refused'
  | 'registration.failed'
  | 'registration.requested'
  | 'session.ended'
  | 'session.others-ended'
  | 'session.reused'
  | 'sessions.ended'
  | 'store.copied'
  | 'store.restored'
  | 'token.made'
  | 'token.revoked'
  | 'user-code.failed'
  | 'username.change-failed'
  | 'username.changed'
  | 'withdrawal.failed'

/** One entry of the audit log. Holds ids and addresses, never a secret. */
export interface AuditEntry {
  /** What happened, such as `login` or `session.reused`. */
  event: AuditEvent
  /** Account id of who did it; left out for nobody logged in and for the host's own commands. */
  actor?: string | undefined
  /** Account id that it happened to. */
  subject?: string | undefined
  clientId?: string | undefined
  address?: string | undefined
  /** Why an attempt failed, or which role was given, in a word or two of ours; never erased. */
  reason?: string | undefined
  detail?: Record<string, unknown>
}

/**
 * Appends an entry, in the transaction of what it tells; in one of its own where it is given none. The LAST step of a
 * transaction: writers of the chain take turns until they commit, and who took the chain first and waited for another
 * row then could wait for somebody who waits for the chain.
 */
export async function recordAudit(db: Store, entry: AuditEntry, now: number): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute((tx) => recordAudit(tx, entry, now))
  const head = await takePlace(db, {})
  // Cannot be missing: the upsert returns the row in either case.
  if (!head) throw new Error('the audit log has no head')
  const linked = link(head, entry, now)
  await insertEntry(db, { ...linked, at: now, detail: entry.detail ? JSON.stringify(entry.detail) : null })
  await moveHead(db, { hash: linked.hash })
}

/** The next number, and the hash of the entry before; holds both until the end of the transaction. */
const takePlace = prepareQuery((db, _value: Value<object>) =>
  db
    .insertInto('audit_head')
    .values({ name: 'audit', sequence: 1, hash: chainStart.hash })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ sequence: eb('audit_head.sequence', '+', 1) })),
    )
    .returning(['sequence', 'hash']),
)

interface NewEntry extends ReturnType<typeof link> {
  at: number
  detail: string | null
}

const insertEntry = prepareQuery((db, value: Value<NewEntry>) =>
  db.insertInto('audit').values({
    sequence: value('sequence'),
    at: value('at'),
    event: value('event'),
    actor: value('actor'),
    subject: value('subject'),
    client_id: value('client_id'),
    reason: value('reason'),
    address: value('address'),
    detail: value('detail'),
    salt: value('salt'),
    private_digest: value('private_digest'),
    hash: value('hash'),
  }),
)

const moveHead = prepareQuery((db, value: Value<{ hash: string }>) =>
  db.updateTable('audit_head').set({ hash: value('hash') }),
)

function link({ sequence, hash: previous }: AuditHead, entry: AuditEntry, now: number) {
  const personal = {
    salt: randomBytes(16).toString('base64url'),
    address: entry.address ?? null,
    // As it will be read: what is undefined is not there.
    detail: entry.detail ? (JSON.parse(JSON.stringify(entry.detail)) as Record<string, unknown>) : null,
  }
  const { salt, address } = personal
  const open = {
    sequence,
    event: entry.event,
    actor: entry.actor ?? null,
    subject: entry.subject ?? null,
    client_id: entry.clientId ?? null,
    reason: entry.reason ?? null,
    private_digest: digestPersonal(personal),
  }
  const hash = linkHash(previous, { ...open, at: new Date(now).toISOString() })
  return { ...open, salt, address, hash }
}

/** What an erased entry has left of its personal part. */
const erased = { salt: null, address: null, detail: null }

/** Takes addresses and details out of every entry of an account; that it happened, when and to which id stays. */
export async function eraseFromAudit(tx: Store, accountId: string): Promise<void> {
  await eraseDeviceRequests(tx, accountId)
  await tx
    .updateTable('audit')
    .set(erased)
    .where((eb) => eb.or([eb('subject', '=', accountId), eb('actor', '=', accountId)]))
    .execute()
}

/** Who asks for a device login is nobody yet: whose device it was is known since its owner said yes. */
async function eraseDeviceRequests(tx: Store, accountId: string): Promise<void> {
  const approved = await tx
    .selectFrom('audit')
    .select('detail')
    .where('actor', '=', accountId)
    .where('event', '=', 'device.approved')
    .where('detail', 'is not', null)
    .execute()
  const asked = approved.map(({ detail }) => requestOf(JSON.parse(detail ?? '') as Partial<DeviceDetail>))
  if (asked.length === 0) return
  await tx
    .updateTable('audit')
    .set(erased)
    .where('subject', 'is', null)
    .where('event', '=', 'device.requested')
    .where('detail', 'in', asked)
    .execute()
}

/** What entries about the login of a device say of it. */
export interface DeviceDetail extends Record<string, unknown> {
  /** Its row's id. */
  request: string
  device: string | null
}

/** As `device.requested` has it. */
function requestOf({ request, device }: Partial<DeviceDetail>): string {
  return JSON.stringify({ request, device })
}
