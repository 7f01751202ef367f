import { randomUUID } from 'node:crypto'
import type { ExpressionBuilder, Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { olderThan } from '../../../db/older-than.ts'
import type { InviteEntry, InviteRole } from '../../protocol/endpoints.ts'
import type { Language } from '../../protocol/messages.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { invitationLetter } from '../mail/letters/invitation.ts'
import { enqueueLetter } from '../mail/outbox.ts'
import type { Secret } from '../secret.ts'
import { holdAccount } from './account.ts'
import type { Administrator } from './administration.ts'
import { drawCode, normalizeCode } from './one-time-code.ts'

/** An admission to register: a code that works once. */
export type Invite = Selectable<Database['invites']>

/** 72 bits: nobody guesses one, however many wait. */
const codeLength = 16

export interface NewInvite {
  /** The only address that may use it; it gets the code by letter. */
  email: string | undefined
  role: InviteRole
  expiresAt: number
  language: Language
}

/** The code is returned here and never again; the store keeps a digest. */
export async function makeInvite(
  { db, secret, config }: Pick<Deps, 'db' | 'secret' | 'config'>,
  input: NewInvite,
  by: Administrator,
  now: number,
): Promise<{ invite: Invite; code: string }> {
  const { email, role, expiresAt, language } = input
  const code = drawCode(codeLength)
  const shown = code.match(/.{4}/g)?.join('-') ?? code
  const row = {
    id: randomUUID(),
    code_digest: secret.digest('invite', code),
    email: email ?? null,
    role,
    created_by: by.actor ?? null,
    created_at: now,
    expires_at: expiresAt,
  }
  return db.transaction().execute(async (tx) => {
    const invite = await tx.insertInto('invites').values(row).returningAll().executeTakeFirstOrThrow()
    if (email !== undefined) {
      const letter = invitationLetter({ email, server: config.issuer, code: shown, expiresAt }, language)
      await enqueueLetter(tx, secret, { to: email, letter, expiresAt }, now)
    }
    // Without the address: whose it is has no account yet with which it would be erased.
    // The role is the reason, which outlives the maker's account: a detail goes with it.
    await recordAudit(tx, { event: 'invite.made', ...by, reason: role, detail: { invite: row.id } }, now)
    return { invite, code: shown }
  })
}

/** Newest first, with whether each could be used; `after` is the last one of the page before. */
export async function listInvites(
  db: Store,
  page: { after: Pick<Invite, 'created_at' | 'id'> | undefined; limit: number },
): Promise<Array<Invite & { vouched: boolean }>> {
  const rows = await db
    .selectFrom('invites')
    .selectAll()
    .select((eb) => eb.case().when(isVouched(eb)).then(1).else(0).end().as('vouched'))
    .where(olderThan(page.after))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(({ vouched, ...invite }) => ({ ...invite, vouched: vouched === 1 }))
}

/**
 * Takes back one that nobody has used, its code is void at once; or one whose account has yet to prove its address, which
 * then gets no role by it. False where there is none.
 */
export async function revokeInvite(db: Store, id: string, by: Administrator, now: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const spent = await tx
      .selectFrom('invites')
      .select('redeemed_by')
      .where('id', '=', id)
      .where('redeemed_by', 'is not', null)
      .executeTakeFirst()
    if (spent?.redeemed_by) await holdAccount(tx, spent.redeemed_by)
    const gone = await tx
      .deleteFrom('invites')
      .where('id', '=', id)
      .where((eb) => eb.or([eb('redeemed_at', 'is', null), isUnproved(eb)]))
      .returning('id')
      .executeTakeFirst()
    if (gone) await recordAudit(tx, { event: 'invite.revoked', ...by, detail: { invite: id } }, now)
    return gone !== undefined
  })
}

export function presentInvite(invite: Invite & { vouched: boolean }, now: number): InviteEntry {
  const hasEnded = invite.expires_at <= now || !invite.vouched
  return {
    id: invite.id,
    email: invite.email,
    role: roleOf(invite),
    state: invite.redeemed_at !== null ? 'used' : hasEnded ? 'expired' : 'open',
    created_at: new Date(invite.created_at).toISOString(),
    expires_at: new Date(invite.expires_at).toISOString(),
    redeemed_at: invite.redeemed_at === null ? null : new Date(invite.redeemed_at).toISOString(),
  }
}

export function roleOf(invite: Invite): InviteRole {
  return invite.role === 'superuser' ? 'superuser' : 'member'
}

/** The invitation of a code as typed, where this address could register with it now. */
export async function findInvite(
  db: Store,
  secret: Secret,
  input: { code: string; email: string },
  now: number,
): Promise<Invite | undefined> {
  return db
    .selectFrom('invites')
    .selectAll()
    .where('code_digest', 'in', secret.digests('invite', normalizeCode(input.code)))
    .where((eb) => eb.or([eb('email', 'is', null), eb('email', '=', input.email)]))
    .where('redeemed_at', 'is', null)
    .where('expires_at', '>', now)
    .where(isVouched)
    .executeTakeFirst()
}

/**
 * Spends an invitation for an account; of several at once one does. Undefined where it was taken back or somebody was
 * faster. Its end is not asked for: who registered in time is in time.
 */
export async function spendInvite(
  tx: Store,
  id: string,
  accountId: string,
  now: number,
): Promise<Invite | undefined> {
  return tx
    .updateTable('invites')
    .set({ redeemed_at: now, redeemed_by: accountId })
    .where('id', '=', id)
    .where('redeemed_at', 'is', null)
    .where(isVouched)
    .returningAll()
    .executeTakeFirst()
}

/** Undoes the spending, in its transaction: the account could not be opened after all. */
export async function returnInvite(tx: Store, id: string): Promise<void> {
  await tx.updateTable('invites').set({ redeemed_at: null, redeemed_by: null }).where('id', '=', id).execute()
}

/** An account that was demoted or disabled before it proved its address gets no role by doing so. False where there was none. */
export async function cutOffInvite(tx: Store, accountId: string): Promise<boolean> {
  const cut = await tx
    .updateTable('invites')
    .set({ role: 'member' })
    .where('redeemed_by', '=', accountId)
    .where('role', '=', 'superuser')
    .where(isUnproved)
    .returning('id')
    .executeTakeFirst()
  return cut !== undefined
}

/** What an invitation did for an account, for the audit log. */
export interface InviteUse {
  event: 'invite.used' | 'account.promoted'
  reason: InviteRole
  detail: { invite: string }
}

export function describeUse(event: InviteUse['event'], invite: Invite): InviteUse {
  return { event, reason: roleOf(invite), detail: { invite: invite.id } }
}

/** The invitation that an account was opened with, where its address has yet to be proved. */
export async function findInviteOf(tx: Store, accountId: string): Promise<Invite | undefined> {
  return tx
    .selectFrom('invites')
    .selectAll()
    .where('redeemed_by', '=', accountId)
    .where(isVouched)
    .executeTakeFirst()
}

/** Spent by an account that has not proved its address yet. */
function isUnproved(eb: ExpressionBuilder<Database, 'invites'>) {
  const account = eb
    .selectFrom('accounts')
    .select('accounts.id')
    .whereRef('accounts.id', '=', 'invites.redeemed_by')
    .where('accounts.verified_at', 'is', null)
  return eb.exists(account)
}

/** Makes superusers only while its maker is one: who was demoted must not come back by a code kept in a drawer. */
function isVouched(eb: ExpressionBuilder<Database, 'invites'>) {
  const maker = eb
    .selectFrom('accounts')
    .select('accounts.id')
    .whereRef('accounts.id', '=', 'invites.created_by')
    .where('accounts.superuser_at', 'is not', null)
    .where('accounts.disabled_at', 'is', null)
  return eb.or([eb('invites.role', '=', 'member'), eb('invites.created_by', 'is', null), eb.exists(maker)])
}
