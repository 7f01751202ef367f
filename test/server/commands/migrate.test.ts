import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { connectStore } from '../../../db/connect.ts'
import { allMigrations, migrate } from '../../../db/migrate.ts'
import { createHost } from '../../support/processes.ts'
import { openPostgres } from '../../support/stores.ts'

/** A command that refuses: nothing on stdout, one error with a hint, exit code 1. */
function refusal(error: string, hint: string) {
  return { code: 1, stdout: '', stderr: `authd: error: ${error}\nauthd: hint: ${hint}\n` }
}

describe.skipIf(inject('postgresUrl') === undefined)(
  'authd on a PostgreSQL whose schema or database is missing',
  () => {
    test('an outdated schema refuses and names authd migrate, whose dry run changes nothing (contract §1)', async () => {
      const { url } = await openPostgres({ empty: true })
      const host = createHost({ AUTHD_DATABASE_URL: url })
      const refused = refusal(
        `The schema of this store is not up to date: ${allMigrations.length} migrations are missing; nothing was changed.`,
        'Make a backup, your own way or by `authd backup FILE`, then run `authd migrate`.',
      )
      expect(await host.authd(['serve'])).toEqual(refused)
      expect(await host.authd(['user', 'list'])).toEqual(refused)
      const dryRun = await host.authd(['migrate', '--dry-run'])
      expect(dryRun).toEqual({ code: 0, stdout: '', stderr: `Would apply: ${allMigrations.join(', ')}.\n` })
      expect(await host.authd(['serve'])).toEqual(refused)
      expect(await host.json(['migrate'])).toEqual({ applied: allMigrations })
      expect(await host.json(['migrate', '--dry-run'])).toEqual({ pending: [] })
      expect(await host.authd(['migrate'])).toEqual({
        code: 0,
        stdout: '',
        stderr: 'The schema is up to date.\n',
      })
      expect((await (await host.serve()).stop()).code).toBe(0)
    })

    test('a database that is not there is the operator’s to mend, not a fault of authd', async () => {
      const { url } = await openPostgres()
      const missing = new URL(url)
      missing.pathname = 'nowhere'
      const outcome = await createHost({ AUTHD_DATABASE_URL: missing.href }).authd(['serve'])
      expect(outcome).toEqual(
        refusal(
          `The store ${missing.href} cannot be used: database "nowhere" does not exist; nothing was changed.`,
          'Check that the server runs, and takes the user, password and database of that URL.',
        ),
      )
    })
  },
)

test('a dry run where there is no store yet makes neither folder nor database', async () => {
  const host = createHost()
  expect(await host.json(['migrate', '--dry-run'])).toEqual({
    pending: allMigrations,
  })
  expect(existsSync(host.dataDir)).toBe(false)
})

describe('authd and a SQLite file that must stay as it is, or that is not there', () => {
  test('migrate --dry-run leaves a store of an older authd as it is, to the byte', async () => {
    const host = createHost()
    await host.json(['migrate']) // for the folder
    const file = join(host.dataDir, 'old.db')
    const db = await connectStore(`sqlite:${file}`)
    await migrate(db, '0001_accounts_and_sessions').finally(() => db.destroy())
    const [bytes, names] = [readFileSync(file), readdirSync(host.dataDir)]
    const env = { AUTHD_DATABASE_URL: `sqlite:${file}` }
    expect(await host.json(['migrate', '--dry-run'], { env })).toEqual({ pending: allMigrations.slice(1) })
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect(readdirSync(host.dataDir)).toEqual(names)
  })

  test.each([
    [['user', 'list']],
    [['user', 'promote', 'ann@example.com']],
    [['keys', 'rotate']],
    [['mail', 'list']],
    [['limits', 'list']],
  ])('authd %j made a second, empty house of a mistyped path: it refuses and makes nothing', async (args) => {
    const host = createHost()
    expect(await host.authd(args)).toEqual(
      refusal(
        `There is no store at sqlite:${host.dataDir}/authd.db; nothing was written.`,
        'Name another one by `--data-dir` or AUTHD_DATABASE_URL; `authd serve` makes a new one.',
      ),
    )
    expect(existsSync(host.dataDir)).toBe(false)
  })
})
