import { type Migration, Migrator } from 'kysely'
import type { Store } from './connect.ts'
import { up as accountsAndSessions } from './migrations/0001_accounts_and_sessions.ts'
import { up as oauth } from './migrations/0002_oauth.ts'
import { up as members } from './migrations/0003_members.ts'
import { up as growingDelays } from './migrations/0004_growing_delays.ts'
import { up as outboxIndexes } from './migrations/0005_outbox_indexes.ts'

/** In the order of their names; a released one is never edited. */
const migrations: Record<string, Migration> = {
  '0001_accounts_and_sessions': { up: accountsAndSessions },
  '0002_oauth': { up: oauth },
  '0003_members': { up: members },
  '0004_growing_delays': { up: growingDelays },
  '0005_outbox_indexes': { up: outboxIndexes },
}

/** What an empty store lacks, in order. */
export const allMigrations: readonly string[] = Object.keys(migrations)

/** Those of these names that this program does not know: a newer authd made them. */
export function unknownMigrations(names: readonly string[]): string[] {
  return names.filter((name) => !Object.hasOwn(migrations, name))
}

export interface SchemaState {
  /** Migrations that this store still lacks, in order. */
  pending: string[]
  /** Migrations that this store has and this program does not know: it was used by a newer authd. */
  unknown: string[]
}

/** Reads how far the store's schema is; writes nothing. */
export async function readSchemaState(db: Store): Promise<SchemaState> {
  const applied = await readAppliedMigrations(db)
  return {
    pending: allMigrations.filter((name) => !applied.includes(name)),
    unknown: unknownMigrations(applied),
  }
}

/**
 * Applies what is pending, or no more than up to one name, in one transaction; either all of it happens or nothing. Returns
 * the names applied.
 */
export async function migrate(db: Store, upTo?: string): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: migrationTable,
    migrationLockTableName: `${migrationTable}_lock`,
  })
  const { error, results } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo))
  if (error) throw error
  return (results ?? []).map((result) => result.migrationName)
}

const migrationTable = 'schema_migrations'

/** In order; none where the store has no tables yet. */
export async function readAppliedMigrations(db: Store): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === migrationTable)) return []
  const rows = await db
    .withTables<{ [migrationTable]: { name: string } }>()
    .selectFrom(migrationTable)
    .select('name')
    .orderBy('name')
    .execute()
  return rows.map((row) => row.name)
}
