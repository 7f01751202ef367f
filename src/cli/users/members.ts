import { type MemberEntry, type Page, paths } from '../../protocol/endpoints.ts'
import { type Message, message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { CliError, exitCodes, usageError } from '../errors.ts'
import { isMember } from '../http/admin-answers.ts'
import { isValidity, readBody } from '../http/answers.ts'
import { fetchSome } from '../http/pages.ts'
import { environmentToken, protectedCall } from '../session.ts'

/** Typed by hand, so that a letter or two may not be enough to change the wrong account. */
const idBeginning = /^[0-9a-f-]{4,36}$/
const wholeId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** More accounts than these are not looked through for one: the server finds addresses and names, but no ids. */
const mostCandidates = 10_000
/** As many are named in an error. */
const mostNamed = 5

/**
 * The account that is meant: the one with exactly that address, user name or id, else the only one whose id begins so.
 * Throws a CliError for none (exit 1) or several (exit 2).
 */
export async function findMember(context: Context, typed: string): Promise<MemberEntry> {
  const wanted = typed.trim().toLowerCase()
  if (isWholeId(wanted)) return fetchMember(context, wanted)
  const near = await fetchMembers(context, { q: wanted })
  const exact = near.items.find(({ email, username }) =>
    [email.toLowerCase(), username?.toLowerCase()].includes(wanted),
  )
  if (exact !== undefined) return exact
  if (!idBeginning.test(wanted)) throw nobody(typed, near.items)
  const all = await fetchMembers(context, {})
  if (all.next_cursor !== null)
    throw usageError(
      message('There are too many accounts to find "{typed}" among their ids.', { typed }),
      'Give an address, a user name or a whole id.',
    )
  const matches = all.items.filter(({ id }) => id.startsWith(wanted))
  const [match, ...others] = matches
  if (match === undefined) throw nobody(typed, near.items)
  if (others.length === 0) return match
  throw usageError(
    message('"{typed}" is the beginning of {count} ids: {names}.', {
      typed,
      count: matches.length,
      names: nameSome(matches),
    }),
    'Type more of it, or the address.',
  )
}

/** Whether it is an id from its beginning to its end. */
export function isWholeId(text: string): boolean {
  return wholeId.test(text)
}

async function fetchMember(context: Context, id: string): Promise<MemberEntry> {
  const reply = await protectedCall(context, { method: 'GET', path: memberPath({ id }) })
  return readBody(await context.client(), reply, isMember)
}

function fetchMembers(context: Context, query: Record<string, string>): Promise<Page<MemberEntry>> {
  return fetchSome(context, { path: paths.adminUsers, query, isItem: isMember, most: mostCandidates })
}

/** Whether it is the account that asks; without a stored login only the server knows whose token it is. */
export async function isOwn(context: Context, { id }: MemberEntry): Promise<boolean> {
  const { account_id } = context.target.profile ?? {}
  if (environmentToken(context.env) === undefined && account_id !== undefined) return id === account_id
  const reply = await protectedCall(context, { method: 'GET', path: paths.validateAccessToken })
  return readBody(await context.client(), reply, isValidity).user_id === id
}

/** Whether these words clearly mean the account of the stored login, as far as this machine can know it. */
export function meansOwn({ env, target }: Context, typed: string): boolean {
  if (environmentToken(env) !== undefined) return false
  const { account, account_id } = target.profile ?? {}
  return [account?.toLowerCase(), account_id].includes(typed.trim().toLowerCase())
}

export function memberPath({ id }: Pick<MemberEntry, 'id'>): string {
  return `${paths.adminUsers}/${encodeURIComponent(id)}`
}

function nobody(typed: string, near: readonly MemberEntry[]): CliError {
  const hint =
    near.length === 0
      ? 'Give a whole address or user name, or the beginning of an id; see `auth users list`.'
      : message('Nearest: {names}.', { names: nameSome(near) })
  return new CliError(
    exitCodes.failed,
    'not_found',
    message('There is no account "{typed}".', { typed }),
    hint,
  )
}

function nameSome(members: readonly MemberEntry[]): Message | string {
  const shown = members.slice(0, mostNamed)
  const names = shown.map(({ id, email }) => `${email} (${id.slice(0, 8)})`).join(', ')
  const left = members.length - shown.length
  return left === 0 ? names : message('{names} and {left} more', { names, left })
}
