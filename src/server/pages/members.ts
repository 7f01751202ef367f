import { html } from 'hono/html'
import { type AccountStatus, accountStatuses, type MemberEntry, pagePaths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { pageOfMembers } from '../endpoints/members.ts'
import { createRouter, type RequestContext, type Router } from '../endpoints/router.ts'
import { selectOf } from './choice.ts'
import { fieldOf, noticeOf } from './form.ts'
import { answerPage, type Markup } from './layout.ts'
import { memberPath, stateOf } from './member-card.ts'
import { readNotice } from './notice.ts'
import { tableOf } from './table.ts'
import { dateOf, timeOf } from './time.ts'
import { forSuperuser, type MemberVisit, openVisit } from './visit.ts'

/** Few enough to be read, and to be there at once. */
const pageSize = 50

/** Everybody who has an account here, for superusers. */
export function membersPages(deps: Deps): Router {
  const router = createRouter()
  router.get(pagePaths.members, async (c) => forSuperuser(await openVisit(deps, c), listPage))
  return router
}

interface Search {
  q: string
  status: AccountStatus | undefined
  cursor: string | undefined
}

function readSearch(c: RequestContext): Search {
  // No address and no name has a NUL, and PostgreSQL takes none.
  const q = (c.req.query('q') ?? '').replaceAll('\0', '').trim()
  const status = accountStatuses.find((name) => name === c.req.query('status'))
  return { q, status, cursor: c.req.query('cursor') || undefined }
}

async function listPage(visit: MemberVisit): Promise<Response> {
  const { deps, c, t } = visit
  const search = readSearch(c)
  const { items, next_cursor } = await pageOfMembers(deps, c, { ...search, limit: pageSize })
  const body = html`${noticeOf(readNotice(visit))} ${searchForm(visit, search)}
    <p><a class="button" href="${pagePaths.members}/add">${t('Add a member')}</a></p>
    <section>
      ${items.length === 0 ? emptyText(visit, search) : memberTable(visit, items)}
    </section>
    <p class="ways">
      ${search.cursor === undefined ? '' : html`<a href="${listPath(search, undefined)}">${t('Back to the newest')}</a>`}
      ${next_cursor === null ? '' : html`<a rel="next" href="${listPath(search, next_cursor)}">${t('More')}</a>`}
    </p>`
  return answerPage(visit, { title: t('Members'), body, wide: true })
}

/** The same search, at another place of its list. */
function listPath({ q, status }: Search, cursor: string | undefined): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(status && { status }), ...(cursor && { cursor }) })
  return query.size === 0 ? pagePaths.members : `${pagePaths.members}?${query}`
}

/** By GET: a search changes nothing, and its address can be kept. */
function searchForm({ t }: MemberVisit, { q, status }: Search): Markup {
  const field = {
    name: 'q',
    label: t('Address or user name'),
    type: 'search',
    autocomplete: 'off',
    value: q,
    required: false,
  } as const
  const names: Record<AccountStatus, string> = {
    active: t('Active'),
    disabled: t('Disabled'),
    unverified: t('Unverified'),
    superuser: t('Superusers'),
  }
  const options = [['', t('All')] as const, ...accountStatuses.map((name) => [name, names[name]] as const)]
  return html`<form method="get" action="${pagePaths.members}" role="search" class="row">
    ${fieldOf(field, undefined)}
    ${selectOf({ name: 'status', label: t('State'), options, value: status ?? '' })}
    <button class="quiet">${t('Search')}</button>
  </form>`
}

function emptyText({ t }: MemberVisit, { cursor, q, status }: Search): Markup {
  if (cursor !== undefined) return html`<p>${t('There are no more.')}</p>`
  if (q !== '') return html`<p>${t('Nobody has that in the address or the user name.')}</p>`
  return status ? html`<p>${t('Nobody is in this state.')}</p>` : html`<p>${t('There are no members.')}</p>`
}

function memberTable(visit: MemberVisit, members: readonly MemberEntry[]): Markup {
  const { t, language } = visit
  const rows = members.map((member) => [
    html`<a href="${memberPath(member.id)}">${member.email}</a>${member.username === null ? '' : html`<br /><span class="quiet-text">${member.username}</span>`}`,
    stateOf(visit, member),
    html`${String(member.sessions)}`,
    timeOf(member.last_used_at, language),
    dateOf(member.created_at, language),
  ])
  const heads = [t('Member'), t('State'), t('Sessions'), t('Last used'), t('Since')]
  return tableOf({ name: t('Members'), heads, rows })
}
