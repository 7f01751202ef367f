import { expressionBuilder } from 'kysely'
import type { Database } from './schema.ts'

type Tables = 'accounts' | 'invites' | 'sessions'

/** What follows this row, the last of the page before, where the newest is first and the ids decide; all where none came before. */
export function olderThan(row: { created_at: number; id: string } | undefined) {
  const eb = expressionBuilder<Database, Tables>()
  return row ? eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(row.created_at, row.id)) : eb.lit(true)
}
