import { type Migration, Migrator } from 'kysely'
import type { Store } from './connect.ts'
import { up as accountsAndSessions } from './migrations/0001_accounts_and_sessions.ts'
import { up as oauth } from './migrations/0002_oauth.ts'
import { up as members } from './migrations/0003_members.ts'

/** In the order of their names; a released one is never edited. */
const migrations: Record<string, Migration> = {
  '0001_accounts_and_sessions': { up: accountsAndSessions },
  '0002_oauth': { up: oauth },
  '0003_members': { up: members },
}

export interface SchemaState {
  /** Migrations that this store still lacks, in order. */
  pending: string[]
  /** Migrations that this store has and this program does not know: it was used by a newer authd. */
  unknown: string[]
}

/** Reads how far the store's schema is; writes nothing. */
export async function readSchemaState(db: Store): Promise<SchemaState> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  const applied = tables.some((table) => table.name === migrationTable) ? await readApplied(db) : []
  return {
    pending: Object.keys(migrations).filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !Object.hasOwn(migrations, name)),
  }
}

/** Applies what is pending in one transaction; either all of it happens or nothing. Returns the names applied. */
export async function migrate(db: Store): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: migrationTable,
    migrationLockTableName: `${migrationTable}_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).map((result) => result.migrationName)
}

const migrationTable = 'schema_migrations'

async function readApplied(db: Store): Promise<string[]> {
  const rows = await db
    .withTables<{ [migrationTable]: { name: string } }>()
    .selectFrom(migrationTable)
    .select('name')
    .orderBy('name')
    .execute()
  return rows.map((row) => row.name)
}
