import type { Store } from '../../../db/connect.ts'
import type { Administrator } from '../accounts/administration.ts'
import { recordAudit } from '../audit.ts'
import type { Secret } from '../secret.ts'
import { type Client, findRegistered, insertClient, type NewClient, readRow } from './client.ts'
import { endSessionsOfClient } from './ending.ts'

/** What a superuser does to clients; each leaves an audit entry. A client that asks for itself proves it by its secret. */
type NoSecret = 'no secret'

/** Its secret is returned here and never again. */
export async function registerClient(
  db: Store,
  secret: Secret,
  input: NewClient,
  by: Administrator,
  now: number,
): Promise<{ client: Client; clientSecret: string | undefined } | NoSecret> {
  if (lacksSecret(input)) return 'no secret'
  return db.transaction().execute(async (tx) => {
    const added = await insertClient(tx, secret, input, now)
    await recordAudit(tx, { event: 'client.added', clientId: added.client.id, ...by }, now)
    return added
  })
}

/** What is left out stays as it is. */
export type ClientChange = { [Field in keyof Omit<NewClient, 'isPublic'>]?: NewClient[Field] | undefined }

/** Undefined where there is no such client. */
export async function changeClient(
  db: Store,
  id: string,
  change: ClientChange,
  by: Administrator,
  now: number,
): Promise<Client | undefined | NoSecret> {
  return db.transaction().execute(async (tx) => {
    const client = await findRegistered(tx, id)
    if (!client) return undefined
    if (lacksSecret({ ...client, grants: change.grants ?? client.grants })) return 'no secret'
    const changed = await updateClient(tx, id, change)
    if (changed) await recordAudit(tx, { event: 'client.changed', clientId: id, ...by }, now)
    return changed
  })
}

/** Ends the sessions that it holds, too. False where there is none. */
export async function removeClient(db: Store, id: string, by: Administrator, now: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const gone = await tx.deleteFrom('clients').where('id', '=', id).returning('id').executeTakeFirst()
    if (!gone) return false
    await endSessionsOfClient(tx, id, { reason: 'client removed' }, now)
    await recordAudit(tx, { event: 'client.removed', clientId: id, ...by }, now)
    return true
  })
}

function lacksSecret({ isPublic, grants }: Pick<Client, 'isPublic' | 'grants'>): boolean {
  return isPublic && grants.includes('client_credentials')
}

async function updateClient(tx: Store, id: string, change: ClientChange): Promise<Client | undefined> {
  const { name, redirectUris, grants, scope, idTokenAlgorithm } = change
  const row = await tx
    .updateTable('clients')
    .set({
      id, // so that a change of nothing is a statement too
      name,
      redirect_uris: redirectUris && JSON.stringify(redirectUris),
      grants: grants?.join(' '),
      scope,
      id_token_algorithm: idTokenAlgorithm,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && readRow(row)
}
