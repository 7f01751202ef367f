import { describe, expect, test } from 'vitest'
import type { Store } from '../../../db/connect.ts'
import {
  findAccountByLogin,
  holdUnique,
  insertAccount,
  isUsernameTaken,
  presentAccount,
  setPasswordHash,
  setUsername,
} from '../../../src/server/accounts/account.ts'
import { normalizeUsername } from '../../../src/server/accounts/username.ts'
import { testStart as now } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

function nameOf(text: string) {
  const name = normalizeUsername(text)
  if (!name) throw new Error(`${text} is no user name`)
  return name
}

async function insert(db: Store, email: string, username?: string) {
  const name = username === undefined ? undefined : nameOf(username)
  const input = { email, username: name, passwordHash: 'hash', verified: true }
  const account = await insertAccount(db, input, now)
  if (!account) throw new Error('the address or name is taken')
  return account
}

describe('accounts', () => {
  forEachStore((_kind, openStore) => {
    test('an address and a name belong to one account', async () => {
      const { db } = await openStore()
      await insert(db, 'ann@example.com', 'Ann')
      const input = { username: undefined, passwordHash: 'x', verified: false }
      expect(await insertAccount(db, { ...input, email: 'ann@example.com' }, now)).toBeUndefined()
      const sameName = { ...input, email: 'b@example.com', username: nameOf('ANN') }
      expect(await insertAccount(db, sameName, now)).toBeUndefined()
      expect(await db.selectFrom('accounts').selectAll().execute()).toHaveLength(1)
    })

    test('20 parallel inserts of one address make one account', async () => {
      const { db } = await openStore()
      const input = { email: 'ann@example.com', username: undefined, passwordHash: 'x', verified: true }
      const made = await Promise.all(Array.from({ length: 20 }, () => insertAccount(db, input, now)))
      expect(made.filter((account) => account !== undefined)).toHaveLength(1)
    })

    test('a login is an address or a name; what is neither is nobody’s', async () => {
      const { db } = await openStore()
      const { id } = await insert(db, 'ann@example.com', 'Ann')
      for (const login of ['ann@example.com', ' ANN@example.com ', 'ann', ' Ａnn']) {
        expect([login, (await findAccountByLogin(db, login))?.id]).toEqual([login, id])
      }
      for (const login of [
        '',
        'ann@',
        'bob',
        'ann@example.org',
        '\0',
        "' or ''='",
        '%',
        'x'.repeat(10_000),
      ]) {
        expect([login, await findAccountByLogin(db, login)]).toEqual([login, undefined])
      }
    })

    test('a name is taken for all but its owner', async () => {
      const { db } = await openStore()
      const { id } = await insert(db, 'ann@example.com', 'Ann')
      expect(await isUsernameTaken(db, nameOf('ANN'))).toBe(true)
      expect(await isUsernameTaken(db, nameOf('ann'), id)).toBe(false)
      expect(await isUsernameTaken(db, nameOf('bob'))).toBe(false)
    })

    test('a name is changed, respelled and taken away; another’s is refused', async () => {
      const { db } = await openStore()
      let ann = await insert(db, 'ann@example.com', 'Ann')
      await insert(db, 'bob@example.com', 'Bob')
      expect(await setUsername(db, ann, nameOf('bob'))).toBeUndefined()
      for (const name of ['ANN', 'Anna', 'Ann']) {
        const changed = await setUsername(db, ann, nameOf(name))
        expect(changed).toEqual({ ...ann, username: name, username_key: name.toLowerCase() })
        ann = changed ?? ann
      }
      expect(await setUsername(db, ann, undefined)).toEqual({ ...ann, username: null, username_key: null })
      await db.deleteFrom('accounts').where('id', '=', ann.id).execute()
      expect(await setUsername(db, ann, nameOf('Zoe'))).toBeUndefined()
    })

    test('what is held in a transaction is held against everybody and leaves nothing behind', async () => {
      const { db } = await openStore()
      const ann = await insert(db, 'ann@example.com', 'Ann')
      const held = await db
        .transaction()
        .execute(async (tx) => [
          await holdUnique(tx, { email: 'free@example.com' }),
          await holdUnique(tx, { username_key: 'free' }),
          await holdUnique(tx, { email: ann.email }),
          await holdUnique(tx, { username_key: 'ann' }),
        ])
      expect(held).toEqual([true, true, false, false])
      expect(await db.selectFrom('accounts').selectAll().execute()).toEqual([ann])
    })

    test('a renewed hash never undoes a change of password', async () => {
      const { db } = await openStore()
      const { id } = await insert(db, 'ann@example.com')
      const stored = async () =>
        (await db.selectFrom('accounts').select('password_hash').execute())[0]?.password_hash
      await setPasswordHash(db, id, 'changed')
      await setPasswordHash(db, id, 'renewed', 'hash')
      expect(await stored()).toBe('changed')
      await setPasswordHash(db, id, 'renewed', 'changed')
      expect(await stored()).toBe('renewed')
    })
  })

  test('are shown to their owners in seven fields, without hash or key (contract)', () => {
    const account = {
      id: 'a',
      email: 'ann@example.com',
      username: 'Ann',
      username_key: 'ann',
      password_hash: 'secret',
      created_at: now,
      verified_at: null,
      disabled_at: now,
      superuser_at: now,
    }
    expect(presentAccount(account)).toEqual({
      id: 'a',
      email: 'ann@example.com',
      username: 'Ann',
      is_active: false,
      is_verified: false,
      is_superuser: true,
      created_at: '2026-03-01T12:00:00.000Z',
    })
  })
})
