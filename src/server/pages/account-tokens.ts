import { html } from 'hono/html'
import { type PersonalTokenEntry, pagePaths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { makeToken, presentToken, revokeToken } from '../endpoints/personal-tokens.ts'
import { idParams, nameText } from '../endpoints/schemas.ts'
import { listPersonalTokens } from '../grants/personal-token.ts'
import { type AccountForm, foldOf, type Refused, returnTo } from './account-form.ts'
import { lifetimeOf, scopesOf, tokenFold, tokensPath } from './account-token-fields.ts'
import { alertOf, noticeOf } from './form.ts'
import { proofOf } from './form-token.ts'
import { answerPage, type Markup } from './layout.ts'
import { readNotice } from './notice.ts'
import { dateOf, timeOf } from './time.ts'
import type { Form, MemberVisit } from './visit.ts'

export const makeTokenForm: AccountForm = {
  path: tokensPath,
  answer: async (visit, form) => {
    const { deps, c, member } = visit
    const expiresAt = lifetimeOf(form, c.get('now'))
    const made = await makeToken(deps, c, member, { name: nameOf(form), scope: scopesOf(form), expiresAt })
    return newTokenPage(visit, made.token.name, made.value)
  },
}

export const revokeForm: AccountForm = {
  path: `${tokensPath}/:id/revoke`,
  answer: async (visit) => {
    const { deps, c, member } = visit
    const id = idParams.safeParse(c.req.param()).data?.id
    if (id === undefined) throw new ProtocolError('not_found', 'You have no such token.')
    await revokeToken(deps, c, member.account.id, id)
    return returnTo(visit, 'tokens', 'token-revoked')
  },
}

function nameOf(form: Form): string {
  const name = nameText.safeParse(form.name ?? '')
  if (name.success) return name.data
  throw new ProtocolError('invalid_request', 'The name must have 1 to 64 characters that can be shown.')
}

/**
 * Answered by the POST itself, with 200 and never cached: the value is kept nowhere, so no other page could show it, and
 * an address would carry it into histories and logs. Who loads this page again is asked by the browser first.
 */
function newTokenPage(visit: MemberVisit, name: string, value: string): Response | Promise<Response> {
  const { t } = visit
  const body = html`<p role="status">${t('This is the value of “{name}”. Copy it now: it is shown here and never again.', { name })}</p>
    <p><code class="secret">${value}</code></p>
    <p>${t('A program sends it as a bearer token. Whoever has it can do what it is for, so keep it like a password.')}</p>
    <p class="ways"><a class="button" href="${pagePaths.account}#tokens">${t('I have copied it')}</a></p>`
  return answerPage(visit, { title: t('New token'), body, wide: 'middle' })
}

/** What scripts of this person may use instead of a login. */
export async function tokensSection(visit: MemberVisit, refused: Refused | undefined): Promise<Markup> {
  const { t, deps, member } = visit
  const tokens = (await listPersonalTokens(deps.db, member.account.id)).map(presentToken)
  const fault = refused?.path === revokeForm.path ? refused.fault : undefined
  return html`<section id="tokens" aria-labelledby="tokens-title">
    <h2 id="tokens-title">${t('Personal access tokens')}</h2>
    ${noticeOf(readNotice(visit, ['token-revoked']))} ${alertOf(fault)}
    <p>${t('For scripts that cannot log in. A token works until it expires or is revoked, and never more than you may yourself.')}</p>
    ${tokens.length === 0 ? '' : html`<ul class="entries">${tokens.map((token) => tokenEntry(visit, token))}</ul>`}
    ${foldOf(visit, tokenFold(visit), refused)}
  </section>`
}

function tokenEntry(visit: MemberVisit, entry: PersonalTokenEntry): Markup {
  const { t, language, c } = visit
  const [name, button] = [`token-${entry.id}`, `revoke-${entry.id}`]
  const isOver = entry.expires_at !== null && Date.parse(entry.expires_at) <= c.get('now')
  const until =
    entry.expires_at === null
      ? t('does not expire')
      : html`${isOver ? t('Expired') : t('Expires')} ${dateOf(entry.expires_at, language)}`
  return html`<li class="entry">
    <div>
      <strong id="${name}">${entry.name}</strong> ${isOver ? html`<span class="tag danger">${t('expired')}</span>` : ''}
      <p class="hint"><span>${entry.scopes.join(', ')}</span> <span>${until}</span></p>
      <p class="hint">
        <span>${t('Made on')} ${dateOf(entry.created_at, language)}</span>
        <span>${entry.last_used_at === null ? t('never used') : html`${t('Last used')} ${timeOf(entry.last_used_at, language)}`}</span>
      </p>
    </div>
    <form method="post" action="${tokensPath}/${entry.id}/revoke#tokens">
      ${proofOf(visit)}
      <button class="danger" id="${button}" aria-labelledby="${button} ${name}">${t('Revoke')}</button>
    </form>
  </li>`
}
