import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/connect.ts'
import { chainStart } from '../../src/protocol/audit-chain.ts'
import { eraseFromAudit, recordAudit } from '../../src/server/audit.ts'
import { prune } from '../../src/server/housekeeping.ts'
import {
  testStart as now,
  testPassword as password,
  type RequestOptions,
  startTestApp,
  type TestApp,
} from '../support/app.ts'
import { auditOf, noted, walkChain } from '../support/audit.ts'
import { cli, decideDevice, pollDevice, startDevice } from '../support/oauth.ts'
import { forEachStore } from '../support/stores.ts'

/** Three entries: of nobody, of ann, of bob. */
async function insertEntries(db: Store): Promise<void> {
  await recordAudit(db, { event: 'refused', reason: 'login.address', address: '10.0.0.1' }, now)
  const detail = { device: 'mango' }
  await recordAudit(db, { event: 'login', actor: 'ann', subject: 'ann', address: '10.0.0.2', detail }, now)
  await recordAudit(db, { event: 'login.failed', subject: 'bob', address: '10.0.0.3' }, now)
}

/** Every value of every row of every table, as text. */
async function dumpStore(db: Store): Promise<string> {
  const tables = await db.introspection.getTables()
  const rows = tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(db))
  return JSON.stringify((await Promise.all(rows)).map((result) => result.rows))
}

const email = 'ann@example.com'

const login = async (app: TestApp, secret: string, username = email) =>
  (await app.request('POST', '/auth/login', { form: { username, password: secret } })).status

describe('the audit log is a chain of hashes (docs/decisions/audit-chain.md)', () => {
  forEachStore((_kind, openStore) => {
    test('is numbered from 1 without a gap, and verifies', async () => {
      const { db } = await openStore()
      expect(await walkChain(db)).toEqual({ head: chainStart, faults: [] })
      await insertEntries(db)
      const { hash } = await db.selectFrom('audit_head').select('hash').executeTakeFirstOrThrow()
      expect(await walkChain(db)).toEqual({ head: { sequence: 3, hash }, faults: [] })
    })

    test('whatever is changed, removed or put elsewhere breaks it at its place', async () => {
      const { db } = await openStore()
      await insertEntries(db)
      const kept = await db
        .selectFrom('audit')
        .selectAll()
        .where('sequence', '=', 2)
        .executeTakeFirstOrThrow()
      const spoilt = [
        { at: now + 1 },
        { event: 'logout' },
        { actor: null },
        { subject: 'bob' },
        { client_id: 'x' },
        { reason: 'x' },
        { address: '10.0.0.9' },
        { address: null },
        { detail: '{"device":"melon"}' },
        { detail: null },
        { salt: null },
        { private_digest: kept.hash },
        { hash: kept.private_digest },
      ]
      for (const change of spoilt) {
        await db.updateTable('audit').set(change).where('sequence', '=', 2).execute()
        expect([change, (await walkChain(db)).faults[0]]).toEqual([change, 'changed at 2'])
        await db.updateTable('audit').set(kept).where('sequence', '=', 2).execute()
      }
      expect((await walkChain(db)).faults).toEqual([])
      await db.deleteFrom('audit').where('sequence', '=', 2).execute()
      expect((await walkChain(db)).faults).toEqual(['missing at 3'])
    })

    test('50 parallel logins, right and wrong, leave no gap and a chain that verifies', async () => {
      const app = await startTestApp(openStore)
      await app.signIn()
      const tries = Array.from({ length: 50 }, (_, index) =>
        index % 2 === 0 ? login(app, password) : login(app, 'wrong', index % 4 === 1 ? undefined : 'nobody'),
      )
      const statuses = await Promise.all(tries)
      expect(statuses.map(Number).sort()).toEqual([...Array(25).fill(200), ...Array(25).fill(401)])
      const { head, faults } = await walkChain(app.deps.db)
      expect([head.sequence, faults]).toEqual([3 + 50, []])
      const reasons = (await auditOf(app.deps.db)).slice(3).map(({ event, reason }) => `${event} ${reason}`)
      const count = (text: string) => reasons.filter((reason) => reason === text).length
      expect([
        count('login null'),
        count('login.failed wrong password'),
        count('login.failed unknown account'),
      ]).toEqual([25, 13, 12])
    })

    test('erasing takes what is personal out of the entries of one account, and the chain still verifies', async () => {
      const { db } = await openStore()
      await insertEntries(db)
      const before = await walkChain(db)
      await db.transaction().execute((tx) => eraseFromAudit(tx, 'ann'))
      expect(await auditOf(db)).toEqual([
        noted('refused', { reason: 'login.address', address: '10.0.0.1' }),
        noted('login', { actor: 'ann', subject: 'ann' }),
        noted('login.failed', { subject: 'bob', address: '10.0.0.3' }),
      ])
      expect(await walkChain(db)).toEqual(before)
    })

    test('a person who withdraws leaves no name, address or device anywhere in the store', async () => {
      const app = await startTestApp(openStore, { rateLimits: true })
      const about = { from: '203.0.113.77', headers: { 'latchkey-device': 'anns-mango' } }
      await live(app, about)
      const bystander = await startDevice(app, cli, {
        from: '198.51.100.9',
        headers: { 'latchkey-device': 'bobs-pear' },
      })
      expect(bystander.user_code).toMatch(/-/)
      const { access_token: bearer } = await logInFrom(app, about)
      const json = { password }
      expect((await app.request('DELETE', '/auth/me', { bearer, json, ...about })).status).toBe(204)
      const bystanders = (await auditOf(app.deps.db)).filter(({ address }) => address === '198.51.100.9')
      expect(bystanders.map(({ detail }) => detail?.device)).toEqual(['bobs-pear'])
      app.clock.now += 2 * 3_600_000 // what was counted or waited for minutes runs out by itself
      await prune(app.deps.db, app.clock.now)
      const dump = await dumpStore(app.deps.db)
      for (const word of ['ann@example.com', 'Ann Example', 'ann example', '203.0.113.77', 'anns-mango'])
        expect([word, dump.includes(word)]).toEqual([word, false])
      expect((await walkChain(app.deps.db)).faults).toEqual([])
    })
  })
})

async function logInFrom(app: TestApp, about: RequestOptions): Promise<{ access_token: string }> {
  const form = { username: email, password }
  const answer = await app.request('POST', '/auth/login', { form, ...about })
  expect(answer.status).toBe(200)
  return (await answer.json()) as { access_token: string }
}

/** Registers, mistypes, logs in, logs in a device, and changes this and that. */
async function live(app: TestApp, about: RequestOptions): Promise<void> {
  const send = async (path: string, json: object, options: RequestOptions = {}) =>
    (await app.request('POST', path, { json, ...about, ...options })).status
  const username = 'Ann Example'
  expect(await send('/auth/register', { email, password, username })).toBe(201)
  expect(await send('/auth/register/verification_code', { email, verification_code: '000000' })).toBe(401)
  const verification_code = await app.readCode(email)
  expect(await send('/auth/register/verification_code', { email, verification_code })).toBe(200)
  expect(await send('/auth/login', { email, password: 'wrong' })).toBe(401)
  const { access_token: bearer } = await logInFrom(app, about)
  expect(await send('/auth/email', { email: 'a@b.example', password: 'wrong' }, { bearer })).toBe(403)
  expect(await send('/auth/password/forgot', { email })).toBe(202)
  expect(await send('/auth/password/reset', { email, code: '000000', new_password: password })).toBe(401)
  const { device_code, user_code } = await startDevice(app, cli, about)
  expect(await send('/auth/device', { user_code: 'BBBB-BBBB', approve: true }, { bearer })).toBe(404)
  expect(await decideDevice(app, bearer, user_code)).toBe(204)
  expect((await pollDevice(app, device_code)).status).toBe(200)
  const left = await app.request('PATCH', '/auth/me', { bearer, json: { username: null }, ...about })
  expect(left.status).toBe(200)
}
