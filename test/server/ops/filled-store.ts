import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Store } from '../../../db/connect.ts'
import { recordAudit } from '../../../src/server/audit.ts'
import { openBackupFile } from '../../../src/server/ops/backup/backup-file.ts'
import { makeBackup } from '../../../src/server/ops/backup/make-backup.ts'
import { readBackup } from '../../../src/server/ops/backup/read-backup.ts'
import { type Restoration, restoreBackup } from '../../../src/server/ops/backup/restore.ts'
import { sumUp } from '../../../src/server/ops/copy/store-digest.ts'
import { readShapes } from '../../../src/server/ops/tables.ts'
import { createSecret } from '../../../src/server/secret.ts'
import { testStart as now } from '../../support/app.ts'
import { seedSigningKeys } from '../../support/signing-keys.ts'

export const secret = createSecret([Buffer.alloc(32, 7)])
export const quiet = { signal: new AbortController().signal, onRows: () => {} }

/** A folder that is gone when the test ends. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** At least one row in each table, values that are hard to carry, and more accounts than one page has. */
export async function fillStore(db: Store, { accounts = 450 } = {}): Promise<void> {
  const hard = 'Kim "만수" O\'Neill\u2028\\ \n\t🗝'
  const account = (index: number) => ({
    id: `account ${index}`,
    email: `user${index}@example.com`,
    username: index === 0 ? hard : null,
    username_key: index === 0 ? hard : null,
    password_hash: '$2b$12$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD',
    created_at: now + index,
    superuser_at: index === 0 ? now : null,
  })
  for (let at = 0; at < accounts; at += 100) {
    const size = Math.min(100, accounts - at)
    await db
      .insertInto('accounts')
      .values(Array.from({ length: size }, (_, index) => account(at + index)))
      .execute()
  }
  await seedSigningKeys(db, secret, now)
  await fillTablesOfAccounts(db)
  await fillOtherTables(db)
  for (let index = 0; index < 3; index++)
    await recordAudit(
      db,
      { event: 'login', subject: 'account 0', address: 'host', detail: { device: hard } },
      now + index,
    )
}

async function fillTablesOfAccounts(db: Store): Promise<void> {
  const owner = { account_id: 'account 0', created_at: now, expires_at: now + 1 }
  const session = {
    ...owner,
    id: 's',
    client_id: 'c',
    salt: 'salt',
    rotated_at: 0,
    last_used_at: 0,
    ends_at: now + 2,
  }
  await db
    .insertInto('sessions')
    .values({ ...session, generation: 7 })
    .execute()
  await db
    .insertInto('personal_tokens')
    .values({ ...owner, id: 't', name: 'ci', digest: 'd', scope: 'account' })
    .execute()
  const device = {
    ...owner,
    id: 'd',
    device_code_digest: 'a',
    user_code_digest: 'b',
    client_id: 'c',
    scope: 'openid',
  }
  await db
    .insertInto('device_logins')
    .values({ ...device, poll_interval: 5, next_poll_at: 0 })
    .execute()
  const claim = { ...owner, id: 'r', email: 'new@example.com', password_hash: '!', language: 'ko' }
  await db.insertInto('registrations').values(claim).execute()
}

async function fillOtherTables(db: Store): Promise<void> {
  const times = { created_at: now, expires_at: now + 1 }
  for (const subject of ['r', 's'])
    await db
      .insertInto('one_time_codes')
      .values({ ...times, purpose: 'registration', subject, digest: 'x' })
      .execute()
  await db
    .insertInto('invites')
    .values({ ...times, id: 'i', code_digest: 'x', role: 'member' })
    .execute()
  await db
    .insertInto('outbox')
    .values({ ...times, id: 'o', recipient: 'a', letter_sealed: 'x', next_attempt_at: 0 })
    .execute()
  const client = {
    id: 'c',
    name: 'Grafana',
    redirect_uris: '[]',
    grants: '',
    scope: '',
    id_token_algorithm: 'RS256',
  }
  await db
    .insertInto('clients')
    .values({ ...client, created_at: now })
    .execute()
  await db
    .insertInto('rate_limits')
    .values({ name: 'login', subject: 'x', arrives_at: now, forgotten_at: now + 1 })
    .execute()
  await db.insertInto('locks').values({ name: 'superusers', taken_at: now }).execute()
}

/** Count and digest of each table: all that two stores can differ in. */
export async function sumsOf(db: Store) {
  return (await sumUp(db, await readShapes(db))).sums
}

export async function backUp(url: string, path: string) {
  return makeBackup({ databaseUrl: url, path, force: false, version: '0.1.0' }, now, quiet)
}

export async function readWhole(path: string): Promise<Restoration> {
  const file = await openBackupFile(path)
  return { file, contents: await readBackup(file), name: 'x.backup' }
}

export async function restoreInto(db: Store, path: string): Promise<void> {
  await restoreBackup(db, await readWhole(path), now, {})
}
