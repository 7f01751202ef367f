import { type InviteEntry, type InviteRole, type NewInviteAnswer, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { describeSecond } from '../../protocol/second.ts'
import type { Context } from '../context.ts'
import { parseDuration } from '../duration.ts'
import { isInvite, isNewInvite } from '../http/admin-answers.ts'
import { readBody } from '../http/answers.ts'
import { fetchAll } from '../http/pages.ts'
import { tellWhereCodeIs } from '../login/one-time-code.ts'
import { protectedCall } from '../session.ts'
import { describeTime } from '../terminal/age.ts'
import { answerList, pick, shortIds } from '../terminal/list.ts'

export interface CreateInviteOptions {
  email?: string
  role?: InviteRole
  expires?: string
}

/** Lists the invitations, without their codes. */
export async function listInvites(context: Context): Promise<void> {
  const items = await fetchAll(context, paths.adminInvites, isInvite)
  const { t } = context.terminal
  const now = Date.now()
  const of = (cell: (entry: InviteEntry) => string) => items.map(cell)
  const columns = [
    { title: 'ID', cells: shortIds(of(({ id }) => id)) },
    { title: t('FOR'), cells: of(({ email }) => email ?? t('anybody')), weight: 5 },
    {
      title: t('ROLE'),
      cells: of(({ role }) => (role === 'superuser' ? t('superuser') : t('member'))),
      weight: 3,
    },
    { title: t('STATE'), cells: of(({ state }) => t(state)), weight: 4 },
    { title: t('EXPIRES'), cells: of(({ expires_at }) => describeTime(expires_at, now, t)), weight: 2 },
    { title: t('MADE'), cells: of(({ created_at }) => describeTime(created_at, now, t)), weight: 1 },
  ]
  answerList(context, items, columns, 'There are no invitations yet; `auth invites create` makes one.')
}

/** Makes an invitation and prints its code, alone, for the only time. */
export async function createInvite(context: Context, options: CreateInviteOptions): Promise<void> {
  const { email, role, expires } = options
  const life = expires === undefined ? undefined : parseDuration(expires, '--expires')
  const json = {
    ...(email !== undefined && { email }),
    ...(role !== undefined && { role }),
    ...(life !== undefined && { expires_at: new Date(Date.now() + life).toISOString() }),
  }
  const reply = await protectedCall(context, { method: 'POST', path: paths.adminInvites, json })
  const body = readBody(await context.client(), reply, isNewInvite)
  context.terminal.answer(body.code, body)
  tellWhatItIsFor(context, body)
  if (body.email !== null) tellWhereCodeIs(context, reply, body.email)
}

function tellWhatItIsFor({ terminal, target }: Context, { email, role, expires_at }: NewInviteAnswer): void {
  const values = { whose: email ?? message('anybody'), end: describeSecond(expires_at) }
  terminal.tell(
    role === 'superuser'
      ? message('This is shown once: keep it now. It makes a superuser of {whose} until {end}.', values)
      : message('This is shown once: keep it now. It makes an account for {whose} until {end}.', values),
  )
  terminal.tell(
    message('To use it: `auth register --server {server} --invite CODE`', { server: target.server }),
  )
}

/** Revokes an invitation, at once; an account that was made by it stays. */
export async function revokeInvite(context: Context, typed: string): Promise<void> {
  const invite = pick(
    await fetchAll(context, paths.adminInvites, isInvite),
    ({ id }) => id,
    typed,
    'invitation',
    'invites',
  )
  const path = `${paths.adminInvites}/${encodeURIComponent(invite.id)}`
  await protectedCall(context, { method: 'DELETE', path })
  const whose = invite.email ?? message('anybody')
  context.terminal.answer(message('Revoked the invitation for {whose}.', { whose }), { revoked: invite.id })
}
