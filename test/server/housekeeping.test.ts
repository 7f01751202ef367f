import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Database, Store } from '../../db/connect.ts'
import { recordAudit } from '../../src/server/audit.ts'
import { prune, startHousekeeping } from '../../src/server/housekeeping.ts'
import { openKeyRing } from '../../src/server/keys.ts'
import { createLog } from '../../src/server/log.ts'
import { createSecret } from '../../src/server/secret.ts'
import { testStart as now } from '../support/app.ts'
import { forEachStore, openSqlite } from '../support/stores.ts'

const day = 86_400_000

async function insertRows(db: Store): Promise<void> {
  const ages = { kept: now + 1, 'run out': now }
  const account = { id: 'ann', email: 'ann@example.com', password_hash: '!', created_at: 0 }
  await db.insertInto('accounts').values(account).execute()
  for (const [id, at] of Object.entries(ages)) {
    const registration = { id, account_id: id, email: id, password_hash: '!', language: 'en', created_at: 0 }
    await db
      .insertInto('registrations')
      .values({ ...registration, expires_at: at })
      .execute()
    const code = { purpose: 'registration', subject: id, digest: 'x', created_at: 0, expires_at: at }
    await db.insertInto('one_time_codes').values(code).execute()
    await db
      .insertInto('rate_limits')
      .values({ name: 'login.account', subject: id, arrives_at: at })
      .execute()
  }
  await db
    .insertInto('rate_limits')
    .values({ name: 'login.account', subject: 'of a wrong clock', arrives_at: now + day + 1 })
    .execute()
  const session = {
    account_id: 'ann',
    client_id: 'c',
    salt: 's',
    rotated_at: 0,
    created_at: 0,
    last_used_at: 0,
  }
  const sessions = [
    ['alive', now + day, null],
    ['idle out, remembered', now - 30 * day + 1, null],
    ['idle out, forgotten', now - 30 * day, null],
    ['ended, remembered', now + day, now - 30 * day + 1],
    ['ended, forgotten', now + day, now - 30 * day],
  ] as const
  for (const [id, expires_at, ended_at] of sessions) {
    await db
      .insertInto('sessions')
      .values({ ...session, id, expires_at, ends_at: expires_at, ended_at })
      .execute()
  }
  const hour = day / 24
  const device = { client_id: 'c', scope: 'openid', poll_interval: 5, next_poll_at: 0, created_at: 0 }
  for (const [id, expires_at] of [
    ['expired, 59 minutes', now - hour + 1],
    ['expired, 1 hour', now - hour],
  ] as const) {
    const digests = { device_code_digest: id, user_code_digest: id }
    await db
      .insertInto('device_logins')
      .values({ ...device, ...digests, id, expires_at })
      .execute()
  }
  const token = { account_id: 'ann', name: 'ci', digest: 'x', scope: 'account', created_at: 0 }
  for (const [id, expires_at] of [
    ['for good', null],
    ['expired, 29 days', now - 30 * day + 1],
    ['expired, 30 days', now - 30 * day],
  ] as const) {
    await db
      .insertInto('personal_tokens')
      .values({ ...token, id, expires_at })
      .execute()
  }
  const invite = { role: 'member', created_at: 0 }
  for (const [id, expires_at] of [
    ['open', now + day],
    ['expired, 29 days', now - 30 * day + 1],
    ['expired, 30 days', now - 30 * day],
  ] as const) {
    await db
      .insertInto('invites')
      .values({ ...invite, id, code_digest: id, expires_at })
      .execute()
  }
  const letter = { recipient: 'a', letter_sealed: 'x', next_attempt_at: 0 }
  const letters = [
    ['waiting, 29 days', { created_at: now - 30 * day + 1 }],
    ['waiting, 30 days', { created_at: now - 30 * day }],
    ['sent, 6 days', { created_at: now - 8 * day, sent_at: now - 7 * day + 1 }],
    ['sent, 7 days', { created_at: now - 8 * day, sent_at: now - 7 * day }],
    ['failed, 7 days', { created_at: now - 8 * day, failed_at: now - 7 * day }],
    ['discarded, 7 days', { created_at: now - 8 * day, discarded_at: now - 7 * day }],
    ['expired, 6 days', { created_at: now - 8 * day, expires_at: now - 7 * day + 1 }],
    ['expired, 7 days', { created_at: now - 8 * day, expires_at: now - 7 * day }],
  ] as const
  for (const [id, times] of letters)
    await db
      .insertInto('outbox')
      .values({ ...letter, id, ...times })
      .execute()
  await recordAudit(db, { event: 'login', subject: 'old' }, 0)
}

const names = async (db: Store, table: keyof Database, column: 'id' | 'subject') => {
  const rows = await db.selectFrom(table).selectAll().execute()
  return rows.map((row) => (row as unknown as Record<string, unknown>)[column]).sort()
}

describe('housekeeping', () => {
  forEachStore((_kind, openStore) => {
    test('removes exactly what has run out', async () => {
      const { db } = await openStore()
      await insertRows(db)
      await prune(db, now)
      expect({
        accounts: await names(db, 'accounts', 'id'),
        registrations: await names(db, 'registrations', 'id'),
        codes: await names(db, 'one_time_codes', 'subject'),
        limits: await names(db, 'rate_limits', 'subject'),
        sessions: await names(db, 'sessions', 'id'),
        devices: await names(db, 'device_logins', 'id'),
        tokens: await names(db, 'personal_tokens', 'id'),
        invites: await names(db, 'invites', 'id'),
        outbox: await names(db, 'outbox', 'id'),
        audit: await names(db, 'audit', 'subject'),
      }).toEqual({
        accounts: ['ann'],
        registrations: ['kept'],
        codes: ['kept'],
        limits: ['kept'],
        sessions: ['alive', 'ended, remembered', 'idle out, remembered'],
        devices: ['expired, 59 minutes'],
        tokens: ['expired, 29 days', 'for good'],
        invites: ['expired, 29 days', 'open'],
        outbox: ['expired, 6 days', 'sent, 6 days', 'waiting, 29 days'],
        audit: ['old'],
      })
      await prune(db, now)
      expect(await names(db, 'sessions', 'id')).toHaveLength(3)
    })
  })

  test('begins at the start, and a store that fails is logged, never thrown', async () => {
    const logged: string[] = []
    const log = createLog({ level: 'info', isTty: false, stream: { write: (line) => logged.push(line) } })
    const { db } = await openSqlite()
    await insertRows(db)
    const secret = createSecret([Buffer.alloc(32, 7)])
    const keys = await openKeyRing(db, secret, now, 900_000)
    const first = startHousekeeping({ db, keys, secret, log, now: () => now })
    onTestFinished(() => first.stop())
    await vi.waitFor(async () => expect(await names(db, 'outbox', 'id')).toHaveLength(3))
    await db.destroy()
    const second = startHousekeeping({ db, keys, secret, log, now: () => now })
    onTestFinished(() => second.stop())
    await vi.waitFor(() => expect(logged).toHaveLength(1))
    expect(JSON.parse(logged[0] ?? '')).toEqual(
      expect.objectContaining({ level: 'warn', msg: 'housekeeping failed' }),
    )
  })
})

test('a stop once closed the store under housekeeping, which then told the log that it had failed', async () => {
  const { db } = await openSqlite()
  const secret = createSecret([Buffer.alloc(32, 7)])
  const keys = await openKeyRing(db, secret, now, 900_000)
  const logged: string[] = []
  const log = createLog({ level: 'info', isTty: false, stream: { write: (line) => logged.push(line) } })
  const housekeeping = startHousekeeping({ db, keys, secret, log, now: () => now })
  await housekeeping.stop()
  await db.destroy()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(logged).toEqual([])
})
