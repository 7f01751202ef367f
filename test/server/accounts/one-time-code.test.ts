import { describe, expect, test } from 'vitest'
import type { Store } from '../../../db/connect.ts'
import { type CodePurpose, issueCode, spendCode } from '../../../src/server/accounts/one-time-code.ts'
import { createSecret, type Secret } from '../../../src/server/secret.ts'
import { testStart as now } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

const secret = createSecret([Buffer.alloc(32, 1)])
const lifetime = 600_000
const purpose: CodePurpose = 'registration'
const subject = 'claim'

const issue = (
  db: Store,
  change: { purpose?: CodePurpose; subject?: string; email?: string } = {},
  by = secret,
) => issueCode(db, by, { purpose, subject, lifetime, ...change }, now)
const spend = (
  db: Store,
  code: string,
  change: { purpose?: CodePurpose; subject?: string } = {},
  by: Secret = secret,
  at = now,
) => spendCode(db, by, { purpose, subject, code, ...change }, at)

const wrong = (attemptsLeft: number | undefined) => ({ outcome: 'wrong', attemptsLeft })
const other = (code: string) => (code === 'AAAAAA' ? 'CCCCCC' : 'AAAAAA')

describe('a one-time code', () => {
  forEachStore((_kind, openStore) => {
    test('has six characters, none of which is taken for another, and every one comes up', async () => {
      const { db } = await openStore()
      const codes = []
      for (let times = 0; times < 100; times++) codes.push(await issue(db))
      expect(new Set(codes).size).toBeGreaterThan(95)
      expect(new Set(codes.map((code) => code.length))).toEqual(new Set([6]))
      const letters = [...new Set(codes.join(''))].sort().join('')
      expect(letters).toBe('34679ACDEFGHJKMNPQRTUXY')
      expect(await db.selectFrom('one_time_codes').selectAll().execute()).toHaveLength(1)
    })

    test('is kept as a keyed digest, bound to purpose and subject', async () => {
      const { db } = await openStore()
      const code = await issue(db, { email: 'ann@example.com' })
      expect(await db.selectFrom('one_time_codes').selectAll().execute()).toEqual([
        {
          purpose,
          subject,
          email: 'ann@example.com',
          digest: secret.digest('one-time code', JSON.stringify([purpose, subject, code])),
          attempts: 0,
          created_at: now,
          expires_at: now + lifetime,
        },
      ])
    })

    test('a try at nobody’s code is counted too, on one row, and is never right (keycloak#48888)', async () => {
      const { db } = await openStore()
      const tries = []
      for (const code of ['AAAAAA', '', 'AAAAAA']) {
        tries.push(await spendCode(db, secret, { purpose, subject: undefined, code }, now))
      }
      expect(tries).toEqual([wrong(undefined), wrong(undefined), wrong(undefined)])
      const rows = await db.selectFrom('one_time_codes').selectAll().execute()
      expect(rows).toEqual([
        {
          purpose,
          subject: '-',
          email: null,
          digest: '',
          attempts: 2,
          created_at: now,
          expires_at: now + 24 * 60 * 60 * 1000,
        },
      ])
    })

    test('gives the address that it proves, once', async () => {
      const { db } = await openStore()
      const code = await issue(db, { email: 'ann@example.com' })
      expect(await spend(db, code)).toEqual({ outcome: 'right', email: 'ann@example.com' })
      expect(await spend(db, code)).toEqual(wrong(undefined))
      expect(await db.selectFrom('one_time_codes').selectAll().execute()).toEqual([])
    })

    test('is good for its own purpose and subject alone', async () => {
      const { db } = await openStore()
      const code = await issue(db)
      await issue(db, { subject: 'other claim' })
      await issue(db, { purpose: 'password reset' })
      expect(await spend(db, code, { subject: 'other claim' })).toEqual(wrong(4))
      expect(await spend(db, code, { purpose: 'password reset' })).toEqual(wrong(4))
      expect(await spend(db, code, { subject: 'nobody' })).toEqual(wrong(undefined))
      expect(await spend(db, code)).toEqual({ outcome: 'right', email: null })
    })

    test('a new one voids the old one and has five tries of its own', async () => {
      const { db } = await openStore()
      const old = await issue(db)
      for (const left of [4, 3, 2, 1, 0, undefined]) expect(await spend(db, other(old))).toEqual(wrong(left))
      const fresh = await issue(db)
      expect(await spend(db, other(fresh))).toEqual(wrong(4))
      expect(await spend(db, fresh)).toEqual({ outcome: 'right', email: null })
    })

    test('the fifth try may still be the right one', async () => {
      const { db } = await openStore()
      const code = await issue(db)
      for (let times = 0; times < 4; times++) await spend(db, other(code))
      expect(await spend(db, code)).toEqual({ outcome: 'right', email: null })
    })

    test('runs out to the millisecond', async () => {
      const { db } = await openStore()
      const code = await issue(db)
      expect(await spend(db, code, {}, secret, now + lifetime)).toEqual(wrong(undefined))
      expect(await spend(db, code, {}, secret, now + lifetime - 1)).toEqual({ outcome: 'right', email: null })
    })

    test('of 20 parallel right answers at most five are looked at and one wins', async () => {
      const { db } = await openStore()
      const code = await issue(db)
      const checks = await Promise.all(Array.from({ length: 20 }, () => spend(db, code)))
      expect(checks.filter(({ outcome }) => outcome === 'right')).toHaveLength(1)
    })

    test('a change of the secret key voids none while the old key is in the list (better-auth#7738)', async () => {
      const { db } = await openStore()
      const code = await issue(db)
      const rotated = createSecret([Buffer.alloc(32, 2), Buffer.alloc(32, 1)])
      expect(await spend(db, code, {}, createSecret([Buffer.alloc(32, 2)]))).toEqual(wrong(4))
      expect(await spend(db, code, {}, rotated)).toEqual({ outcome: 'right', email: null })
    })
  })
})
