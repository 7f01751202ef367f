import { type AccountStatus, type MemberEntry, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { isMember } from '../http/admin-answers.ts'
import { readBody } from '../http/answers.ts'
import { fetchSome } from '../http/pages.ts'
import { tellWhereCodeIs } from '../login/one-time-code.ts'
import { protectedCall } from '../session.ts'
import { readLimit, tellOfMore } from '../terminal/list.ts'
import { formatRows } from '../terminal/table.ts'
import { findMember, memberPath } from '../users/members.ts'
import { formatMembers, rowsOfMember } from '../users/words.ts'

export interface ListUsersOptions {
  search?: string
  status?: AccountStatus
  limit?: string
}

export interface AddUserOptions {
  username?: string
  superuser?: boolean
}

/** Lists accounts, newest first, as many as --limit says. */
export async function listUsers(
  context: Context,
  { search, status, limit }: ListUsersOptions,
): Promise<void> {
  const most = readLimit(limit)
  const query = { ...(search !== undefined && { q: search }), ...(status !== undefined && { status }) }
  const page = await fetchSome(context, { path: paths.adminUsers, query, isItem: isMember, most })
  const isAll = search === undefined && status === undefined
  const none = isAll
    ? 'There are no accounts yet; `auth users add EMAIL` makes one.'
    : 'There is no account like that.'
  context.terminal.answer(page.items.length === 0 ? none : formatMembers(context, page.items), page)
  tellOfMore(context, page, most)
}

/** Shows all of one account, with its whole id. */
export async function showUser(context: Context, typed: string): Promise<void> {
  const member = await findMember(context, typed)
  context.terminal.answer(formatRows(rowsOfMember(member, Date.now(), context.terminal.t)), member)
}

/** Makes an account; its owner gets a code for a password that nobody else ever knows. */
export async function addUser(context: Context, email: string, options: AddUserOptions): Promise<void> {
  const { username, superuser } = options
  const json = {
    email,
    ...(username !== undefined && { username }),
    ...(superuser && { is_superuser: true }),
  }
  const reply = await protectedCall(context, { method: 'POST', path: paths.adminUsers, json })
  const member = readBody(await context.client(), reply, isMember)
  const { email: address } = member
  const done = member.is_superuser
    ? message('Added {address} as a superuser; a code for the first password waits.', { address })
    : message('Added {address}; a code for the first password waits.', { address })
  context.terminal.answer(done, member)
  tellWhereCodeIs(context, reply, member.email)
  tellHowCodeIsUsed(context, member)
}

/** Has a code for a new password sent; until it is used nothing changes. */
export async function resetUserPassword(context: Context, typed: string): Promise<void> {
  const member = await findMember(context, typed)
  const reply = await protectedCall(context, { method: 'POST', path: `${memberPath(member)}/password-reset` })
  const words = message(
    'Made a code for a new password of {email}; the old password is good until it is used.',
    {
      email: member.email,
    },
  )
  context.terminal.answer(words, { id: member.id, email: member.email, sent: true })
  tellWhereCodeIs(context, reply, member.email)
  tellHowCodeIsUsed(context, member)
}

function tellHowCodeIsUsed({ terminal }: Context, { email }: MemberEntry): void {
  terminal.tell(
    message('Its owner sets a password with it: `auth password reset --email {email} --code CODE`', {
      email,
    }),
  )
}
