import { type LimitEntry, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import type { Context } from '../context.ts'
import { isLimit, isLimitsReleased } from '../http/admin-answers.ts'
import { readBody } from '../http/answers.ts'
import { fetchSome } from '../http/pages.ts'
import { protectedCall } from '../session.ts'
import { describeTime } from '../terminal/age.ts'
import { readLimit, tellOfMore } from '../terminal/list.ts'
import { formatTable } from '../terminal/table.ts'

export interface ListLimitsOptions {
  search?: string
  limit?: string
}

export interface ReleaseLimitsOptions {
  name?: string
}

/** Lists what the rate limits count at the moment. */
export async function listLimits(context: Context, { search, limit }: ListLimitsOptions): Promise<void> {
  const most = readLimit(limit)
  const query = search === undefined ? {} : { q: search }
  const page = await fetchSome(context, { path: paths.adminLimits, query, isItem: isLimit, most })
  const none = search === undefined ? 'Nothing is counted at the moment.' : 'Nothing is counted of that.'
  context.terminal.answer(page.items.length === 0 ? none : formatLimits(context, page.items), page)
  tellOfMore(context, page, most)
}

/** Forgets what is counted of an account or an address, at once. */
export async function releaseLimits(
  context: Context,
  who: string,
  { name }: ReleaseLimitsOptions,
): Promise<void> {
  const query = new URLSearchParams({ who, ...(name !== undefined && { name }) })
  const reply = await protectedCall(context, { method: 'DELETE', path: `${paths.adminLimits}?${query}` })
  const { released } = readBody(await context.client(), reply, isLimitsReleased)
  const said = released === 1 ? 'Released 1 counter of {who}.' : 'Released {count} counters of {who}.'
  context.terminal.answer(message(said, { who, count: released }), { released })
}

function formatLimits({ terminal }: Context, items: readonly LimitEntry[]): string {
  const { t } = terminal
  const now = Date.now()
  const of = (cell: (entry: LimitEntry) => string) => items.map(cell)
  const columns = [
    { title: t('LIMIT'), cells: of(({ name }) => name), weight: 6 },
    { title: t('ACCOUNT'), cells: of(({ account }) => account ?? '-'), weight: 5 },
    { title: t('ADDRESS'), cells: of(({ address }) => address ?? '-'), weight: 4 },
    { title: t('USED'), cells: of(({ used, burst }) => `${used}/${burst}`), weight: 3 },
    { title: t('REFUSED UNTIL'), cells: of(({ refused_until: end }) => timeOf(end)), weight: 2 },
    { title: t('FORGOTTEN'), cells: of(({ forgotten_at: end }) => timeOf(end)), weight: 1 },
  ]
  function timeOf(time: string | null): string {
    return time === null ? '-' : describeTime(time, now, t)
  }
  return formatTable(columns, terminal.width)
}
