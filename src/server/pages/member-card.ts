import { html } from 'hono/html'
import { type MemberEntry, pagePaths } from '../../protocol/endpoints.ts'
import type { Markup } from './layout.ts'
import { timeOf } from './time.ts'
import type { Visit } from './visit.ts'

/** Where the page of an account is; its changes are below it. */
export function memberPath(id: string, change?: string): string {
  const path = `${pagePaths.members}/${encodeURIComponent(id)}`
  return change === undefined ? path : `${path}/${change}`
}

/** How an account stands, in a word or two. */
export function stateOf({ t }: Visit, member: MemberEntry): Markup {
  const isPlain = member.is_active && member.is_verified
  return html`<span class="tags">
    ${member.is_active ? '' : html`<span class="tag danger">${t('disabled')}</span>`}
    ${member.is_verified ? '' : html`<span class="tag">${t('unverified')}</span>`}
    ${isPlain ? html`<span class="tag">${t('active')}</span>` : ''}
    ${member.is_superuser ? html`<span class="tag strong">${t('superuser')}</span>` : ''}
  </span>`
}

/** Everything that there is to say of an account. */
export function describeMember(visit: Visit, member: MemberEntry): Markup {
  const { t, language } = visit
  return html`<dl>
    <dt>${t('E-mail address')}</dt>
    <dd>${member.email}</dd>
    <dt>${t('User name')}</dt>
    <dd>${member.username ?? t('none')}</dd>
    <dt>${t('State')}</dt>
    <dd>${stateOf(visit, member)}</dd>
    <dt>${t('Since')}</dt>
    <dd>${timeOf(member.created_at, language)}</dd>
    <dt>${t('Sessions')}</dt>
    <dd>${String(member.sessions)}</dd>
    <dt>${t('Last used')}</dt>
    <dd>${member.last_used_at === null ? t('not in use') : timeOf(member.last_used_at, language)}</dd>
    <dt>${t('Id')}</dt>
    <dd><code>${member.id}</code></dd>
  </dl>`
}
