import { describe, expect, test } from 'vitest'
import type { Store } from '../../../db/connect.ts'
import {
  findClaim,
  findClaims,
  findNewestClaim,
  insertRegistration,
  issueRegistrationCode,
  redeemRegistration,
} from '../../../src/server/accounts/registration.ts'
import { createSecret } from '../../../src/server/secret.ts'
import { testStart as now } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

const secret = createSecret([Buffer.alloc(32, 1)])
const email = 'ann@example.com'
const hour = 3_600_000

async function claim(db: Store, at = now, change: { email?: string; passwordHash?: string } = {}) {
  const input = { email, username: undefined, passwordHash: `hash of ${at}`, language: 'en', ...change }
  const registration = await insertRegistration(db, input, at)
  const code = await issueRegistrationCode(db, secret, registration.id, 600_000, at)
  return { ...registration, code }
}

const idsOf = (claims: ReadonlyArray<{ id: string }>) => claims.map(({ id }) => id)

describe('a registration is a claim, not an account', () => {
  forEachStore((_kind, openStore) => {
    test('it waits beside others and is found by its id', async () => {
      const { db } = await openStore()
      const first = await claim(db)
      const second = await claim(db, now + 1)
      await claim(db, now + 2, { email: 'bob@example.com' })
      expect((await findClaim(db, email, first.id, now + 3))?.id).toBe(first.id)
      expect(idsOf(await findClaims(db, email, now + 3))).toEqual([second.id, first.id])
      expect(await findClaim(db, 'bob@example.com', first.id, now + 3)).toBeUndefined()
      expect(await findClaim(db, email, '\0', now + 3)).toBeUndefined()
      expect(await db.selectFrom('accounts').selectAll().execute()).toEqual([])
    })

    test('it is forgotten after an hour', async () => {
      const { db } = await openStore()
      const { id } = await claim(db)
      expect((await findClaim(db, email, id, now + hour - 1))?.id).toBe(id)
      expect(await findClaim(db, email, id, now + hour)).toBeUndefined()
      expect(await findNewestClaim(db, email, now + hour)).toBeUndefined()
    })

    test('the newest password is compared with one that is typed early', async () => {
      const { db } = await openStore()
      expect(await findNewestClaim(db, email, now)).toBeUndefined()
      for (let index = 0; index < 5; index++) await claim(db, now + index)
      expect((await findNewestClaim(db, email, now + 5))?.password_hash).toBe(`hash of ${now + 4}`)
    })

    test('redeemed, it becomes the account under the id that was promised, with its own password', async () => {
      const { db } = await openStore()
      await claim(db)
      const mine = await claim(db, now + 1, { passwordHash: 'mine' })
      const input = { registrationId: mine.id, email, code: mine.code }
      const redemption = await db
        .transaction()
        .execute((tx) => redeemRegistration(tx, secret, input, now + 2))
      expect(redemption).toEqual({
        outcome: 'redeemed',
        account: {
          id: mine.account_id,
          email,
          username: null,
          username_key: null,
          password_hash: 'mine',
          created_at: now + 2,
          verified_at: now + 2,
          disabled_at: null,
          superuser_at: null,
        },
      })
      expect(await db.selectFrom('registrations').selectAll().execute()).toEqual([])
    })

    test('with an account at its address by then it is worth nothing, and that account is as it was', async () => {
      const { db } = await openStore()
      const { id, code } = await claim(db)
      const account = { id: 'other', email, password_hash: 'theirs', created_at: 0, verified_at: 1 }
      await db.insertInto('accounts').values(account).execute()
      const input = { registrationId: id, email, code }
      const redemption = await db.transaction().execute((tx) => redeemRegistration(tx, secret, input, now))
      expect(redemption).toEqual({ outcome: 'wrong', attemptsLeft: undefined, accountId: expect.any(String) })
      expect(await db.selectFrom('accounts').select(['id', 'password_hash']).execute()).toEqual([
        { id: 'other', password_hash: 'theirs' },
      ])
    })
  })
})
