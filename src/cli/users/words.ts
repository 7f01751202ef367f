import type { MemberEntry } from '../../protocol/endpoints.ts'
import { describeSecond } from '../../protocol/second.ts'
import type { Context } from '../context.ts'
import type { Translate } from '../language.ts'
import { describeTime } from '../terminal/age.ts'
import { shortIds } from '../terminal/list.ts'
import { formatTable } from '../terminal/table.ts'

/** A table of accounts that fits the terminal. */
export function formatMembers({ terminal }: Context, items: readonly MemberEntry[]): string {
  const { t } = terminal
  const now = Date.now()
  const of = (cell: (entry: MemberEntry) => string) => items.map(cell)
  const columns = [
    { title: 'ID', cells: shortIds(of(({ id }) => id)) },
    { title: t('EMAIL'), cells: of(({ email }) => email), weight: 5 },
    { title: t('NAME'), cells: of(({ username }) => username ?? '-'), weight: 3 },
    { title: t('STATUS'), cells: of((entry) => describeStatus(entry, t)), weight: 6 },
    { title: t('SESSIONS'), cells: of(({ sessions }) => String(sessions)), weight: 2 },
    { title: t('LAST USED'), cells: of((entry) => lastUse(entry, now, t)), weight: 4 },
    { title: t('ADDED'), cells: of(({ created_at }) => describeTime(created_at, now, t)), weight: 1 },
  ]
  return formatTable(columns, terminal.width)
}

/** All of one account, to be read line by line. */
export function rowsOfMember(member: MemberEntry, now: number, t: Translate): (readonly [string, string])[] {
  return [
    ['id', member.id],
    [t('email'), member.email],
    [t('name'), member.username ?? '-'],
    [t('status'), describeStatus(member, t)],
    [t('sessions'), String(member.sessions)],
    [t('last used'), lastUse(member, now, t)],
    [t('added'), describeSecond(member.created_at)],
  ]
}

/** What is out of the ordinary; `active` where nothing is. */
function describeStatus({ is_active, is_verified, is_superuser }: MemberEntry, t: Translate): string {
  const words = [!is_active && t('disabled'), !is_verified && t('unverified'), is_superuser && t('superuser')]
  return words.filter((word) => word !== false).join(', ') || t('active')
}

function lastUse({ last_used_at }: MemberEntry, now: number, t: Translate): string {
  return last_used_at === null ? '-' : describeTime(last_used_at, now, t)
}
