import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connectStore, type Store } from '../../db/connect.ts'
import { migrate, readSchemaState } from '../../db/migrate.ts'
import { forEachStore } from '../support/stores.ts'

const all = ['0001_accounts_and_sessions', '0002_oauth']

async function tables(db: Store): Promise<string[]> {
  const found = await db.introspection.getTables()
  return found.map((table) => table.name).sort()
}

forEachStore((_kind, openStore) => {
  test('an empty store lacks every migration, and reading its state writes nothing', async () => {
    const { db } = await openStore({ empty: true })
    expect(await readSchemaState(db)).toEqual({ pending: all, unknown: [] })
    expect(await tables(db)).toEqual([])
  })

  test('migrating applies what is pending, once', async () => {
    const { db } = await openStore({ empty: true })
    expect(await migrate(db)).toEqual(all)
    expect(await readSchemaState(db)).toEqual({ pending: [], unknown: [] })
    expect(await tables(db)).toEqual(
      expect.arrayContaining([
        'accounts',
        'audit',
        'locks',
        'one_time_codes',
        'outbox',
        'rate_limits',
        'sessions',
      ]),
    )
    expect(await migrate(db)).toEqual([])
  })

  test('a migration that fails leaves no table behind', async () => {
    const { db } = await openStore({ empty: true })
    await sql`create table outbox (id text)`.execute(db)
    await expect(migrate(db)).rejects.toThrow(/outbox/)
    expect((await tables(db)).filter((name) => !name.startsWith('schema_migrations'))).toEqual(['outbox'])
    expect(await readSchemaState(db)).toEqual({ pending: all, unknown: [] })
    await sql`drop table outbox`.execute(db)
    expect(await migrate(db)).toEqual(all)
  })

  test('nodes that start together migrate once', async () => {
    const { db, url } = await openStore({ empty: true })
    const other = await connectStore(url)
    const applied = await Promise.all([migrate(db), migrate(other)]).finally(() => other.destroy())
    expect(applied.flat()).toEqual(all)
  })

  test('the migration of a newer authd is seen, and not touched', async () => {
    const { db } = await openStore()
    await sql`insert into schema_migrations (name, timestamp) values ('9999_later', '2030-01-01')`.execute(db)
    expect(await readSchemaState(db)).toEqual({ pending: [], unknown: ['9999_later'] })
    await expect(migrate(db)).rejects.toThrow(/9999_later/)
    expect(await readSchemaState(db)).toEqual({ pending: [], unknown: ['9999_later'] })
  })
})
