import type { AccountStatus, MemberEntry, Page, SessionEntry } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { type Account, findAccountByEmail } from '../accounts/account.ts'
import {
  type Administrator,
  addAccount,
  changeAccount,
  endSessionFor,
  endSessionsFor,
  startResetFor,
} from '../accounts/administration.ts'
import {
  findMember,
  listMembers,
  type Member,
  presentMember,
  withSessionsOf,
} from '../accounts/member-list.ts'
import { deleteAccount } from '../accounts/removal.ts'
import type { Deps } from '../deps.ts'
import { listSessions } from '../grants/session.ts'
import { rateLimits } from '../rate-limit.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { makePage, readCursor, writeCursor } from './cursor.ts'
import { accountChanged, requireEmail, requireUsername } from './fields.ts'
import { limitTries } from './limits.ts'
import type { RequestContext } from './router.ts'
import { presentSession } from './sessions.ts'

/** What a superuser does to accounts, for the API and the pages alike. Who asks has been checked before. */

/** Who asks, for the audit log. */
export function administrator(c: RequestContext, superuser: Account): Administrator {
  return { actor: superuser.id, address: c.get('address') }
}

export interface PageQuery {
  cursor?: string | undefined
  limit: number
}

/** Newest first. */
export async function pageOfMembers(
  { db }: Deps,
  c: RequestContext,
  { cursor, limit, q, status }: PageQuery & { q?: string | undefined; status?: AccountStatus | undefined },
): Promise<Page<MemberEntry>> {
  const query = { after: readCursor(cursor), limit: limit + 1, q, status }
  return makePage(await listMembers(db, query, c.get('now')), limit, presentMember, writeCursor)
}

/** Throws `not_found`. */
export async function requireMember({ db }: Deps, c: RequestContext, id: string): Promise<Member> {
  const member = await findMember(db, id, c.get('now'))
  if (!member) throw noMember()
  return member
}

/** The account is there at once; its owner chooses the password by a code that goes to the address. */
export async function addMember(
  deps: Deps,
  c: RequestContext,
  superuser: Account,
  input: { email: string; username?: string | null | undefined; is_superuser?: boolean | undefined },
): Promise<MemberEntry> {
  const email = requireEmail(input.email)
  const username = requireUsername(input.username)
  const fresh = { email, username, superuser: input.is_superuser === true, language: requestLanguage(c) }
  const account = await addAccount(deps, fresh, administrator(c, superuser), c.get('now'))
  if (!account) throw await whatIsTaken(deps, email)
  announceLetter(deps, c)
  return presentMember({ ...account, sessions: 0, lastUsedAt: null })
}

async function whatIsTaken({ db }: Deps, email: string): Promise<ProtocolError> {
  return (await findAccountByEmail(db, email))
    ? new ProtocolError('email_taken', 'An account with this address exists; nothing was added.')
    : new ProtocolError('username_taken', 'Somebody has this user name; nothing was added.')
}

/** Changes all that is given, or nothing. Who is disabled is logged out at once. */
export async function changeMember(
  { db }: Deps,
  c: RequestContext,
  superuser: Account,
  id: string,
  input: {
    is_active?: boolean | undefined
    is_superuser?: boolean | undefined
    /** Null takes it away. */
    username?: string | null | undefined
  },
): Promise<MemberEntry> {
  const now = c.get('now')
  const username = input.username === null ? null : requireUsername(input.username)
  const change = { isActive: input.is_active, isSuperuser: input.is_superuser, username }
  const account = await changeAccount(db, id, change, administrator(c, superuser), now)
  if (!account) throw noMember()
  if (account === 'last')
    throw lastSuperuser(message('This is the last active superuser; nothing was changed.'))
  if (account === 'username_taken') {
    throw new ProtocolError('username_taken', 'Somebody has this user name; nothing was changed.')
  }
  return presentMember(await withSessionsOf(db, account, now))
}

/** What is personal goes; the audit log keeps that it was there. */
export async function removeMember(
  deps: Deps,
  c: RequestContext,
  superuser: Account,
  id: string,
): Promise<void> {
  const { sessions: _sessions, lastUsedAt: _lastUsedAt, ...account } = await requireMember(deps, c, id)
  const result = await deleteAccount(deps.db, account, administrator(c, superuser), c.get('now'))
  if (result === 'last')
    throw lastSuperuser(message('This is the last active superuser; nothing was deleted.'))
  if (result === 'changed') throw accountChanged()
}

/** Its owner gets a code for a new password; the old one stays until then. */
export async function startMemberReset(
  deps: Deps,
  c: RequestContext,
  superuser: Account,
  id: string,
): Promise<void> {
  const account = await requireMember(deps, c, id)
  await limitTries(deps, c, [[rateLimits.sendAccount, account.id]])
  const by = { ...administrator(c, superuser), language: requestLanguage(c) }
  await startResetFor(deps, account, by, c.get('now'))
  announceLetter(deps, c)
}

/** Those that stand, newest first; `currentId` is the session of who asks. */
export async function pageOfMemberSessions(
  deps: Deps,
  c: RequestContext,
  id: string,
  { cursor, limit, currentId }: PageQuery & { currentId?: string | undefined },
): Promise<Page<SessionEntry>> {
  const account = await requireMember(deps, c, id)
  const page = { after: readCursor(cursor), limit: limit + 1 }
  const sessions = await listSessions(deps.db, account.id, page, c.get('now'))
  return makePage(sessions, limit, (session) => presentSession(session, currentId), writeCursor)
}

/** Ends all of them, at once. */
export async function endMemberSessions(
  deps: Deps,
  c: RequestContext,
  superuser: Account,
  id: string,
): Promise<void> {
  const account = await requireMember(deps, c, id)
  await endSessionsFor(deps.db, account.id, administrator(c, superuser), c.get('now'))
}

export async function endMemberSession(
  { db }: Deps,
  c: RequestContext,
  superuser: Account,
  target: { accountId: string; sessionId: string },
): Promise<void> {
  const ended = await endSessionFor(db, target, administrator(c, superuser), c.get('now'))
  if (!ended)
    throw new ProtocolError('not_found', 'This account has no such session, or it has ended already.')
}

function noMember(): ProtocolError {
  return new ProtocolError('not_found', 'There is no such account.')
}

function lastSuperuser(detail: Message): ProtocolError {
  return new ProtocolError('last_superuser', detail)
}
