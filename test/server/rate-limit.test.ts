import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/connect.ts'
import { giveBack, type RateLimited, rateLimits, takeTurns } from '../../src/server/rate-limit.ts'
import { testStart as now } from '../support/app.ts'
import { forEachStore } from '../support/stores.ts'

const limit = { name: 'test', burst: 3, interval: 10_000 }

/** Seconds to wait, 0 where the turn was taken. */
async function take(db: Store, at: number, ...limited: RateLimited[]): Promise<number> {
  const refusal = await takeTurns(db, limited.length > 0 ? limited : [[limit, 'a']], at)
  return refusal?.retryAfter ?? 0
}

describe('a rate limit', () => {
  forEachStore((_kind, openStore) => {
    test('lets a burst pass at once, then says how long to wait', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 3; times++) expect(await take(db, now)).toBe(0)
      expect(await take(db, now)).toBe(10)
      expect(await take(db, now + 1)).toBe(10)
      expect(await take(db, now + 4_000)).toBe(6)
      expect(await take(db, now + 9_999)).toBe(1)
    })

    test('waiting as long as it said is enough, and gives one turn, not a new burst', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 3; times++) await take(db, now)
      expect(await take(db, now + 10_000)).toBe(0)
      expect(await take(db, now + 10_000)).toBe(10)
      expect(await take(db, now + 20_000)).toBe(0)
    })

    test('a refused try costs nothing: trying on does not lengthen the wait (keycloak#26172)', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 50; times++) await take(db, now)
      expect(await take(db, now + 10_000)).toBe(0)
    })

    test('after a long rest the whole burst is there again, and no more than it', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 3; times++) await take(db, now)
      const later = now + 1_000_000
      for (let times = 0; times < 3; times++) expect(await take(db, later)).toBe(0)
      expect(await take(db, later)).toBe(10)
    })

    test('subjects and limits are counted apart; the first that is empty decides, and the rest is left alone (keycloak#26172)', async () => {
      const { db } = await openStore()
      const slow = { name: 'slow', burst: 1, interval: 60_000 }
      for (let times = 0; times < 3; times++) await take(db, now)
      expect(await take(db, now, [limit, 'b'])).toBe(0)
      expect(await take(db, now, [slow, 'a'])).toBe(0)
      expect(
        await takeTurns(
          db,
          [
            [slow, 'a'],
            [limit, 'b'],
            [limit, 'a'],
          ],
          now,
        ),
      ).toEqual({
        limit: slow,
        retryAfter: 60,
      })
      expect(await take(db, now, [limit, 'b'])).toBe(0)
      expect(await take(db, now, [limit, 'b'])).toBe(0)
      expect(await take(db, now, [limit, 'b'])).toBe(10)
    })

    test('an unknown subject is not counted: the world shares no bucket (auto-author#602)', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 10; times++) expect(await take(db, now, [limit, undefined])).toBe(0)
      await giveBack(db, [[limit, undefined]])
      expect(await db.selectFrom('rate_limits').selectAll().execute()).toEqual([])
    })

    test('30 parallel takers never exceed the burst', async () => {
      const { db } = await openStore()
      const waits = await Promise.all(Array.from({ length: 30 }, () => take(db, now)))
      expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
      expect(new Set(waits)).toEqual(new Set([0, 10]))
    })

    test('what is given back can be taken again, no more and no less', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 3; times++) await take(db, now)
      await giveBack(db, [[limit, 'a']])
      expect(await take(db, now)).toBe(0)
      expect(await take(db, now)).toBe(10)
      await giveBack(db, [[limit, 'b']])
      expect(await db.selectFrom('rate_limits').select('subject').execute()).toEqual([{ subject: 'a' }])
    })
  })

  test('the limits are as documented: so many at once, then one per interval', () => {
    const table = Object.values(rateLimits).map(({ name, burst, interval }) => [name, burst, interval / 1000])
    expect(table).toEqual([
      ['login.account', 10, 30],
      ['login.address', 100, 3],
      ['register.email', 5, 300],
      ['register.address', 100, 10],
      ['send.account', 10, 300],
      ['send.email', 5, 300],
      ['send.address', 100, 10],
      ['code.email', 20, 60],
      ['code.address', 100, 3],
      ['device.address', 30, 10],
      ['user-code.account', 10, 30],
      ['user-code.address', 30, 10],
      ['client.address', 30, 10],
      ['refusal-note', 1, 60],
      ['change.account', 60, 5],
      ['password.account', 10, 30],
    ])
  })
})
