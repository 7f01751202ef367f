import type { Page } from '../../protocol/endpoints.ts'
import type { Context } from '../context.ts'
import { protectedCall } from '../session.ts'
import { readBody } from './answers.ts'
import { hasStrings } from './shapes.ts'

/** The server gives no more at a time. */
const largestPage = 200

export interface ListRequest<T> {
  path: string
  /** What it is filtered by. */
  query?: Record<string, string>
  /** Decides what to believe. */
  isItem: (value: unknown) => value is T
  most: number
}

/** The first items of a list of the server; `next_cursor` says whether there are more. */
export function fetchSome<T>(
  context: Context,
  { path, query = {}, isItem, most }: ListRequest<T>,
): Promise<Page<T>> {
  const isPage = (body: unknown): body is { items: T[]; next_cursor?: unknown } =>
    hasStrings(body) && Array.isArray(body.items) && body.items.every(isItem)
  return turnPages(context, { most, size: largestPage }, async (place) => {
    const asking = new URLSearchParams({ ...query, ...place })
    const reply = await protectedCall(context, { method: 'GET', path: `${path}?${asking}` })
    const { items, next_cursor: next } = readBody(await context.client(), reply, isPage)
    return { items, next_cursor: typeof next === 'string' ? next : null }
  })
}

/** Everything that a list of the server holds. */
export async function fetchAll<T>(
  context: Context,
  path: string,
  isItem: (value: unknown) => value is T,
): Promise<T[]> {
  return (await fetchSome(context, { path, isItem, most: Number.POSITIVE_INFINITY })).items
}

/** Page after page until there are enough items or no more: the last page, with the items of all of them. */
export async function turnPages<T, P extends Page<T>>(
  context: Context,
  { most, size }: { most: number; size: number },
  fetchPage: (place: Record<string, string>) => Promise<P>,
): Promise<P> {
  const items: T[] = []
  const asked = new Set<string>()
  for (let cursor = ''; ; ) {
    // A server that hands out the same cursor for ever would never let us end.
    if (asked.has(cursor)) throw (await context.client()).notAuthd()
    asked.add(cursor)
    const limit = String(Math.min(size, most - items.length))
    const page = await fetchPage({ limit, ...(cursor !== '' && { cursor }) })
    items.push(...page.items)
    if (page.next_cursor === null || items.length >= most) return { ...page, items }
    cursor = page.next_cursor
  }
}
