import { existsSync } from 'node:fs'
import { describe, expect, inject, test } from 'vitest'
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
        'the schema of this store is not up to date: 4 migrations are missing',
        'make a backup (your own way, or: authd backup FILE), then run: authd migrate',
      )
      const names = ['0001_accounts_and_sessions', '0002_oauth', '0003_members', '0004_growing_delays']
      expect(await host.authd(['serve'])).toEqual(refused)
      expect(await host.authd(['user', 'list'])).toEqual(refused)
      const dryRun = await host.authd(['migrate', '--dry-run'])
      expect(dryRun).toEqual({ code: 0, stdout: '', stderr: `Would apply: ${names.join(', ')}.\n` })
      expect(await host.authd(['serve'])).toEqual(refused)
      expect(await host.json(['migrate'])).toEqual({ applied: names })
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
          `the store ${missing.href} cannot be used: database "nowhere" does not exist`,
          'check that the server runs, and takes the user, password and database of AUTHD_DATABASE_URL',
        ),
      )
    })
  },
)

test('a dry run where there is no store yet makes neither folder nor database', async () => {
  const host = createHost()
  expect(await host.json(['migrate', '--dry-run'])).toEqual({
    pending: ['0001_accounts_and_sessions', '0002_oauth', '0003_members', '0004_growing_delays'],
  })
  expect(existsSync(host.dataDir)).toBe(false)
})
