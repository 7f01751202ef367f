import { type ClientEntry, paths } from '../../protocol/endpoints.ts'
import { type Message, message } from '../../protocol/messages.ts'
import { clientGrants, deviceCodeGrant, shortGrant } from '../../protocol/oauth.ts'
import { describeSecond } from '../../protocol/second.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { isClient, isNewClient } from '../http/admin-answers.ts'
import { readBody } from '../http/answers.ts'
import { fetchAll } from '../http/pages.ts'
import type { Translate } from '../language.ts'
import { protectedCall } from '../session.ts'
import { describeTime } from '../terminal/age.ts'
import { requireYes } from '../terminal/ask.ts'
import { answerList, pick, shortIds } from '../terminal/list.ts'
import { oneLine } from '../terminal/printable.ts'
import { formatRows } from '../terminal/table.ts'

export interface ClientOptions {
  name?: string
  grant?: string[]
  scope?: string[]
  redirectUri?: string[]
  idTokenAlgorithm?: string
  public?: boolean
}

export interface RemoveClientOptions {
  yes?: boolean
}

/** Lists the registered programs. */
export async function listClients(context: Context): Promise<void> {
  const items = await fetchAll(context, paths.adminClients, isClient)
  const now = Date.now()
  const { t } = context.terminal
  const of = (cell: (entry: ClientEntry) => string) => items.map(cell)
  const columns = [
    { title: 'ID', cells: shortIds(of(({ client_id }) => client_id)) },
    { title: t('NAME'), cells: of(({ name }) => name), weight: 5 },
    { title: t('KIND'), cells: of((entry) => t(kindOf(entry))), weight: 3 },
    { title: t('GRANTS'), cells: of(({ grants }) => grants.map(shortGrant).join(' ')), weight: 4 },
    { title: t('SCOPES'), cells: of(({ scopes }) => scopes.join(' ')), weight: 2 },
    { title: t('ADDED'), cells: of(({ created_at }) => describeTime(created_at, now, t)), weight: 1 },
  ]
  answerList(context, items, columns, 'There are no clients yet; `auth clients add NAME` registers one.')
}

/** Shows all of one client, with its whole id. */
export async function showClient(context: Context, typed: string): Promise<void> {
  const client = await find(context, typed)
  context.terminal.answer(formatRows(rowsOf(client, context.terminal.t)), client)
}

/** Registers a program. Its secret is printed here and never again. */
export async function addClient(context: Context, name: string, options: ClientOptions): Promise<void> {
  if (options.grant === undefined)
    throw usageError(
      'A client needs at least one --grant.',
      message('Use one of {names}.', { names: clientGrants.join(', ') }),
    )
  const json = { ...bodyOf({ ...options, name }), public: options.public === true }
  const reply = await protectedCall(context, { method: 'POST', path: paths.adminClients, json })
  const body = readBody(await context.client(), reply, isNewClient)
  const secret = body.client_secret === null ? [] : [['client_secret', body.client_secret] as const]
  const [id, ...rest] = rowsOf(body, context.terminal.t)
  context.terminal.answer(formatRows([...(id ? [id] : []), ...secret, ...rest]), body)
  context.terminal.tell(message('Registered the client "{name}".', { name: oneLine(body.name) }))
  if (body.client_secret !== null) context.terminal.tell('The secret is shown once: keep it now.')
}

/** Changes what is given and leaves the rest as it is. */
export async function changeClient(context: Context, typed: string, options: ClientOptions): Promise<void> {
  const json = bodyOf(options)
  if (Object.keys(json).length === 0)
    throw usageError('Nothing to change was given.', 'See `auth clients change --help`.')
  const { client_id } = await find(context, typed)
  const reply = await protectedCall(context, { method: 'PATCH', path: pathOf(client_id), json })
  const body = readBody(await context.client(), reply, isClient)
  context.terminal.answer(formatRows(rowsOf(body, context.terminal.t)), body)
  context.terminal.tell(message('Changed the client "{name}".', { name: oneLine(body.name) }))
}

/** Removes a program, which ends all sessions that people have with it. */
export async function removeClient(
  context: Context,
  typed: string,
  { yes }: RemoveClientOptions,
): Promise<void> {
  const { terminal } = context
  if (!yes) terminal.requireInput('Whether to remove it', '--yes')
  const { client_id, name } = await find(context, typed)
  const question = message('Remove "{name}" and end all its sessions?', { name: oneLine(name) })
  await requireYes(context, yes, question, 'Nothing was removed.')
  await protectedCall(context, { method: 'DELETE', path: pathOf(client_id) })
  terminal.answer(message('Removed the client "{name}"; its sessions have ended.', { name }), {
    removed: client_id,
  })
}

async function find(context: Context, typed: string): Promise<ClientEntry> {
  const clients = await fetchAll(context, paths.adminClients, isClient)
  return pick(clients, ({ client_id }) => client_id, typed, 'client', 'clients')
}

function bodyOf({ name, grant, scope, redirectUri, idTokenAlgorithm }: ClientOptions) {
  return {
    ...(name !== undefined && { name }),
    ...(grant && { grants: grant.map((each) => (each === 'device_code' ? deviceCodeGrant : each)) }),
    ...(scope && { scopes: scope }),
    ...(redirectUri && { redirect_uris: redirectUri }),
    ...(idTokenAlgorithm !== undefined && { id_token_algorithm: idTokenAlgorithm }),
  }
}

function rowsOf(client: ClientEntry, t: Translate): (readonly [string, string])[] {
  return [
    ['client_id', client.client_id],
    [t('name'), client.name],
    [t('kind'), t(kindOf(client))],
    [t('grants'), client.grants.map(shortGrant).join(' ')],
    [t('scopes'), client.scopes.join(' ')],
    [t('redirects'), client.redirect_uris.join(' ') || '-'],
    [t('id tokens'), client.id_token_algorithm],
    [t('added'), describeSecond(client.created_at)],
  ]
}

function kindOf(client: ClientEntry): Message {
  return client.public ? message('public') : message('with secret')
}

function pathOf(id: string): string {
  return `${paths.adminClients}/${encodeURIComponent(id)}`
}
