import { expect, test } from 'vitest'
import { connectStore, type Store } from '../../../db/connect.ts'
import { hastenLetters, leaseLetter, recordFailure, recordSent } from '../../../src/server/mail/lease.ts'
import { enqueueLetter, listLetters } from '../../../src/server/mail/outbox.ts'
import { forEachStore } from '../../support/stores.ts'
import { randomSecret, sampleLetter, start } from './letter.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const secret = randomSecret()

forEachStore((_kind, openStore) => {
  test('a leased letter is out of reach of others until the lease runs out', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter }, start)
    const first = await leaseLetter(db, secret, start)
    expect(first).toEqual({ id: expect.any(String), to: 'a@e.org', attempt: 1, ...sampleLetter })
    expect(await leaseLetter(db, secret, start + 3 * minute - 1)).toBeUndefined()
    expect(await leaseLetter(db, secret, start + 3 * minute)).toEqual({ ...first, attempt: 2 })
  })

  test('no two workers on different connections lease the same letter', async () => {
    const { db, url } = await openStore()
    await db.transaction().execute(async (tx) => {
      for (let i = 0; i < 100; i++)
        await enqueueLetter(tx, secret, { to: `${i}@e.org`, letter: sampleLetter }, start)
    })
    const other = await connectStore(url)
    const take = async (store: Store) => {
      const taken: string[] = []
      for (let letter = await leaseLetter(store, secret, start); letter; ) {
        taken.push(letter.to)
        letter = await leaseLetter(store, secret, start)
      }
      return taken
    }
    const taken = await Promise.all([db, other, db, other, other].map(take)).finally(() => other.destroy())
    expect(taken.flat()).toHaveLength(100)
    expect(new Set(taken.flat())).toHaveLength(100)
  })

  test('attempts wait 5 s, 30 s, 2 min, 10 min, 30 min, then an hour each, and end after about a day', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter }, start)
    const waits: number[] = []
    let now = start
    for (;;) {
      const letter = await leaseLetter(db, secret, now)
      if (!letter) break
      await recordFailure(db, letter, { permanent: false, error: '451 later' }, now)
      const row = await db.selectFrom('outbox').select('next_attempt_at').executeTakeFirstOrThrow()
      expect(await leaseLetter(db, secret, row.next_attempt_at - 1)).toBeUndefined()
      waits.push(row.next_attempt_at - now)
      now = row.next_attempt_at
    }
    expect(waits.slice(0, 7)).toEqual([
      5 * second,
      30 * second,
      2 * minute,
      10 * minute,
      30 * minute,
      hour,
      hour,
    ])
    expect((now - start) / hour).toBeGreaterThan(23)
    expect((now - start) / hour).toBeLessThan(25)
    const [letter] = await listLetters(db, secret, {}, now)
    expect(letter).toMatchObject({ state: 'failed', attempts: 28, last_error: '451 later' })
  })

  test('a letter is not sent any more once its code has run out', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter, expiresAt: start + minute }, start)
    expect(await leaseLetter(db, secret, start + minute)).toBeUndefined()
    expect(await listLetters(db, secret, {}, start + minute)).toMatchObject([
      { state: 'expired', attempts: 0 },
    ])
  })

  test('a worker that lost its lease cannot undo what the next one did', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter }, start)
    const slow = await leaseLetter(db, secret, start)
    const later = start + 3 * minute
    await leaseLetter(db, secret, later)
    await recordFailure(db, slow ?? { id: '', attempt: 0 }, { permanent: true, error: '550' }, later)
    expect(await listLetters(db, secret, {}, later)).toMatchObject([{ state: 'sending', last_error: null }])
    await recordSent(db, { id: slow?.id ?? '' }, later)
    expect(await listLetters(db, secret, {}, later)).toMatchObject([{ state: 'sent', last_error: null }])
  })

  test('a letter that no key opens becomes a dead letter and holds up no other', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, randomSecret(), { to: 'lost@e.org', letter: sampleLetter }, start)
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter }, start + 1)
    expect(await leaseLetter(db, secret, start + 1)).toMatchObject({ to: 'a@e.org' })
    expect(await listLetters(db, secret, { to: 'lost@e.org' }, start + 1)).toMatchObject([
      { state: 'failed', last_error: expect.stringContaining('AUTHD_SECRET_KEY') },
    ])
  })

  test('what waits can be made due, for everybody or for one', async () => {
    const { db } = await openStore()
    for (const to of ['a@e.org', 'b@e.org']) {
      await enqueueLetter(db, secret, { to, letter: sampleLetter }, start)
      const letter = await leaseLetter(db, secret, start)
      await recordFailure(db, letter ?? { id: '', attempt: 0 }, { permanent: false, error: '451' }, start)
    }
    expect(await leaseLetter(db, secret, start)).toBeUndefined()
    expect(await hastenLetters(db, { to: 'b@e.org' }, start)).toBe(1)
    expect(await leaseLetter(db, secret, start)).toMatchObject({ to: 'b@e.org' })
    expect(await hastenLetters(db, {}, start)).toBe(1)
    expect(await leaseLetter(db, secret, start)).toMatchObject({ to: 'a@e.org' })
  })
})
