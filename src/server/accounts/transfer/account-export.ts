import type { Store } from '../../../../db/connect.ts'
import { noPassword } from '../account.ts'
import type { AccountField } from './account-row.ts'

/** One account as it is exported; absent values are null. */
export type ExportedAccount = Partial<Record<AccountField, string | boolean | null>>

const pageSize = 500

/**
 * All accounts by address, page by page, so that memory does not grow with their number. An account that is made or moved
 * while this runs may be in it or not. The hashes are in it only where they are asked for.
 */
export async function* exportAccounts(
  db: Store,
  { withHashes }: { withHashes: boolean },
): AsyncGenerator<ExportedAccount[]> {
  for (let after = ''; ; ) {
    const page = await db
      .selectFrom('accounts')
      .selectAll()
      .where('email', '>', after)
      .orderBy('email')
      .limit(pageSize)
      .execute()
    const last = page.at(-1)
    if (!last) return
    after = last.email
    yield page.map((account) => ({
      email: account.email,
      username: account.username,
      ...(withHashes ? { password_hash: exportHash(account.password_hash) } : {}),
      verified: account.verified_at !== null,
      superuser: account.superuser_at !== null,
      disabled: account.disabled_at !== null,
      created_at: new Date(account.created_at).toISOString(),
    }))
  }
}

function exportHash(hash: string): string | null {
  return hash === noPassword ? null : hash
}
