import { paths, type SessionEntry } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { isSession } from '../http/answers.ts'
import { fetchAll } from '../http/pages.ts'
import { signOut } from '../login/sign-out.ts'
import { environmentToken, protectedCall, requireLogin } from '../session.ts'
import { describeTime } from '../terminal/age.ts'
import { answerList, pick, shortIds } from '../terminal/list.ts'

export interface RevokeSessionOptions {
  others?: boolean
}

/** Lists where the account is logged in; a star marks the session that asks. */
export async function listSessions(context: Context): Promise<void> {
  answerSessions(context, await fetchAll(context, paths.sessions, isSession))
}

/** Prints sessions of this account, or of another. */
export function answerSessions(context: Context, items: readonly SessionEntry[]): void {
  const now = Date.now()
  const { t } = context.terminal
  const of = (cell: (entry: SessionEntry) => string) => items.map(cell)
  const columns = [
    { title: ' ', cells: of(({ current }) => (current ? '*' : '')) },
    { title: 'ID', cells: shortIds(of(({ id }) => id)) },
    { title: t('DEVICE'), cells: of(({ label }) => label ?? '-'), weight: 5 },
    { title: t('LAST USED'), cells: of(({ last_used_at }) => describeTime(last_used_at, now, t)), weight: 4 },
    { title: t('ADDRESS'), cells: of(({ address }) => address ?? '-'), weight: 3 },
    { title: t('LOGGED IN'), cells: of(({ created_at }) => describeTime(created_at, now, t)), weight: 2 },
    { title: t('PROGRAM'), cells: of(({ client_id }) => client_id), weight: 1 },
  ]
  answerList(context, items, columns, 'There are no sessions.')
}

/** Ends one session, or all but the one that asks; they are dead at once. */
export async function revokeSession(
  context: Context,
  typed: string | undefined,
  { others }: RevokeSessionOptions,
): Promise<void> {
  if ((typed === undefined) === !others)
    throw usageError('Name one session, or give --others.', 'See `auth sessions list` for their ids.')
  if (typed !== undefined) return revokeOne(context, typed)
  await protectedCall(context, { method: 'DELETE', path: `${paths.sessions}?others=true` })
  context.terminal.answer('All other sessions have ended.', { revoked: 'others' })
}

async function revokeOne(context: Context, typed: string): Promise<void> {
  const { terminal } = context
  const session = pick(
    await fetchAll(context, paths.sessions, isSession),
    ({ id }) => id,
    typed,
    'session',
    'sessions',
  )
  const name = session.label ?? session.address ?? session.id
  const isOwn = session.current && environmentToken(context.env) === undefined
  if (isOwn) return logOut(context, session.id)
  await protectedCall(context, {
    method: 'DELETE',
    path: `${paths.sessions}/${encodeURIComponent(session.id)}`,
  })
  terminal.answer(message('The session on {name} has ended.', { name }), {
    revoked: session.id,
    logged_out: false,
  })
  if (session.current) terminal.warn('It was the session of AUTH_TOKEN, which is dead from now on.')
}

/** Ending the session that one stands on is a logout: nothing of it may stay here. */
async function logOut(context: Context, id: string): Promise<void> {
  const { profile, account } = requireLogin(context)
  const { unheard, trouble: kept, remembered } = await signOut(context, profile)
  const trouble = kept ?? remembered
  if (unheard) context.terminal.warn(message('The server was not told: {why}', { why: unheard }))
  const words = message('That was this login, so this was a logout: {account} is logged out of {server}.', {
    account,
    server: profile.server,
  })
  context.terminal.answer(words, { revoked: id, logged_out: true })
  if (trouble) throw trouble
}
