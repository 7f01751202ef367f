import { z } from '@hono/zod-openapi'
import type { Page } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'

/** Where a list goes on: after this row. Stays right while rows are added, because it names one and counts none. */
export interface Cursor {
  created_at: number
  id: string
}

const defaultLimit = 50

/** The query of every list. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional().describe('The `next_cursor` of the page before.'),
  limit: z.coerce
    .number({ error: 'it must be a number.' })
    .int()
    .min(1)
    .max(200)
    .default(defaultLimit)
    .describe('How many, from 1 to 200.'),
})

/** Throws `invalid_request` for anything that did not come from a list of ours. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  const [, created_at, id] = /^(\d{1,15})\.([0-9A-Za-z-]{1,64})$/.exec(text) ?? []
  if (!created_at || !id)
    throw new ProtocolError('invalid_request', 'The cursor is not one that a list gave.')
  return { created_at: Number(created_at), id }
}

export function writeCursor({ created_at, id }: Cursor): string {
  return `${created_at}.${id}`
}

/**
 * `rows` were asked for with one more than `limit`, which tells whether there is a next page; `cursorOf` names the last
 * one that is shown.
 */
export function makePage<R, T>(
  rows: readonly R[],
  limit: number,
  present: (row: R) => T,
  cursorOf: (row: R) => string,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next_cursor = rows.length > limit && last ? cursorOf(last) : null
  return { items: shown.map(present), next_cursor }
}
