import type { Store } from '../../../db/connect.ts'
import { hasScope } from '../../protocol/scopes.ts'
import { holdAccount } from '../accounts/account.ts'
import { recordAudit } from '../audit.ts'
import type { Secret } from '../secret.ts'
import {
  insertPersonalToken,
  listPersonalTokens,
  type NewPersonalToken,
  type PersonalToken,
} from './personal-token.ts'

/** More than anybody keeps an eye on; a script that makes one at each run fills no table. */
const mostPersonalTokens = 100

export type TokenMaking =
  | { outcome: 'made'; token: PersonalToken; value: string }
  /** The account was disabled or deleted meanwhile. */
  | { outcome: 'changed' }
  /** Only they may have the scope `admin`. */
  | { outcome: 'no superuser' }
  | { outcome: 'full'; count: number }

/** Decided while the account is held, so that neither two at once nor a demotion meanwhile gets by. */
export async function makePersonalToken(
  db: Store,
  secret: Secret,
  input: NewPersonalToken & { address: string | undefined },
  now: number,
): Promise<TokenMaking> {
  const { accountId, scope, address } = input
  return db.transaction().execute(async (tx) => {
    const account = await holdAccount(tx, accountId)
    if (!account || account.disabled_at !== null) return { outcome: 'changed' }
    if (hasScope(scope, 'admin') && account.superuser_at === null) return { outcome: 'no superuser' }
    const { length: count } = await listPersonalTokens(tx, accountId)
    if (count >= mostPersonalTokens) return { outcome: 'full', count }
    const made = await insertPersonalToken(tx, secret, input, now)
    const detail = { token: made.token.id, scope }
    const entry = { actor: accountId, subject: accountId, address, detail }
    await recordAudit(tx, { event: 'token.made', ...entry }, now)
    return { outcome: 'made', ...made }
  })
}

/** False where the account has no such token. */
export async function revokePersonalToken(
  db: Store,
  id: string,
  { accountId, address }: { accountId: string; address: string | undefined },
  now: number,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom('personal_tokens')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .returning('id')
      .executeTakeFirst()
    const entry = { actor: accountId, subject: accountId, address, detail: { token: id } }
    if (gone) await recordAudit(tx, { event: 'token.revoked', ...entry }, now)
    return gone !== undefined
  })
}
