import { chownSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { allMigrations, migrate, readSchemaState } from '../../../db/migrate.ts'
import { copyBeforeMigration } from '../../../src/server/ops/migration-copy.ts'
import { createHost } from '../../support/processes.ts'
import { openSqlite } from '../../support/stores.ts'

const addAccount = sql`insert into accounts (id, email, password_hash, created_at) values ('a', 'a@example.com', '!', 1)`

test('before the schema of a SQLite store with rows changes, its file is copied beside it', async () => {
  const host = createHost()
  await host.authd(['migrate'])
  expect(readdirSync(host.dataDir).filter((name) => name.includes('before'))).toEqual([])
  const path = join(host.dataDir, 'old.db')
  const db = await connectStore(`sqlite:${path}`)
  await migrate(db, '0002_oauth')
  await addAccount.execute(db)
  await db.destroy()
  const { code } = await host.authd(['user', 'list'], { env: { AUTHD_DATABASE_URL: `sqlite:${path}` } })
  expect(code).toBe(0)
  const copy = `${path}.before-0003_members`
  expect(readdirSync(host.dataDir).filter((name) => name.includes('before'))).toEqual([
    'old.db.before-0003_members',
  ])
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  const before = await connectStore(`sqlite:${copy}`)
  expect(await readSchemaState(before)).toEqual({
    pending: allMigrations.slice(2),
    unknown: [],
  })
  expect(await before.selectFrom('accounts').select('email').execute()).toEqual([{ email: 'a@example.com' }])
  await before.destroy()
})

test.skipIf(process.getuid?.() !== 0)(
  'a copy that root makes is of whom the folder belongs to, as is the store that it is put in the place of (only root may try)',
  async () => {
    const { db, url } = await openSqlite()
    await addAccount.execute(db)
    const file = url.slice('sqlite:'.length)
    chownSync(dirname(file), 12_345, 12_345)
    const copy = await copyBeforeMigration(db, url, '0004_a')
    const { uid, gid, mode } = statSync(copy ?? '')
    expect([uid, gid, mode & 0o777]).toEqual([12_345, 12_345, 0o600])
  },
)

test('the newest three copies stay; where no copy can be made, nothing is changed', async () => {
  const { db, url } = await openSqlite()
  expect(await copyBeforeMigration(db, url, '0001_x')).toBeUndefined()
  await addAccount.execute(db)
  for (const name of ['0004_a', '0005_b', '0006_c', '0007_d']) {
    await copyBeforeMigration(db, url, name)
    await new Promise((resolve) => setTimeout(resolve, 5)) // the files' times tell which is older
  }
  const folder = dirname(url.slice('sqlite:'.length))
  const copies = () => readdirSync(folder).filter((name) => name.includes('before'))
  expect(copies()).toEqual(['authd.db.before-0005_b', 'authd.db.before-0006_c', 'authd.db.before-0007_d'])
  await expect(copyBeforeMigration(db, url, 'no/where')).rejects.toEqual(
    expect.objectContaining({
      message: expect.stringMatching(
        /^No copy of the store could be made before its schema changes: .*; nothing was changed\.$/,
      ),
      hint: `See that the disk has space for a second authd.db and that this user may write to ${folder}.`,
    }),
  )
  expect(copies()).toHaveLength(3)
})
