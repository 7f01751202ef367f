import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { recordAudit } from '../../src/server/audit.ts'
import { testStart as now, testPassword as password, startTestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { forEachStore } from '../support/stores.ts'

/** What ties an entry to the one before, and its personal part to it. */
const chained = {
  salt: expect.stringMatching(/^[\w-]{22}$/),
  private_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  hash: expect.stringMatching(/^[0-9a-f]{64}$/),
}

describe('the audit log', () => {
  forEachStore((_kind, openStore) => {
    test('keeps who did what to whom, from where and when', async () => {
      const { db } = await openStore()
      const told = { actor: 'a', subject: 's', clientId: 'c', reason: 'r', address: '10.0.0.1' }
      await recordAudit(db, { event: 'login', ...told, detail: { n: 1, m: undefined } }, now)
      await recordAudit(db, { event: 'refused' }, now + 1)
      expect(await db.selectFrom('audit').selectAll().orderBy('sequence').execute()).toEqual([
        {
          sequence: 1,
          ...chained,
          at: now,
          event: 'login',
          actor: 'a',
          subject: 's',
          client_id: 'c',
          reason: 'r',
          address: '10.0.0.1',
          detail: '{"n":1}',
        },
        {
          sequence: 2,
          ...chained,
          at: now + 1,
          event: 'refused',
          actor: null,
          subject: null,
          client_id: null,
          reason: null,
          address: null,
          detail: null,
        },
      ])
    })

    test('an entry stands or falls with what it tells', async () => {
      const { db } = await openStore()
      const work = db.transaction().execute(async (tx) => {
        await recordAudit(tx, { event: 'login' }, now)
        throw new Error('undone')
      })
      await expect(work).rejects.toThrow('undone')
      expect(await auditOf(db)).toEqual([])
    })

    test('tells the whole life of an account in order', async () => {
      const app = await startTestApp(openStore)
      const { access_token: bearer } = await app.signIn()
      const newPassword = 'staple tulip ladder canyon'
      const step = async (method: string, path: string, json?: object) => {
        app.clock.now += 1
        const answer = await app.request(method, path, json ? { bearer, json } : { bearer })
        expect([path, answer.ok]).toEqual([path, true])
      }
      await step('POST', '/auth/password', { current_password: password, new_password: newPassword })
      await step('POST', '/auth/email', { email: 'ann@new.example', password: newPassword })
      await step('POST', '/auth/email/confirm', { code: await app.readCode('ann@new.example') })
      await step('DELETE', '/auth/me', { password: newPassword })
      const { db } = app.deps
      const entries = await auditOf(db)
      expect(entries.map(({ event }) => event)).toEqual([
        'registration.requested',
        'account.verified',
        'login',
        'password.changed',
        'email.change-requested',
        'email.changed',
        'account.deleted',
      ])
      expect(new Set(entries.map(({ subject }) => subject)).size).toBe(1)
      const text = JSON.stringify(await db.selectFrom('audit').selectAll().execute())
      expect(text).not.toContain('example')
    })
  })
})

test('docs/audit.md names each event there is, and no other', () => {
  const root = join(import.meta.dirname, '../..')
  const source = readFileSync(join(root, 'src/server/audit.ts'), 'utf8')
  const [, union = ''] = /type AuditEvent =((?:\s+\| '[\w.-]+')+)/.exec(source) ?? []
  const events = [...union.matchAll(/'([\w.-]+)'/g)].map(([, name]) => name)
  expect(events.length).toBeGreaterThan(40)
  const parts = readFileSync(join(root, 'docs/audit.md'), 'utf8').split('\n## ')
  const table = parts.find((part) => part.startsWith('Events')) ?? ''
  const named = table.split('\n').flatMap((line) => {
    const [, cell = ''] = line.split('|')
    const names = [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name = '']) => name)
    // `account.promoted`, `.demoted` are of one family.
    return names.map((name) => (name.startsWith('.') ? `${names[0]?.split('.')[0]}${name}` : name))
  })
  expect(named.sort()).toEqual(events.sort())
})
