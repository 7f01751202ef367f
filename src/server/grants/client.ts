import { randomBytes, randomUUID } from 'node:crypto'
import type { Store } from '../../../db/connect.ts'
import { cliClientId, type IdTokenAlgorithm, idTokenAlgorithms } from '../../protocol/endpoints.ts'
import { deviceCodeGrant } from '../../protocol/oauth.ts'
import { fullScope } from '../../protocol/scopes.ts'
import type { Secret } from '../secret.ts'

/** A program that may ask for tokens. */
export interface Client {
  id: string
  name: string
  /** Without a secret: it runs on people's machines and cannot keep one (RFC 6749 §2.1). */
  isPublic: boolean
  redirectUris: readonly string[]
  grants: readonly string[]
  scope: string
  idTokenAlgorithm: IdTokenAlgorithm
  createdAt: number
}

/** Our own command-line client: known to every server, never registered. */
const cliClient: Client = {
  id: cliClientId,
  name: 'Latchkey command line',
  isPublic: true,
  redirectUris: [],
  grants: ['refresh_token', deviceCodeGrant],
  scope: fullScope,
  idTokenAlgorithm: 'RS256',
  createdAt: 0,
}

export interface NewClient {
  name: string
  isPublic: boolean
  redirectUris: readonly string[]
  grants: readonly string[]
  scope: string
  idTokenAlgorithm: Client['idTokenAlgorithm']
}

/** Registers a client. Its secret is returned here and never again. */
export async function insertClient(
  db: Store,
  secret: Secret,
  input: NewClient,
  now: number,
): Promise<{ client: Client; clientSecret: string | undefined }> {
  const id = randomUUID()
  const clientSecret = input.isPublic ? undefined : randomBytes(32).toString('base64url')
  const row = await db
    .insertInto('clients')
    .values({
      id,
      name: input.name,
      secret_digest:
        clientSecret === undefined ? null : secret.digest('client secret', secretMessage(id, clientSecret)),
      redirect_uris: JSON.stringify(input.redirectUris),
      grants: input.grants.join(' '),
      scope: input.scope,
      id_token_algorithm: input.idTokenAlgorithm,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { client: readRow(row), clientSecret }
}

export async function findClient(db: Store, id: string): Promise<Client | undefined> {
  return id === cliClient.id ? cliClient : findRegistered(db, id)
}

/** All but our own. */
export async function findRegistered(db: Store, id: string): Promise<Client | undefined> {
  const row = await findRow(db, id)
  return row && readRow(row)
}

/** The client that this secret belongs to; undefined for a wrong one, an unknown client, or one without a secret. */
export async function authenticateClient(
  db: Store,
  secret: Secret,
  id: string,
  clientSecret: string,
): Promise<Client | undefined> {
  const row = await findRow(db, id)
  const message = secretMessage(id, clientSecret)
  const stored = row?.secret_digest ?? ''
  if (!secret.matches('client secret', message, stored) || !row) return undefined
  await renewDigest(db, id, { stored, newest: secret.digest('client secret', message) })
  return readRow(row)
}

/** What an old secret key digested is digested anew at its use, so that the old one can be dropped in time. */
async function renewDigest(
  db: Store,
  id: string,
  { stored, newest }: { stored: string; newest: string },
): Promise<void> {
  if (stored === newest) return
  await db
    .updateTable('clients')
    .set({ secret_digest: newest })
    .where('id', '=', id)
    .where('secret_digest', '=', stored)
    .execute()
}

/** Whatever came over the wire: what can be no id is not even asked for, since not every store takes every character. */
async function findRow(db: Store, id: string): Promise<ClientRow | undefined> {
  if (!/^[0-9A-Za-z-]{1,64}$/.test(id)) return undefined
  return db.selectFrom('clients').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listClients(
  db: Store,
  page: { after: string | undefined; limit: number },
): Promise<Client[]> {
  const rows = await db
    .selectFrom('clients')
    .selectAll()
    .$if(page.after !== undefined, (query) => query.where('id', '>', page.after ?? ''))
    .orderBy('id')
    .limit(page.limit)
    .execute()
  return rows.map(readRow)
}

function secretMessage(id: string, clientSecret: string): string {
  return JSON.stringify([id, clientSecret])
}

interface ClientRow {
  id: string
  name: string
  secret_digest: string | null
  redirect_uris: string
  grants: string
  scope: string
  id_token_algorithm: string
  created_at: number
}

export function readRow(row: ClientRow): Client {
  return {
    id: row.id,
    name: row.name,
    isPublic: row.secret_digest === null,
    redirectUris: JSON.parse(row.redirect_uris) as string[],
    grants: row.grants.split(' '),
    scope: row.scope,
    idTokenAlgorithm: idTokenAlgorithms.find((name) => name === row.id_token_algorithm) ?? 'RS256',
    createdAt: row.created_at,
  }
}
