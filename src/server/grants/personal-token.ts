import { randomBytes, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database, Store } from '../../../db/connect.ts'
import { hasScope } from '../../protocol/scopes.ts'
import type { Secret } from '../secret.ts'

/** A token for scripts and CI that a person makes and takes back: no session, no refresh. */
export type PersonalToken = Selectable<Database['personal_tokens']>

/** `lkp_<id>_<secret>`: a prefix that scanners for leaked secrets can know. */
const shape = /^lkp_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

export interface NewPersonalToken {
  accountId: string
  name: string
  scope: string
  expiresAt: number | undefined
}

/** The value is returned here and never again. */
export async function insertPersonalToken(
  db: Store,
  secret: Secret,
  input: NewPersonalToken,
  now: number,
): Promise<{ token: PersonalToken; value: string }> {
  const id = randomUUID()
  const value = `lkp_${id}_${randomBytes(32).toString('base64url')}`
  const token = await db
    .insertInto('personal_tokens')
    .values({
      id,
      account_id: input.accountId,
      name: input.name,
      digest: secret.digest('personal token', value),
      scope: input.scope,
      created_at: now,
      expires_at: input.expiresAt ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { token, value }
}

export function looksPersonal(value: string): boolean {
  return value.startsWith('lkp_')
}

/** The token and its account as they are now; undefined for unknown, revoked and expired ones and disabled accounts. */
export async function findPersonalToken(db: Store, secret: Secret, value: string, now: number) {
  const [, id] = shape.exec(value) ?? []
  if (!id) return undefined
  const row = await db
    .selectFrom('personal_tokens as token')
    .innerJoin('accounts', 'accounts.id', 'token.account_id')
    .selectAll('accounts')
    .select(['token.id as tokenId', 'token.digest', 'token.scope', 'token.expires_at', 'token.last_used_at'])
    .where('token.id', '=', id)
    .where('accounts.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row || !secret.matches('personal token', value, row.digest)) return undefined
  const { tokenId, digest, scope, expires_at: expiresAt, last_used_at: lastUsedAt, ...account } = row
  if (expiresAt !== null && expiresAt <= now) return undefined
  await renewDigest(db, tokenId, { stored: digest, newest: secret.digest('personal token', value) })
  return { id: tokenId, scope, expiresAt, lastUsedAt, account }
}

/** What an old secret key digested is digested anew at its use, so that the old one can be dropped in time. */
async function renewDigest(
  db: Store,
  id: string,
  { stored, newest }: { stored: string; newest: string },
): Promise<void> {
  if (stored === newest) return
  await db
    .updateTable('personal_tokens')
    .set({ digest: newest })
    .where('id', '=', id)
    .where('digest', '=', stored)
    .execute()
}

export async function listPersonalTokens(db: Store, accountId: string): Promise<PersonalToken[]> {
  return db
    .selectFrom('personal_tokens')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

/** Takes back all that hold the scope `admin`; returns their ids. */
export async function deleteAdminTokens(tx: Store, accountId: string): Promise<string[]> {
  const tokens = await listPersonalTokens(tx, accountId)
  const ids = tokens.filter(({ scope }) => hasScope(scope, 'admin')).map(({ id }) => id)
  if (ids.length > 0) await tx.deleteFrom('personal_tokens').where('id', 'in', ids).execute()
  return ids
}

/** How exact the last-used time is, in ms. */
const useResolution = 60_000

/** Notes the use of a token, at most once a minute. */
export async function touchPersonalToken(
  db: Store,
  token: { id: string; lastUsedAt: number | null },
  now: number,
): Promise<void> {
  if (token.lastUsedAt !== null && now - token.lastUsedAt < useResolution) return
  await db
    .updateTable('personal_tokens')
    .set({ last_used_at: now })
    .where('id', '=', token.id)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', now - useResolution)]))
    .execute()
}
