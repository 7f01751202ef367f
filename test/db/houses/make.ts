import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { connectStore } from '../../../db/connect.ts'
import { readAppliedMigrations } from '../../../db/migrate.ts'
import { findPostgres, startPostgres } from '../../support/postgres.ts'
import { dumpStore } from '../../support/store-dump.ts'
import type { StoreKind } from '../../support/stores.ts'
import { fileOf, type House } from './house.ts'
import { settle } from './settle.ts'
import { Site } from './site.ts'

/**
 * `npx tsx test/db/houses/make.ts [checkout]`: has the programs that were built in a checkout, by default this one, set up a
 * house on each kind of store, and writes it beside this file. Loopback only; ten seconds.
 */

const checkout = resolve(process.argv[2] ?? join(import.meta.dirname, '../../..'))

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-house-'))
  try {
    chmodSync(folder, 0o755) // PostgreSQL runs as another user
    const { schema, dwelling: sqlite } = await make('sqlite', folder, `sqlite:${join(folder, 'authd.db')}`)
    const server = await startPostgres(findPostgres() ?? '', folder)
    const { dwelling: postgres } = await make('postgres', folder, server.url).finally(server.stop)
    const house: House = { schema, commit: readCommit(), sqlite, postgres }
    writeFileSync(fileOf(schema, 'json'), `${JSON.stringify(house, null, 2)}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function make(kind: StoreKind, folder: string, databaseUrl: string) {
  const site = new Site(checkout, join(folder, kind), databaseUrl)
  site.authd('migrate')
  const db = await connectStore(databaseUrl)
  try {
    const migrations = await readAppliedMigrations(db)
    const schema = migrations.at(-1) ?? ''
    const dwelling = await site.serve(() => settle(site, migrations))
    writeFileSync(fileOf(schema, `${kind}.sql`), await dumpStore(db, kind))
    return { schema, dwelling }
  } finally {
    await db.destroy()
  }
}

function readCommit(): string {
  const words = ['describe', '--always', '--dirty', '--abbrev=7', '--exclude=*']
  return execFileSync('git', ['-C', checkout, ...words], { encoding: 'utf8' }).trim()
}

void main()
