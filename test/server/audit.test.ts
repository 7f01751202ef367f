import { describe, expect, test } from 'vitest'
import { recordAudit } from '../../src/server/audit.ts'
import { testStart as now, testPassword as password, startTestApp } from '../support/app.ts'
import { forEachStore } from '../support/stores.ts'

describe('the audit log', () => {
  forEachStore((_kind, openStore) => {
    test('keeps who did what to whom, from where and when', async () => {
      const { db } = await openStore()
      const entry = {
        event: 'x',
        actor: 'a',
        subject: 's',
        clientId: 'c',
        address: '10.0.0.1',
        detail: { n: 1 },
      }
      await recordAudit(db, entry, now)
      await recordAudit(db, { event: 'y' }, now + 1)
      expect(await db.selectFrom('audit').selectAll().orderBy('at').execute()).toEqual([
        {
          id: expect.any(String),
          at: now,
          event: 'x',
          actor: 'a',
          subject: 's',
          client_id: 'c',
          address: '10.0.0.1',
          detail: '{"n":1}',
        },
        {
          id: expect.any(String),
          at: now + 1,
          event: 'y',
          actor: null,
          subject: null,
          client_id: null,
          address: null,
          detail: null,
        },
      ])
    })

    test('an entry stands or falls with what it tells', async () => {
      const { db } = await openStore()
      const work = db.transaction().execute(async (tx) => {
        await recordAudit(tx, { event: 'x' }, now)
        throw new Error('undone')
      })
      await expect(work).rejects.toThrow('undone')
      expect(await db.selectFrom('audit').selectAll().execute()).toEqual([])
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
      const entries = await db
        .selectFrom('audit')
        .select(['event', 'subject'])
        .orderBy('at')
        .orderBy('event')
        .execute()
      expect(entries.map(({ event }) => event)).toEqual([
        'account.verified',
        'login',
        'password.changed',
        'email.changed',
        'account.deleted',
      ])
      expect(new Set(entries.map(({ subject }) => subject)).size).toBe(1)
      const text = JSON.stringify(await db.selectFrom('audit').selectAll().execute())
      expect(text).not.toContain('example')
    })
  })
})
