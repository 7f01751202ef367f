import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, inject, test } from 'vitest'
import { allMigrations, migrate } from '../../../../db/migrate.ts'
import { HostError } from '../../../../src/server/host-error.ts'
import { footerLength, formatFooter } from '../../../../src/server/ops/backup/backup-format.ts'
import { requireSecretKey, restoreBackup } from '../../../../src/server/ops/backup/restore.ts'
import { takeHold } from '../../../../src/server/ops/copy/copy-mark.ts'
import { readShapes } from '../../../../src/server/ops/tables.ts'
import { createSecret } from '../../../../src/server/secret.ts'
import { testStart as now } from '../../../support/app.ts'
import { auditOf, walkChain } from '../../../support/audit.ts'
import { forEachStore, openPostgres, openSqlite } from '../../../support/stores.ts'
import {
  backUp,
  fillStore,
  makeFolder,
  quiet,
  readWhole,
  restoreInto,
  secret,
  sumsOf,
} from '../filled-store.ts'

const failure = (message: string, hint?: string) =>
  expect.objectContaining({ message, ...(hint === undefined ? {} : { hint }) })

const stores = [
  ['sqlite', 'sqlite', openSqlite, openSqlite],
  ['sqlite', 'postgres', openSqlite, openPostgres],
  ['postgres', 'sqlite', openPostgres, openSqlite],
  ['postgres', 'postgres', openPostgres, openPostgres],
] as const

describe('a backup', () => {
  test.for(stores)(
    'of %s restores into %s: every row, and the chain of the log is whole',
    async ([from, to, openFrom, openTo], { skip }) => {
      if (`${from}${to}`.includes('postgres') && !inject('postgresUrl')) skip()
      const source = await openFrom()
      await fillStore(source.db)
      const path = join(makeFolder(), 'x.backup')
      const contents = await backUp(source.url, path)
      expect(contents).toEqual((await readWhole(path)).contents)
      expect(contents.tables.filter(({ rows }) => rows === 0)).toEqual([])
      expect(contents.auditFault).toBeUndefined()
      expect(statSync(path).mode & 0o777).toBe(0o600)

      const target = await openTo({ empty: true })
      await restoreInto(target.db, path)
      const withoutLog = (sums: { table: string }[]) => sums.filter(({ table }) => !table.startsWith('audit'))
      expect(withoutLog([...(await sumsOf(target.db))])).toEqual(withoutLog([...(await sumsOf(source.db))]))
      const log = await auditOf(target.db)
      expect(log.slice(0, -1)).toEqual(await auditOf(source.db))
      expect(log.at(-1)).toEqual(
        expect.objectContaining({
          event: 'store.restored',
          address: 'host',
          detail: { file: 'x.backup', made_at: new Date(now).toISOString(), rows: expect.any(Number) },
        }),
      )
      expect((await walkChain(target.db)).faults).toEqual([])
    },
  )

  test('of an empty house restores too', async () => {
    const source = await openSqlite()
    const path = join(makeFolder(), 'x.backup')
    await backUp(source.url, path)
    const { db } = await openSqlite()
    await restoreInto(db, path)
    expect((await auditOf(db)).map(({ event }) => event)).toEqual(['store.restored'])
  })

  test('of an older authd goes into tables of its time, which are brought up to date', async () => {
    const source = await openSqlite({ empty: true })
    await migrate(source.db, '0002_oauth')
    await sql`insert into accounts (id, email, password_hash, created_at) values ('a', 'a@example.com', '!', 1)`.execute(
      source.db,
    )
    await sql`insert into audit (id, at, event) values ('e', 1, 'login')`.execute(source.db)
    const path = join(makeFolder(), 'x.backup')
    await backUp(source.url, path)
    const target = await openSqlite({ empty: true })
    await restoreInto(target.db, path)
    expect((await auditOf(target.db)).map(({ event }) => event)).toEqual(['login', 'store.restored'])
    expect((await walkChain(target.db)).faults).toEqual([])
    const migrated = await openSqlite()
    await expect(restoreInto(migrated.db, path)).rejects.toEqual(
      failure(
        `The backup is of an older authd than the tables of this store (${allMigrations.slice(2).join(', ')}); nothing was changed.`,
      ),
    )
  })

  test('replaces no file, and one that fails leaves nothing behind', async () => {
    const { url, db } = await openSqlite()
    await fillStore(db)
    const folder = makeFolder()
    const path = join(folder, 'x.backup')
    writeFileSync(path, 'precious')
    await expect(backUp(url, path)).rejects.toEqual(failure(`${path} is there already; nothing was written.`))
    const controller = new AbortController()
    controller.abort()
    const order = { databaseUrl: url, path: join(folder, 'y.backup'), force: false, version: '0' }
    const { makeBackup } = await import('../../../../src/server/ops/backup/make-backup.ts')
    await expect(makeBackup(order, now, { ...quiet, signal: controller.signal })).rejects.toThrow(/abort/i)
    expect(readdirSync(folder)).toEqual(['x.backup'])
    expect(readFileSync(path, 'utf8')).toBe('precious')
  })

  test('whose log was tampered with is made all the same, and says so', async () => {
    const { url, db } = await openSqlite()
    await fillStore(db)
    await sql`update audit set event = 'logout' where sequence = 2`.execute(db)
    const { auditFault } = await backUp(url, join(makeFolder(), 'x.backup'))
    expect(auditFault).toBe('entry 2 is changed')
  })
})

describe('a file that is no sound backup is recognised, whatever byte is wrong', () => {
  const sound = async () => {
    const { url, db } = await openSqlite()
    await fillStore(db, { accounts: 20 })
    const path = join(makeFolder(), 'x.backup')
    await backUp(url, path)
    return { path, bytes: readFileSync(path) }
  }

  test('bit flips, from the first byte to the last', async () => {
    const { path, bytes } = await sound()
    for (let at = 0; at < bytes.length; at += at < 300 || at > bytes.length - 80 ? 1 : 17) {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      writeFileSync(path, flipped)
      await expect(readWhole(path), `byte ${at}`).rejects.toThrow(
        /is damaged|is no backup|made by a newer authd/,
      )
    }
  })

  test('cut off anywhere, or longer than it was', async () => {
    const { path, bytes } = await sound()
    for (const length of [0, 1, 100, 300, bytes.length - 73, bytes.length - 1]) {
      writeFileSync(path, bytes)
      truncateSync(path, length)
      await expect(readWhole(path), `${length} bytes`).rejects.toThrow(/is damaged|is no backup/)
    }
    writeFileSync(path, Buffer.concat([bytes, Buffer.from('\n')]))
    await expect(readWhole(path)).rejects.toEqual(
      failure(
        `The backup ${path} is damaged: its end is missing; nothing was changed.`,
        'Take an older one; `authd backup --verify FILE` tells whether a backup is sound.',
      ),
    )
  })

  test('foreign files, folders, and what a newer authd wrote', async () => {
    const { path, bytes } = await sound()
    writeFileSync(path, 'SQLite format 3\0')
    await expect(readWhole(path)).rejects.toEqual(
      failure(`${path} is no backup of authd; nothing was changed.`),
    )
    await expect(readWhole(makeFolder())).rejects.toThrow(/cannot be read/)
    await expect(readWhole(`${path}.not`)).rejects.toThrow(/cannot be read: it does not exist/)
    const text = bytes.toString('latin1')
    writeFileSync(path, text.replace('"version":1', '"version":2'), 'latin1')
    await expect(readWhole(path)).rejects.toEqual(
      failure(
        `The backup ${path} was made by a newer authd (format 2); nothing was changed.`,
        'Install that version or a newer one.',
      ),
    )
    const later = text.replace(`"${allMigrations.at(-1)}"`, '"9999_passkey"').slice(0, -footerLength)
    const sha256 = createHash('sha256').update(later, 'latin1').digest('hex')
    writeFileSync(path, later + formatFooter(sha256), 'latin1')
    await expect(readWhole(path)).rejects.toThrow(/made by a newer authd \(9999_passkey\)/)
  })
})

forEachStore((_kind, openStore) => {
  test('a store that is not empty is refused and left as it was (rauthy PR 1692)', async () => {
    const source = await openSqlite()
    await fillStore(source.db, { accounts: 1 })
    const path = join(makeFolder(), 'x.backup')
    await backUp(source.url, path)
    const { db } = await openStore()
    await db
      .insertInto('signing_keys')
      .values({ id: 'k', algorithm: 'ES256', public_jwk: '', private_jwk_sealed: '', created_at: 0 })
      .execute()
    const before = await sumsOf(db)
    await expect(restoreInto(db, path)).rejects.toEqual(
      failure('The store is not empty (rows: 1 in signing_keys); nothing was changed.'),
    )
    expect(await sumsOf(db)).toEqual(before)
  })

  test('a restore that fails on the way leaves the store empty, and the next one goes in', async () => {
    const source = await openSqlite()
    await fillStore(source.db)
    const path = join(makeFolder(), 'x.backup')
    await backUp(source.url, path)
    const { db } = await openStore()
    const controller = new AbortController()
    const stopLate = {
      signal: controller.signal,
      onBytes: (done: number, all: number) => done > all / 2 && controller.abort(),
    }
    await expect(restoreBackup(db, await readWhole(path), now, stopLate as never)).rejects.toThrow(/abort/i)
    expect((await sumsOf(db)).filter(({ rows }) => rows > 0)).toEqual([])
    await restoreInto(db, path)
    expect(await db.selectFrom('accounts').select('id').execute()).toHaveLength(450)
  })

  test('once a restore went into an unfinished copy that had no rows yet, and no authd started on it: it is refused', async () => {
    const source = await openSqlite()
    await fillStore(source.db, { accounts: 1 })
    const path = join(makeFolder(), 'x.backup')
    await backUp(source.url, path)
    const { db } = await openStore()
    await takeHold(db, 'of another', now)
    await expect(restoreInto(db, path)).rejects.toEqual(
      failure(
        'The store is an unfinished copy of another one; nothing was changed.',
        'Finish it by the same `authd store copy`, or name an empty store by `--data-dir` or AUTHD_DATABASE_URL.',
      ),
    )
    expect((await sumsOf(db)).filter(({ rows }) => rows > 0)).toEqual([])
  })

  test('of a restore and a copy into one store at once the later one finds it taken', async () => {
    const source = await openSqlite()
    await fillStore(source.db)
    const path = join(makeFolder(), 'x.backup')
    await backUp(source.url, path)
    const { db } = await openStore()
    const ends = await Promise.allSettled([restoreInto(db, path), takeHold(db, 'of another', now)])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(ends).toContainEqual({ status: 'rejected', reason: expect.any(HostError) })
  })

  test('two restores at once: one goes in, the other finds the store full', async () => {
    const source = await openSqlite()
    await fillStore(source.db)
    const path = join(makeFolder(), 'x.backup')
    await backUp(source.url, path)
    const { db } = await openStore()
    const ends = await Promise.allSettled([restoreInto(db, path), restoreInto(db, path)])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(
      String((ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason),
    ).toContain('The store is not empty')
  })

  test('tables are paged by keys that tell their rows apart: each is its primary key', async () => {
    const { db } = await openStore()
    const shapes = await readShapes(db)
    for (const { name, key } of shapes) {
      const columns = sql.join(key.map((column) => sql.ref(column)))
      // Only a unique constraint on exactly these columns lets this statement stand.
      const insert = sql`insert into ${sql.table(name)} select * from ${sql.table(name)} where 1 = 0 on conflict (${columns}) do nothing`
      await expect(insert.execute(db), name).resolves.toBeDefined()
    }
    const tables = await db.introspection.getTables()
    const own = tables.map(({ name }) => name).filter((name) => !name.startsWith('schema_migrations'))
    expect(
      shapes
        .map(({ name }) => name)
        .concat('locks' as never)
        .sort(),
    ).toEqual(own.sort())
  })
})

test('a backup is of use only with the secret key of its server', async () => {
  const { url, db } = await openSqlite()
  await fillStore(db, { accounts: 1 })
  const contents = await backUp(url, join(makeFolder(), 'x.backup'))
  expect(() => requireSecretKey(contents, secret)).not.toThrow()
  const hint =
    'Put the secret.key that the server had on 2026-03-01 into the data directory, or set AUTHD_SECRET_KEY to it.'
  const rest =
    'a backup holds what the secret key of its server sealed, but never that key itself; nothing was changed.'
  const outcome = (other?: ReturnType<typeof createSecret>) => {
    try {
      requireSecretKey(contents, other)
    } catch (error) {
      return error
    }
    return undefined
  }
  expect(outcome(undefined)).toEqual(failure(`There is no secret key here: ${rest}`, hint))
  expect(outcome(createSecret([Buffer.alloc(32, 8)]))).toEqual(
    failure(`The secret key here does not open this backup: ${rest}`, hint),
  )
})
