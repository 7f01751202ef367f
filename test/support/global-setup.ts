import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { TestProject } from 'vitest/node'
import { connectStore } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { databaseUrl, findPostgres, type Postgres, startPostgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated SQLite file, to be copied. */
    sqliteTemplate: string
    /** The server's first database; undefined where the platform has no PostgreSQL for us. */
    postgresUrl: string | undefined
  }
}

/** The name of the migrated database that each test's own one is copied from. */
export const templateDatabase = 'latchkey_template'

/** Makes the stores that all tests copy theirs from; returns the teardown. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  chmodSync(folder, 0o755) // mkdtemp makes it 0700, where PostgreSQL's own user could not enter
  let postgres: Postgres | undefined
  const teardown = async () => {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const sqliteTemplate = join(folder, 'template.db')
    await migrateStore(`sqlite:${sqliteTemplate}`)
    postgres = await preparePostgres(folder)
    project.provide('sqliteTemplate', sqliteTemplate)
    project.provide('postgresUrl', postgres?.url)
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}

async function preparePostgres(folder: string): Promise<Postgres | undefined> {
  const native = findPostgres()
  if (!native) {
    console.log(
      `No PostgreSQL for ${process.platform}-${process.arch} is installed: its half of the tests is skipped.`,
    )
    return undefined
  }
  const postgres = await startPostgres(native, folder)
  try {
    const db = await connectStore(postgres.url)
    await sql`create database ${sql.id(templateDatabase)}`.execute(db).finally(() => db.destroy())
    await migrateStore(databaseUrl(postgres.url, templateDatabase))
  } catch (error) {
    await postgres.stop()
    throw error
  }
  return postgres
}

async function migrateStore(url: string): Promise<void> {
  const db = await connectStore(url)
  await migrate(db).finally(() => db.destroy())
}
