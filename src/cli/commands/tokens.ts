import { type PersonalTokenEntry, paths } from '../../protocol/endpoints.ts'
import { message } from '../../protocol/messages.ts'
import { describeSecond } from '../../protocol/second.ts'
import type { Context } from '../context.ts'
import { parseDuration } from '../duration.ts'
import { isNewPersonalToken, isPersonalToken, readBody } from '../http/answers.ts'
import { fetchAll } from '../http/pages.ts'
import { protectedCall } from '../session.ts'
import { describeTime } from '../terminal/age.ts'
import { answerList, pick, shortIds } from '../terminal/list.ts'

export interface CreateTokenOptions {
  scope?: string[]
  expires?: string
}

/** Lists the personal access tokens of the account, without their values. */
export async function listTokens(context: Context): Promise<void> {
  const items = await fetchAll(context, paths.tokens, isPersonalToken)
  const now = Date.now()
  const { t } = context.terminal
  const of = (cell: (entry: PersonalTokenEntry) => string) => items.map(cell)
  const when = (time: string | null) => (time === null ? t('never') : describeTime(time, now, t))
  const columns = [
    { title: 'ID', cells: shortIds(of(({ id }) => id)) },
    { title: t('NAME'), cells: of(({ name }) => name), weight: 5 },
    { title: t('LAST USED'), cells: of(({ last_used_at }) => when(last_used_at)), weight: 3 },
    { title: t('EXPIRES'), cells: of(({ expires_at }) => when(expires_at)), weight: 4 },
    { title: t('SCOPES'), cells: of(({ scopes }) => scopes.join(' ')), weight: 2 },
    { title: t('MADE'), cells: of(({ created_at }) => describeTime(created_at, now, t)), weight: 1 },
  ]
  answerList(context, items, columns, 'There are no tokens yet; `auth tokens create NAME` makes one.')
}

/** Makes a personal access token and prints its value, alone, for the only time. */
export async function createToken(
  context: Context,
  name: string,
  options: CreateTokenOptions,
): Promise<void> {
  const life = options.expires === undefined ? undefined : parseDuration(options.expires, '--expires')
  const json = {
    name,
    ...(options.scope && { scopes: options.scope }),
    ...(life !== undefined && { expires_at: new Date(Date.now() + life).toISOString() }),
  }
  const reply = await protectedCall(context, { method: 'POST', path: paths.tokens, json })
  const body = readBody(await context.client(), reply, isNewPersonalToken)
  context.terminal.answer(body.token, body)
  const scopes = body.scopes.join(', ')
  context.terminal.tell(
    body.expires_at === null
      ? message('This is shown once: keep it now. It may be used for {scopes} until you revoke it.', {
          scopes,
        })
      : message('This is shown once: keep it now. It may be used for {scopes} until {end}.', {
          scopes,
          end: describeSecond(body.expires_at),
        }),
  )
}

/** Revokes a personal access token, at once. */
export async function revokeToken(context: Context, typed: string): Promise<void> {
  const token = pick(
    await fetchAll(context, paths.tokens, isPersonalToken),
    ({ id }) => id,
    typed,
    'token',
    'tokens',
  )
  await protectedCall(context, { method: 'DELETE', path: `${paths.tokens}/${encodeURIComponent(token.id)}` })
  context.terminal.answer(message('Revoked the token "{name}".', { name: token.name }), { revoked: token.id })
}
