import type { Store } from '../../../db/connect.ts'
import type { Language } from '../../protocol/messages.ts'
import { type AuditEvent, recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { endSession, endSessionsOf } from '../grants/ending.ts'
import { deleteAdminTokens } from '../grants/personal-token.ts'
import { type Account, findAccount, holdAccount, insertAccount, noPassword, setUsername } from './account.ts'
import { cutOffInvite } from './invite.ts'
import { sendResetCode } from './password-reset.ts'
import { unlessLastSuperuser } from './superuser.ts'
import type { Username } from './username.ts'

/** What an administrator does to an account. Each returns the account as it is then, and leaves an audit entry. */
export interface Administrator {
  /** Account id; left out for the host's own commands. */
  actor?: string | undefined
  address?: string | undefined
}

type LetterDeps = Pick<Deps, 'db' | 'secret' | 'config'>

/** Ours to choose, since the letter may wait for a day in a mailbox that its owner does not know of. */
const operatorCodeLifetime = 24 * 60 * 60 * 1000

export interface AddedAccount {
  email: string
  username: Username | undefined
  superuser: boolean
  language: Language
}

/**
 * Adds an account whose address is vouched for, and writes its owner a letter with a code for a password: nobody else
 * ever knows it. Undefined where the address or the name is somebody's; nothing is added then.
 */
export async function addAccount(
  deps: LetterDeps,
  input: AddedAccount,
  by: Administrator,
  now: number,
): Promise<Account | undefined> {
  const { email, username, superuser } = input
  return deps.db.transaction().execute(async (tx) => {
    const fresh = { email, username, passwordHash: noPassword, verified: true, superuser }
    const account = await insertAccount(tx, fresh, now)
    if (!account) return undefined
    await sendResetCode({ ...deps, db: tx }, { ...input, lifetime: operatorCodeLifetime }, now)
    const reason = superuser ? 'superuser' : 'member'
    await recordAudit(tx, { event: 'account.added', subject: account.id, ...by, reason }, now)
    return account
  })
}

/** The owner gets a code for a new password; the old one stays until it is used, and nobody else sees either. */
export async function startResetFor(
  deps: LetterDeps,
  account: Account,
  by: Administrator & { language: Language },
  now: number,
): Promise<void> {
  const { language, ...administrator } = by
  await deps.db.transaction().execute(async (tx) => {
    const letter = { email: account.email, language, lifetime: operatorCodeLifetime }
    await sendResetCode({ ...deps, db: tx }, letter, now)
    await recordAudit(tx, { event: 'password.reset-started', subject: account.id, ...administrator }, now)
  })
}

export async function promoteAccount(
  db: Store,
  id: string,
  by: Administrator,
  now: number,
): Promise<Account | undefined> {
  return db.transaction().execute((tx) => changeStanding(tx, id, { isSuperuser: true }, by, now))
}

/** `last` where it is the last active superuser; nothing is changed then. */
export async function demoteAccount(
  db: Store,
  id: string,
  by: Administrator,
  now: number,
): Promise<Account | undefined | 'last'> {
  return unlessLastSuperuser(db, id, now, (tx) => changeStanding(tx, id, { isSuperuser: false }, by, now))
}

export async function enableAccount(
  db: Store,
  id: string,
  by: Administrator,
  now: number,
): Promise<Account | undefined> {
  return db.transaction().execute((tx) => changeStanding(tx, id, { isActive: true }, by, now))
}

/** Ends every session at once. `last` where it is the last active superuser; nothing is changed then. */
export async function disableAccount(
  db: Store,
  id: string,
  by: Administrator,
  now: number,
): Promise<Account | undefined | 'last'> {
  return unlessLastSuperuser(db, id, now, (tx) => changeStanding(tx, id, { isActive: false }, by, now))
}

/** What is left out stays as it is. */
interface Standing {
  isActive?: boolean | undefined
  isSuperuser?: boolean | undefined
}

export interface AccountChange extends Standing {
  /** Null takes the name away. */
  username?: Username | null | undefined
}

/**
 * Several changes at once: all of them, or none. `last` where the last active superuser would be gone, `username_taken`
 * where another account has the name; undefined where the account is gone.
 */
export async function changeAccount(
  db: Store,
  id: string,
  { username, ...standing }: AccountChange,
  by: Administrator,
  now: number,
): Promise<Account | undefined | 'last' | 'username_taken'> {
  const apply = async (tx: Store) => {
    const account = await findAccount(tx, id)
    if (!account) return undefined
    if (username === undefined) return changeStanding(tx, id, standing, by, now)
    if (!(await setUsername(tx, account, username ?? undefined))) return 'username_taken' as const
    const isOther = (username?.username ?? null) !== account.username
    return changeStanding(tx, id, standing, by, now, isOther ? ['account.renamed'] : [])
  }
  const takesAway = standing.isActive === false || standing.isSuperuser === false
  return takesAway ? unlessLastSuperuser(db, id, now, apply) : db.transaction().execute(apply)
}

/** Ends every session of an account, told to its owner as done by an administrator. Returns how many. */
export async function endSessionsFor(db: Store, id: string, by: Administrator, now: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await holdAccount(tx, id)
    const ended = await endSessionsOf(tx, id, { reason: 'administrator' }, now)
    const entry = { event: 'sessions.ended', subject: id, ...by, detail: { ended } } as const
    if (ended > 0) await recordAudit(tx, entry, now)
    return ended
  })
}

/** Ends one of them; false where none of this account's stands under that id. */
export async function endSessionFor(
  db: Store,
  target: { accountId: string; sessionId: string },
  by: Administrator,
  now: number,
): Promise<boolean> {
  const { accountId, sessionId } = target
  return db.transaction().execute(async (tx) => {
    const ended = await endSession(tx, sessionId, { reason: 'administrator', accountId }, now)
    const entry = {
      event: 'session.ended',
      subject: accountId,
      ...by,
      detail: { session: sessionId },
    } as const
    if (ended) await recordAudit(tx, entry, now)
    return ended !== undefined
  })
}

/**
 * Undefined where the account is gone. What is so already stays as it is, and needs no entry; `done` are the events of
 * the same transaction before. A disabled account's sessions end; who is demoted keeps no token for administration, and
 * neither gets a role by an invitation any more.
 */
async function changeStanding(
  tx: Store,
  id: string,
  { isActive, isSuperuser }: Standing,
  by: Administrator,
  now: number,
  done: readonly AuditEvent[] = [],
): Promise<Account | undefined> {
  if (!(await holdAccount(tx, id))) return undefined
  const events = [...done]
  const isCut = (isSuperuser === false || isActive === false) && (await cutOffInvite(tx, id))
  const isChanged =
    isSuperuser !== undefined && (await setFlag(tx, id, 'superuser_at', isSuperuser ? now : null))
  if (isChanged || (isCut && isSuperuser === false))
    events.push(isSuperuser ? 'account.promoted' : 'account.demoted')
  if (isActive !== undefined && (await setFlag(tx, id, 'disabled_at', isActive ? null : now)))
    events.push(isActive ? 'account.enabled' : 'account.disabled')
  if (isActive === false) await endSessionsOf(tx, id, { reason: 'disabled' }, now)
  const revoked = isSuperuser === false ? await deleteAdminTokens(tx, id) : []
  for (const event of events) await recordAudit(tx, { event, subject: id, ...by }, now)
  for (const token of revoked)
    await recordAudit(tx, { event: 'token.revoked', subject: id, ...by, detail: { token } }, now)
  return findAccount(tx, id)
}

/** False where it is so already. */
async function setFlag(
  tx: Store,
  id: string,
  column: 'superuser_at' | 'disabled_at',
  value: number | null,
): Promise<boolean> {
  const changed = await tx
    .updateTable('accounts')
    .set({ [column]: value })
    .where('id', '=', id)
    .where(column, value === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}
