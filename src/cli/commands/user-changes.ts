import type { MemberEntry } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { isMember } from '../http/admin-answers.ts'
import { isSession, readBody } from '../http/answers.ts'
import { fetchAll } from '../http/pages.ts'
import { protectedCall } from '../session.ts'
import { requireYes } from '../terminal/ask.ts'
import { findMember, isOwn, meansOwn, memberPath } from '../users/members.ts'
import { answerSessions } from './sessions.ts'

export interface SureOptions {
  yes?: boolean
}

export interface UserSessionsOptions extends SureOptions {
  end?: boolean
}

interface Change {
  set: Partial<Pick<MemberEntry, 'is_active' | 'is_superuser'>>
  /** What is said once it is so. */
  done: string
  /** Where it was so before. */
  already: string
  /** What is asked of who would do it to their own account. */
  ownQuestion?: string
}

/** Ends all sessions of an account, and lets nobody in until it is enabled. */
export async function disableUser(context: Context, typed: string, options: SureOptions): Promise<void> {
  await change(context, typed, options, {
    set: { is_active: false },
    done: '{email} is disabled; its sessions have ended.',
    already: '{email} was disabled already.',
    ownQuestion: 'Disable your own account? Only another superuser can enable it again.',
  })
}

export async function enableUser(context: Context, typed: string): Promise<void> {
  const [done, already] = ['{email} is enabled and can log in.', '{email} was enabled already.']
  await change(context, typed, {}, { set: { is_active: true }, done, already })
}

export async function promoteUser(context: Context, typed: string): Promise<void> {
  const [done, already] = ['{email} is a superuser now.', '{email} was a superuser already.']
  await change(context, typed, {}, { set: { is_superuser: true }, done, already })
}

export async function demoteUser(context: Context, typed: string, options: SureOptions): Promise<void> {
  await change(context, typed, options, {
    set: { is_superuser: false },
    done: '{email} is a superuser no more.',
    already: '{email} was no superuser.',
    ownQuestion: 'Demote your own account? Only another superuser can promote it again.',
  })
}

/** Deletes an account with all that hangs on it; in the audit log its ids stay, without names and addresses. */
export async function deleteUser(context: Context, typed: string, { yes }: SureOptions): Promise<void> {
  const { terminal, target } = context
  if (!yes) terminal.requireInput('Whether to delete it', '--yes')
  const member = await findMember(context, typed)
  if (await isOwn(context, member))
    throw usageError('That is your own account.', 'Delete it with `auth account delete`.')
  const { email, id } = member
  const question = message('Delete the account {account} at {server} for good?', {
    account: email,
    server: target.server,
  })
  await requireYes(context, yes, question, 'Nothing was deleted.')
  await protectedCall(context, { method: 'DELETE', path: memberPath(member) })
  terminal.answer(message('Deleted the account {email}.', { email }), { deleted: id, email })
}

/** Lists where somebody is logged in, or with --end ends it everywhere. */
export async function userSessions(
  context: Context,
  typed: string,
  { end, yes }: UserSessionsOptions,
): Promise<void> {
  const { terminal } = context
  if (end && !yes) terminal.requireInput('Whether to end them', '--yes')
  const member = await findMember(context, typed)
  const path = `${memberPath(member)}/sessions`
  if (!end) return answerSessions(context, await fetchAll(context, path, isSession))
  const { email } = member
  const question = message('End all sessions of {email}?', { email })
  await requireYes(context, yes, question, 'Nothing was ended.')
  await protectedCall(context, { method: 'DELETE', path })
  terminal.answer(message('All sessions of {email} have ended.', { email }), { revoked: 'all', email })
}

async function change(
  context: Context,
  typed: string,
  { yes }: SureOptions,
  { set, done, already, ownQuestion }: Change,
): Promise<void> {
  const { terminal } = context
  const sure = (): void => {
    if (!yes) terminal.requireInput('Whether to do that to your own account', '--yes')
  }
  if (ownQuestion !== undefined && meansOwn(context, typed)) sure()
  const before = await findMember(context, typed)
  if (ownQuestion !== undefined && !yes && (await isOwn(context, before)))
    await requireYes(context, yes, ownQuestion, 'Nothing was changed.')
  const reply = await protectedCall(context, { method: 'PATCH', path: memberPath(before), json: set })
  const body = readBody(await context.client(), reply, isMember)
  const wasSo = Object.entries(set).every(([name, value]) => before[name as keyof typeof set] === value)
  terminal.answer(message(wasSo ? already : done, { email: body.email }), body)
}
