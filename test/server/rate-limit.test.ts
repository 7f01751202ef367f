import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/connect.ts'
import {
  forgive,
  type RateLimit,
  type RateLimited,
  rateLimits,
  takeTurns,
} from '../../src/server/rate-limit.ts'
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

    test('what a clock that was far ahead has counted is forgotten with it: once people were locked out until its date came', async () => {
      const { db } = await openStore()
      const ahead = now + 400 * 86_400_000
      for (let times = 0; times < 4; times++) await take(db, ahead)
      for (let times = 0; times < 3; times++) expect(await take(db, now)).toBe(0)
      expect(await take(db, now)).toBe(10)
    })

    test('subjects and limits are counted apart; the longest wait decides, and a refusal leaves all alone (keycloak#26172)', async () => {
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
      // The order is of no matter: what comes before the empty one is left alone too.
      expect(await take(db, now, [limit, 'b'], [limit, 'c'], [slow, 'a'])).toBe(60)
      expect(await take(db, now, [limit, 'b'])).toBe(0)
      expect(await take(db, now, [limit, 'b'])).toBe(0)
      expect(await take(db, now, [limit, 'b'])).toBe(10)
    })

    test('an unknown subject is not counted: the world shares no bucket (auto-author#602)', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 10; times++) expect(await take(db, now, [limit, undefined])).toBe(0)
      await forgive(db, [[limit, undefined]], now)
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
      await forgive(db, [[limit, 'a']], now)
      expect(await take(db, now)).toBe(0)
      expect(await take(db, now)).toBe(10)
      await forgive(db, [[limit, 'b']], now)
      expect(await db.selectFrom('rate_limits').select('subject').execute()).toEqual([{ subject: 'a' }])
    })

    const growing: RateLimit = { name: 'guess', burst: 3, interval: 10_000, longest: 80_000 }
    const guess = (db: Store, at: number, limit = growing) => take(db, at, [limit, 'a'])

    test('each wrong try beyond the burst doubles the wait for the next, up to the longest', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 3; times++) expect(await guess(db, now)).toBe(0)
      let at = now
      const waits = []
      for (let times = 0; times < 6; times++) {
        const wait = await guess(db, at)
        waits.push(wait)
        expect(await guess(db, at + wait * 1000 - 1)).toBe(1)
        at += wait * 1000
        expect(await guess(db, at)).toBe(0)
      }
      expect(waits).toEqual([10, 20, 40, 80, 80, 80])
    })

    test('grown delays decay, one try for each longest wait; waiting first wins a guesser nothing', async () => {
      const { db } = await openStore()
      let at = now
      for (let tries = 0; tries < 8; ) {
        const wait = await guess(db, at)
        if (wait === 0) tries++
        at += wait * 1000
      }
      // Tries at 0, 0, 0, 10, 30, 70, 150 and 230 s; each is remembered for 80 s, one after the other: until 640 s.
      expect(at).toBe(now + 230_000)
      expect(await guess(db, at)).toBe(80)
      at += 100_000
      expect(await guess(db, at)).toBe(0)
      expect(await guess(db, at)).toBe(20) // 40 s, less what the burst lends
      at = now + 720_000
      for (let times = 0; times < 3; times++) expect(await guess(db, at)).toBe(0)
      expect(await guess(db, at)).toBe(10)
    })

    test('in a day of patient guessing from a full bucket there is one try for each longest wait, and the few at first', async () => {
      const { db } = await openStore()
      const day = 100 * 80_000
      let tries = 0
      // Rests for as long as the bucket takes to fill, then guesses as fast as it may.
      for (let at = now; at < now + day; ) {
        const wait = await guess(db, at)
        if (wait === 0) tries++
        at += wait === 0 ? 0 : Math.max(wait * 1000, 30_000)
      }
      expect(tries).toBeLessThanOrEqual(100 + 3 + 5)
    })

    test('what a success gives back is what the try cost, also when delays have grown', async () => {
      const { db } = await openStore()
      for (let times = 0; times < 3; times++) await guess(db, now)
      let at = now
      for (let times = 0; times < 3; times++) {
        at += (await guess(db, at)) * 1000
        const before = await db.selectFrom('rate_limits').selectAll().execute()
        expect(await guess(db, at)).toBe(0)
        await forgive(db, [[growing, 'a']], at)
        expect(await db.selectFrom('rate_limits').selectAll().execute()).toEqual(
          before.map((row) => ({ ...row, arrives_at: Math.max(row.arrives_at, at) })),
        )
        await guess(db, at)
      }
    })

    test('a success that proves the owner resets: every try before it is forgotten', async () => {
      const { db } = await openStore()
      const owned = { ...growing, resets: true }
      let at = now
      for (let times = 0; times < 12; times++) at += (await guess(db, at, owned)) * 1000
      await forgive(db, [[owned, 'a']], at)
      expect(await db.selectFrom('rate_limits').selectAll().execute()).toEqual([])
      for (let times = 0; times < 3; times++) expect(await guess(db, at, owned)).toBe(0)
      expect(await guess(db, at, owned)).toBe(10)
    })

    test('30 parallel guesses at a grown delay: one is let through', async () => {
      const { db } = await openStore()
      let at = now
      for (let tries = 0; tries < 5; ) {
        const wait = await guess(db, at)
        if (wait === 0) tries++
        at += wait * 1000
      }
      at += (await guess(db, at)) * 1000
      const waits = await Promise.all(Array.from({ length: 30 }, () => guess(db, at)))
      expect(waits.filter((wait) => wait === 0)).toHaveLength(1)
      expect(new Set(waits)).toEqual(new Set([0, 80]))
    })
  })

  test('the limits are as documented: so many at once, then one per interval; delays that grow up to the longest', () => {
    const table = Object.values(rateLimits).map((limit: RateLimit) => [
      limit.name,
      limit.burst,
      limit.interval / 1000,
      ...(limit.longest === undefined ? [] : [limit.longest / 1000]),
      ...(limit.resets ? ['resets'] : []),
    ])
    expect(table).toEqual([
      ['login.address', 100, 3],
      ['login.pair', 10, 30, 900, 'resets'],
      ['login.account', 100, 30],
      ['login.device', 10, 30, 900, 'resets'],
      ['login.devices', 50, 60],
      ['password.account', 10, 30, 900, 'resets'],
      ['code.address', 100, 3],
      ['code.pair', 20, 60, 900, 'resets'],
      ['code.email', 50, 60],
      ['reset.address', 100, 3],
      ['reset.pair', 20, 60, 900, 'resets'],
      ['reset.email', 50, 60],
      ['email-code.account', 20, 60, 900, 'resets'],
      ['user-code.address', 30, 10],
      ['user-code.account', 10, 30, 900],
      ['device.address', 30, 10],
      ['client.address', 30, 10],
      ['register.email', 5, 300],
      ['register.address', 100, 10],
      ['send.account', 10, 300],
      ['send.email', 5, 300],
      ['send.address', 100, 10],
      ['change.account', 60, 5],
      ['refusal-note', 1, 60],
    ])
  })
})
