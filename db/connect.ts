import { Kysely } from 'kysely'
import { type Limits, requestLimits } from './limits.ts'
import type { Database } from './schema.ts'

export type { Database } from './schema.ts'
export type Store = Kysely<Database>

/** Which kind of store a database URL names; undefined for anything else. */
export function storeKind(url: string): 'sqlite' | 'postgres' | undefined {
  if (/^sqlite:.+/.test(url)) return 'sqlite'
  return /^postgres(ql)?:\/\//.test(url) ? 'postgres' : undefined
}

/**
 * Opens `sqlite:<file>` or `postgres://…`. Only the driver that is needed gets loaded. Nothing is read yet: the first
 * query throws StoreError where the store cannot be opened or reached.
 */
export async function connectStore(url: string, limits: Limits = requestLimits): Promise<Store> {
  if (storeKind(url) === 'postgres') {
    const { serverPostgresDialect } = await import('./postgres.ts')
    return new Kysely<Database>({ dialect: serverPostgresDialect(url, limits) })
  }
  const { ServerSqliteDialect } = await import('./sqlite.ts')
  return new Kysely<Database>({ dialect: new ServerSqliteDialect(url.slice('sqlite:'.length)) })
}
