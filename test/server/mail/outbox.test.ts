import { expect, test } from 'vitest'
import { leaseLetter, recordFailure, recordSent } from '../../../src/server/mail/lease.ts'
import { enqueueLetter, listLetters, showLetter } from '../../../src/server/mail/outbox.ts'
import { pruneDiscarded, pruneOutbox, resealLetters } from '../../../src/server/mail/outbox-upkeep.ts'
import { createSecret } from '../../../src/server/secret.ts'
import { forEachStore } from '../../support/stores.ts'
import { code, randomSecret, sampleLetter, start } from './letter.ts'

const minute = 60_000
const day = 24 * 60 * minute
const secret = randomSecret()

forEachStore((_kind, openStore) => {
  test('a letter is listed with its text, and is encrypted in the store', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter }, start)
    const list = await listLetters(db, secret, {}, start)
    expect(list).toEqual([
      {
        id: expect.any(String),
        to: 'a@e.org',
        subject: sampleLetter.subject,
        text: sampleLetter.text,
        state: 'waiting',
        created_at: '2026-11-21T12:00:00.000Z',
        attempts: 0,
        last_error: null,
      },
    ])
    const rows = await db.selectFrom('outbox').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(code)
    expect(await showLetter(db, secret, list[0]?.id ?? '', start)).toEqual(list[0])
    expect(await showLetter(db, secret, 'none', start)).toBeUndefined()
  })

  test('the list is newest first, filtered by recipient, and bounded', async () => {
    const { db } = await openStore()
    for (const [at, to] of [
      [1, 'a@e.org'],
      [3, 'b@e.org'],
      [2, 'a@e.org'],
    ] as const) {
      await enqueueLetter(db, secret, { to, letter: { ...sampleLetter, subject: `${at}` } }, start + at)
    }
    const subjects = async (filter: { to?: string; limit?: number }) =>
      (await listLetters(db, secret, filter, start + 9)).map((letter) => letter.subject)
    expect(await subjects({})).toEqual(['3', '2', '1'])
    expect(await subjects({ to: 'a@e.org' })).toEqual(['2', '1'])
    expect(await subjects({ limit: 1 })).toEqual(['3'])
  })

  test('a letter lives and dies with the transaction that caused it', async () => {
    const { db } = await openStore()
    const work = db.transaction().execute(async (tx) => {
      await enqueueLetter(tx, secret, { to: 'a@e.org', letter: sampleLetter }, start)
      throw new Error('on purpose')
    })
    await expect(work).rejects.toThrow('on purpose')
    expect(await listLetters(db, secret, {}, start)).toEqual([])
  })

  test('a discarded letter is a row like any other, but is neither listed nor sent (keycloak#48888)', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter, discard: true }, start)
    const row = await db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow()
    expect(row.letter_sealed).toContain('v1.')
    expect(await listLetters(db, secret, {}, start)).toEqual([])
    expect(await showLetter(db, secret, row.id, start)).toBeUndefined()
    expect(await leaseLetter(db, secret, start)).toBeUndefined()
  })

  test('the states of a letter', async () => {
    const { db } = await openStore()
    const write = (to: string) =>
      enqueueLetter(db, secret, { to, letter: sampleLetter, expiresAt: start + 10 * minute }, start)
    const state = async (at: number) =>
      Object.fromEntries((await listLetters(db, secret, {}, at)).map((letter) => [letter.to, letter.state]))
    await write('sent@e.org')
    const sent = await leaseLetter(db, secret, start)
    expect(await state(start)).toEqual({ 'sent@e.org': 'sending' })
    await recordSent(db, { id: sent?.id ?? '' }, start)
    await write('failed@e.org')
    const failed = await leaseLetter(db, secret, start)
    await recordFailure(db, failed ?? { id: '', attempt: 0 }, { permanent: true, error: '550 no' }, start)
    await write('waiting@e.org')
    const rest = { 'sent@e.org': 'sent', 'failed@e.org': 'failed' }
    expect(await state(start)).toEqual({ ...rest, 'waiting@e.org': 'waiting' })
    expect(await state(start + 10 * minute)).toEqual({ ...rest, 'waiting@e.org': 'expired' })
  })

  test('a letter whose secret key is gone is listed as such', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, randomSecret(), { to: 'a@e.org', letter: sampleLetter }, start)
    const [letter] = await listLetters(db, secret, {}, start)
    expect(letter).toMatchObject({
      to: 'a@e.org',
      text: '',
      subject: expect.stringContaining('AUTHD_SECRET_KEY'),
    })
  })

  test('settled letters go after a week, unclaimed ones after a month', async () => {
    const { db } = await openStore()
    const write = (to: string, more: object = {}) =>
      enqueueLetter(db, secret, { to, letter: sampleLetter, ...more }, start)
    await write('sent@e.org')
    await recordSent(db, { id: (await leaseLetter(db, secret, start))?.id ?? '' }, start)
    await write('expired@e.org', { expiresAt: start })
    await write('notice@e.org')
    expect(await pruneOutbox(db, start + 7 * day - 1)).toBe(0)
    expect(await pruneOutbox(db, start + 7 * day)).toBe(2)
    expect((await listLetters(db, secret, {}, start)).map((letter) => letter.to)).toEqual(['notice@e.org'])
    expect(await pruneOutbox(db, start + 30 * day)).toBe(1)
  })

  test('letters to nobody go after a minute, however many: strangers once filled a week of outbox with them', async () => {
    const { db } = await openStore()
    await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter }, start)
    for (let count = 0; count < 401; count += 1)
      await enqueueLetter(db, secret, { to: 'b@e.org', letter: sampleLetter, discard: true }, start)
    expect(await pruneDiscarded(db, start + minute - 1)).toBe(0)
    expect(await pruneDiscarded(db, start + minute)).toBe(401)
    expect((await listLetters(db, secret, {}, start)).map((letter) => letter.to)).toEqual(['a@e.org'])
  })

  test('an outbox of any size is sealed anew in pages, and everything else goes on: once it was read at once', async () => {
    const { db } = await openStore()
    const [old, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    for (let count = 0; count < 401; count += 1)
      await enqueueLetter(db, createSecret([old]), { to: 'a@e.org', letter: sampleLetter }, start)
    let turns = 0
    const count = () => {
      turns += 1
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    expect(await resealLetters(db, createSecret([next, old]))).toBe(401)
    clearImmediate(timer)
    expect(turns).toBeGreaterThanOrEqual(3)
    expect(await resealLetters(db, createSecret([next, old]))).toBe(0)
    const texts = await listLetters(db, createSecret([next]), { limit: 500 }, start)
    expect(new Set(texts.map(({ text }) => text))).toEqual(new Set([sampleLetter.text]))
  })
})
