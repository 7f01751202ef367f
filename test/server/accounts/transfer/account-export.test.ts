import { expect, test } from 'vitest'
import { insertAccount, noPassword } from '../../../../src/server/accounts/account.ts'
import {
  type ExportedAccount,
  exportAccounts,
} from '../../../../src/server/accounts/transfer/account-export.ts'
import { AccountImport } from '../../../../src/server/accounts/transfer/account-import.ts'
import { readAccountRow } from '../../../../src/server/accounts/transfer/account-row.ts'
import { normalizeUsername } from '../../../../src/server/accounts/username.ts'
import { forEachStore } from '../../../support/stores.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

forEachStore((_kind, openStore) => {
  test('an export has every account once, over its pages of 500, in whatever order the store sorts', async () => {
    const { db } = await openStore()
    const emails = Array.from(
      { length: 501 },
      (_, index) => `${['a', 'b.', 'é', '한', '_'][index % 5]}${index}@x.org`,
    )
    for (let at = 0; at < emails.length; at += 500) {
      const rows = emails.slice(at, at + 500).flatMap((email) => {
        const row = readAccountRow({ email }, 1, now)
        return 'reason' in row ? [] : [row]
      })
      await new AccountImport(db, { file: 'x', dryRun: false }).add(rows, now)
    }
    const exported: unknown[] = []
    for await (const page of exportAccounts(db, { withHashes: false }))
      exported.push(...page.map(({ email }) => email))
    expect(exported.sort()).toEqual(emails.sort())
  })

  test('an account is exported with its hash only on demand, and with none where it has no password', async () => {
    const { db } = await openStore()
    const username = normalizeUsername('Ann')
    await insertAccount(db, { email: 'ann@x.org', username, passwordHash: '$2b$04$x', verified: true }, now)
    await insertAccount(
      db,
      { email: 'bob@x.org', username: undefined, passwordHash: noPassword, verified: false },
      now,
    )
    const all = async (withHashes: boolean) => {
      const pages: ExportedAccount[] = []
      for await (const page of exportAccounts(db, { withHashes })) pages.push(...page)
      return pages
    }
    const common = { superuser: false, disabled: false, created_at: '2026-03-01T12:00:00.000Z' }
    const ann = { email: 'ann@x.org', username: 'Ann', verified: true, ...common }
    const bob = { email: 'bob@x.org', username: null, verified: false, ...common }
    expect(await all(false)).toEqual([ann, bob])
    expect(await all(true)).toEqual([
      { ...ann, password_hash: '$2b$04$x' },
      { ...bob, password_hash: null },
    ])
  })
})
