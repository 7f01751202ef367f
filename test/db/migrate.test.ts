import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connectStore, type Store } from '../../db/connect.ts'
import { migrate, readSchemaState } from '../../db/migrate.ts'
import { recordAudit } from '../../src/server/audit.ts'
import { rateLimits, takeTurns } from '../../src/server/rate-limit.ts'
import { auditOf, noted, walkChain } from '../support/audit.ts'
import { forEachStore } from '../support/stores.ts'

const all = [
  '0001_accounts_and_sessions',
  '0002_oauth',
  '0003_members',
  '0004_growing_delays',
  '0005_outbox_indexes',
]

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
        'audit_head',
        'invites',
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

  test('0003 puts the entries of an older store into the chain, in the order of their times', async () => {
    const { db } = await openStore({ empty: true })
    await migrate(db, '0002_oauth')
    const entry = sql`insert into audit (id, at, event, actor, subject, client_id, address, detail) values`
    await sql`${entry} ('b', 1700000000002, 'logout', 'ann', 'ann', 'c', '10.0.0.1', ${'{"session":"s"}'}),
      ('c', 1700000000001, 'keys.rotated', null, null, null, null, null),
      ('a', 1700000000002, 'login', 'ann', 'ann', 'c', '10.0.0.1', ${'{ "device": "m\u00e4ngo" }'})`.execute(
      db,
    )
    await sql`${entry} ('z', 1700000000003, 'login', 'bob', 'bob', null, '10.0.0.2', null)`.execute(db)
    await migrate(db, '0003_members')
    const of = (who: string, address: string) => ({ actor: who, subject: who, address })
    expect(await auditOf(db)).toEqual([
      noted('keys.rotated'),
      noted('login', { ...of('ann', '10.0.0.1'), client_id: 'c', detail: { device: 'm\u00e4ngo' } }),
      noted('logout', { ...of('ann', '10.0.0.1'), client_id: 'c', detail: { session: 's' } }),
      noted('login', of('bob', '10.0.0.2')),
    ])
    await recordAudit(db, { event: 'login.failed' }, 1_700_000_000_004)
    const { head, faults } = await walkChain(db)
    expect([head.sequence, faults]).toEqual([5, []])
    expect(await tables(db)).not.toContain('audit_unchained')
  })

  test('0004 keeps what was counted: who had to wait still has to', async () => {
    const { db } = await openStore({ empty: true })
    await migrate(db, '0003_members')
    const now = 1_700_000_000_000
    const { name, burst, interval } = rateLimits.passwordAccount
    await sql`insert into rate_limits (name, subject, arrives_at) values (${name}, 'ann', ${now + burst * interval})`.execute(
      db,
    )
    expect(await migrate(db, '0004_growing_delays')).toEqual(['0004_growing_delays'])
    const tries = [[rateLimits.passwordAccount, 'ann']] as const
    expect(await takeTurns(db, tries, now)).toEqual({ limit: rateLimits.passwordAccount, retryAfter: 30 })
    expect(await takeTurns(db, tries, now + interval)).toBeUndefined()
  })

  test('the migration of a newer authd is seen, and not touched', async () => {
    const { db } = await openStore()
    await sql`insert into schema_migrations (name, timestamp) values ('9999_later', '2030-01-01')`.execute(db)
    expect(await readSchemaState(db)).toEqual({ pending: [], unknown: ['9999_later'] })
    await expect(migrate(db)).rejects.toThrow(/9999_later/)
    expect(await readSchemaState(db)).toEqual({ pending: [], unknown: ['9999_later'] })
  })
})
