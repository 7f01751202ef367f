import { describe, expect, test } from 'vitest'
import type { Store } from '../../../db/connect.ts'
import { insertAccount, noPassword } from '../../../src/server/accounts/account.ts'
import {
  demoteAccount,
  disableAccount,
  enableAccount,
  promoteAccount,
} from '../../../src/server/accounts/administration.ts'
import { deleteAccount } from '../../../src/server/accounts/removal.ts'
import { testStart as now } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

async function insertSuperuser(db: Store, name: string) {
  const input = {
    id: name,
    email: `${name}@example.com`,
    username: undefined,
    passwordHash: 'somehow hashed',
    verified: true,
  }
  const account = await insertAccount(db, input, now)
  if (!account) throw new Error('the address is taken')
  const promoted = await promoteAccount(db, account.id, {}, now)
  if (!promoted) throw new Error('the account is gone')
  return promoted
}

const activeSuperusers = async (db: Store) =>
  (
    await db
      .selectFrom('accounts')
      .select('id')
      .where('superuser_at', 'is not', null)
      .where('disabled_at', 'is', null)
      .execute()
  ).map(({ id }) => id)

describe('the last active superuser stays (contract)', () => {
  forEachStore((_kind, openStore) => {
    test('two parallel demotions of the last two: exactly one succeeds', async () => {
      const { db } = await openStore()
      for (let round = 0; round < 5; round++) {
        await db.deleteFrom('accounts').execute()
        const people = [await insertSuperuser(db, 'ann'), await insertSuperuser(db, 'bob')]
        const results = await Promise.all(people.map(({ id }) => demoteAccount(db, id, {}, now)))
        expect(results.filter((result) => result === 'last')).toHaveLength(1)
        expect(await activeSuperusers(db)).toHaveLength(1)
      }
    })

    test('whatever takes one away, all at once: one of four is left', async () => {
      const { db } = await openStore()
      const [ann, bob, cat, dan] = [
        await insertSuperuser(db, 'ann'),
        await insertSuperuser(db, 'bob'),
        await insertSuperuser(db, 'cat'),
        await insertSuperuser(db, 'dan'),
      ]
      const results = await Promise.all([
        demoteAccount(db, ann.id, {}, now),
        disableAccount(db, bob.id, {}, now),
        deleteAccount(db, cat, {}, now),
        demoteAccount(db, dan.id, {}, now),
      ])
      expect(results.filter((result) => result === 'last')).toHaveLength(1)
      expect(await activeSuperusers(db)).toHaveLength(1)
    })

    test('refused, nothing is changed: neither flag, nor sessions, nor audit log', async () => {
      const { db } = await openStore()
      const ann = await insertSuperuser(db, 'ann')
      const session = { id: 's', account_id: ann.id, client_id: 'c', salt: 's', rotated_at: 0, created_at: 0 }
      await db
        .insertInto('sessions')
        .values({ ...session, last_used_at: 0, expires_at: 9, ends_at: 9 })
        .execute()
      const read = async () => [
        await db.selectFrom('accounts').selectAll().execute(),
        await db.selectFrom('sessions').selectAll().execute(),
        await db.selectFrom('audit').selectAll().execute(),
      ]
      const before = await read()
      expect(await demoteAccount(db, ann.id, {}, now)).toBe('last')
      expect(await disableAccount(db, ann.id, {}, now)).toBe('last')
      expect(await deleteAccount(db, ann, {}, now)).toBe('last')
      expect(await read()).toEqual(before)
    })

    test('a disabled superuser is not counted on', async () => {
      const { db } = await openStore()
      await insertSuperuser(db, 'ann')
      await insertSuperuser(db, 'bob')
      await disableAccount(db, 'bob', {}, now)
      expect(await demoteAccount(db, 'ann', {}, now)).toBe('last')
      await enableAccount(db, 'bob', {}, now)
      expect(await demoteAccount(db, 'ann', {}, now)).toEqual(
        expect.objectContaining({ id: 'ann', superuser_at: null }),
      )
      expect(await activeSuperusers(db)).toEqual(['bob'])
    })

    test('who has yet to choose a password or to prove the address is not counted on, and is free to go', async () => {
      const { db } = await openStore()
      for (const name of ['ann', 'bob', 'cat']) await insertSuperuser(db, name)
      await db.updateTable('accounts').set({ password_hash: noPassword }).where('id', '=', 'bob').execute()
      await db.updateTable('accounts').set({ verified_at: null }).where('id', '=', 'cat').execute()
      expect(await demoteAccount(db, 'ann', {}, now)).toBe('last')
      expect(await disableAccount(db, 'ann', {}, now)).toBe('last')
      expect(await demoteAccount(db, 'bob', {}, now)).toMatchObject({ id: 'bob', superuser_at: null })
      expect(await disableAccount(db, 'cat', {}, now)).toMatchObject({ id: 'cat', disabled_at: now })
      expect(await activeSuperusers(db)).toEqual(['ann'])
    })

    test('where there is no superuser at all, nobody is held back', async () => {
      const { db } = await openStore()
      const ann = await insertSuperuser(db, 'ann')
      await db.updateTable('accounts').set({ superuser_at: null }).execute()
      expect(await deleteAccount(db, ann, {}, now)).toBe('deleted')
    })
  })
})
