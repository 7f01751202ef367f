import { describe, expect, test } from 'vitest'
import type { Store } from '../../../../db/connect.ts'
import { insertAccount, noPassword } from '../../../../src/server/accounts/account.ts'
import { insertRegistration } from '../../../../src/server/accounts/registration.ts'
import { AccountImport } from '../../../../src/server/accounts/transfer/account-import.ts'
import { type AccountRow, readAccountRow } from '../../../../src/server/accounts/transfer/account-row.ts'
import { normalizeUsername } from '../../../../src/server/accounts/username.ts'
import { forEachStore } from '../../../support/stores.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

/** `ann` or `ann=Name`: accounts of example.com, in lines from `first` on. */
function rows(first: number, ...words: string[]): AccountRow[] {
  return words.map((word, index) => {
    const [name, username] = word.split('=')
    const row = readAccountRow({ email: `${name}@example.com`, username }, first + index, now)
    if ('reason' in row) throw new Error(row.reason)
    return row
  })
}

async function names(db: Store): Promise<string[]> {
  const accounts = await db.selectFrom('accounts').select(['email', 'username']).orderBy('email').execute()
  return accounts.map(
    ({ email, username }) => `${email.split('@')[0]}${username === null ? '' : `=${username}`}`,
  )
}

async function audit(db: Store): Promise<unknown[]> {
  const entries = await db.selectFrom('audit').select(['event', 'address', 'detail']).orderBy('at').execute()
  return entries.map(({ event, address, detail }) => [event, address, JSON.parse(detail ?? 'null')])
}

const options = { file: 'accounts.csv', dryRun: false }

describe('an import', () => {
  forEachStore((_kind, openStore) => {
    test('adds rows as they are, with one entry in the audit log for each batch', async () => {
      const { db } = await openStore()
      const createdAt = Date.parse('2024-05-01T12:00:00Z')
      const [ann, bob] = rows(2, 'ann=안 영희', 'bob')
      const full = { verified: true, superuser: true, disabled: true, passwordHash: 'hash', createdAt }
      const batch = [ann, bob].flatMap((row, index) =>
        row ? [{ ...row, ...(index === 0 ? full : {}) }] : [],
      )
      const outcome = await new AccountImport(db, options).add(batch, now)
      expect(outcome).toEqual({ added: 2, alreadyThere: 0, faults: [] })
      const common = { id: expect.stringMatching(/^[0-9a-f-]{36}$/) }
      expect(await db.selectFrom('accounts').selectAll().orderBy('email').execute()).toEqual([
        {
          ...common,
          email: 'ann@example.com',
          username: '안 영희',
          username_key: '안 영희',
          password_hash: 'hash',
          created_at: createdAt,
          verified_at: now,
          disabled_at: now,
          superuser_at: now,
        },
        {
          ...common,
          email: 'bob@example.com',
          username: null,
          username_key: null,
          password_hash: noPassword,
          created_at: now,
          verified_at: null,
          disabled_at: null,
          superuser_at: null,
        },
      ])
      const detail = { file: 'accounts.csv', count: 2, superusers: 1, first_line: 2, last_line: 3 }
      expect(await audit(db)).toEqual([['accounts.added', 'host', detail]])
    })

    test('leaves an account that is there as it is, and writes nothing at all when run again', async () => {
      const { db } = await openStore()
      const username = normalizeUsername('Old')
      const old = { email: 'ann@example.com', username, passwordHash: 'old', verified: false }
      const before = await insertAccount(db, old, now - 1)
      const batch = rows(2, 'ann=New', 'bob=Bob', 'cy')
      const first = await new AccountImport(db, options).add(batch, now)
      expect(first).toEqual({ added: 2, alreadyThere: 1, faults: [] })
      const again = await new AccountImport(db, options).add(batch, now + 1)
      expect(again).toEqual({ added: 0, alreadyThere: 3, faults: [] })
      const ann = await db
        .selectFrom('accounts')
        .selectAll()
        .where('email', '=', old.email)
        .executeTakeFirst()
      expect(ann).toEqual(before)
      expect(await names(db)).toEqual(['ann=Old', 'bob=Bob', 'cy'])
      expect(await audit(db)).toHaveLength(1)
    })

    test.each([false, true])(
      'tells of addresses and names that are taken or repeated, within a batch and across (dry run: %s)',
      async (dryRun) => {
        const { db } = await openStore()
        const username = normalizeUsername('Ann')
        await insertAccount(
          db,
          { email: 'ann@example.com', username, passwordHash: '!', verified: true },
          now,
        )
        const accounts = new AccountImport(db, { ...options, dryRun })
        expect(await accounts.add(rows(2, 'bob=Bob', 'cy=ANN', 'bob', 'dan=bob', 'cy'), now)).toEqual({
          added: 2,
          alreadyThere: 0,
          faults: [
            { line: 3, code: 'username_taken', reason: 'the name "ANN" is that of another account' },
            { line: 4, code: 'email_repeated', reason: 'the address bob@example.com is in line 2 already' },
            { line: 5, code: 'username_repeated', reason: 'the name "bob" is in line 2 already' },
          ],
        })
        expect(await accounts.add(rows(7, 'ann=Ann', 'eve=ann', 'bob', 'fay=Bob', 'dan'), now)).toEqual({
          added: 1,
          alreadyThere: 1,
          faults: [
            { line: 8, code: 'username_repeated', reason: 'the name "ann" is in line 7 already' },
            { line: 9, code: 'email_repeated', reason: 'the address bob@example.com is in line 2 already' },
            { line: 10, code: 'username_repeated', reason: 'the name "Bob" is in line 2 already' },
          ],
        })
        expect(await names(db)).toEqual(dryRun ? ['ann=Ann'] : ['ann=Ann', 'bob=Bob', 'cy', 'dan'])
        expect(await audit(db)).toHaveLength(dryRun ? 0 : 2)
      },
    )

    test('a registration that waits for its code is no obstacle, and stays (registrations are claims)', async () => {
      const { db } = await openStore()
      const claim = { email: 'ann@example.com', username: undefined, passwordHash: 'claimed', language: 'en' }
      await insertRegistration(db, claim, now)
      expect(await new AccountImport(db, options).add(rows(2, 'ann'), now)).toMatchObject({ added: 1 })
      expect(await db.selectFrom('registrations').select('email').execute()).toHaveLength(1)
    })

    test('two at once, in opposite orders: each account is added by one of them, and a name goes to one owner', async () => {
      const { db } = await openStore()
      const people = Array.from({ length: 120 }, (_, index) => `person${index}`)
      const [one, other] = await Promise.all([
        new AccountImport(db, options).add(rows(2, ...people, 'ann=Ann'), now),
        new AccountImport(db, options).add(rows(2, ...people.toReversed(), 'bob=ANN'), now),
      ])
      expect(one.added + other.added).toBe(121)
      expect(one.alreadyThere + other.alreadyThere).toBe(120)
      const taken = {
        line: 122,
        code: 'username_taken',
        reason: expect.stringContaining('is that of another account'),
      }
      expect([...one.faults, ...other.faults]).toEqual([taken])
      expect(await names(db)).toHaveLength(121)
    })

    test('500 rows at once, none of a size that fits one statement', async () => {
      const { db } = await openStore()
      const many = Array.from({ length: 487 }, (_, index) => `person${index}=Person ${index}`)
      expect(await new AccountImport(db, options).add(rows(2, ...many), now)).toMatchObject({ added: 487 })
      expect(await names(db)).toHaveLength(487)
    })
  })
})
