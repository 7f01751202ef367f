import { html } from 'hono/html'
import { type MemberEntry, pagePaths } from '../../protocol/endpoints.ts'
import { presentMember } from '../accounts/member-list.ts'
import { pageOfMemberSessions, requireMember } from '../endpoints/members.ts'
import { removalPath } from './account-removal.ts'
import { alertOf, type Fault, formOf, noticeOf } from './form.ts'
import { answerPage, type Markup } from './layout.ts'
import { describeMember, memberPath } from './member-card.ts'
import { readNotice } from './notice.ts'
import { namePrograms, sessionItem } from './session-item.ts'
import type { MemberVisit } from './visit.ts'

const sessionsShown = 50

/** One account: what it is, where it is logged in, what can be done to it. Throws `not_found`. */
export async function memberPage(visit: MemberVisit, id: string, fault?: Fault): Promise<Response> {
  const { deps, c, t } = visit
  const member = presentMember(await requireMember(deps, c, id))
  const body = html`${fault ? alertOf(fault) : noticeOf(readNotice(visit))}
    <section>${describeMember(visit, member)}</section>
    <section>
      <h2>${t('Sessions')}</h2>
      ${await sessionsOf(visit, member)}
    </section>
    <section>
      <h2>${t('Changes')}</h2>
      <ul class="entries">${changesOf(visit, member)}</ul>
    </section>
    <p class="ways"><a href="${pagePaths.members}">${t('Back to the members')}</a></p>`
  return answerPage(visit, {
    title: member.email,
    body,
    wide: 'middle',
    ...(fault && { status: fault.status }),
  })
}

async function sessionsOf(visit: MemberVisit, { id }: MemberEntry): Promise<Markup> {
  const { deps, c, t, member: own } = visit
  const query = { cursor: c.req.query('cursor') || undefined, limit: sessionsShown }
  const page = await pageOfMemberSessions(deps, c, id, { ...query, currentId: own.session.id })
  if (page.items.length === 0) return html`<p>${t('Logged in nowhere.')}</p>`
  const programs = await namePrograms(visit, page.items)
  const next = page.next_cursor && `${memberPath(id)}?${new URLSearchParams({ cursor: page.next_cursor })}`
  return html`<ul class="entries">
      ${page.items.map((entry) =>
        sessionItem(visit, entry, {
          programs,
          action: memberPath(id, 'end-session'),
          verb: t('End'),
        }),
      )}
    </ul>
    ${next ? html`<p class="ways"><a rel="next" href="${next}">${t('More')}</a></p>` : ''}
    ${formOf(visit, { action: memberPath(id, 'end-sessions'), body: html``, submit: t('End all sessions'), tone: 'danger' })}`
}

/** Each with what it does. What ends in a question is asked on a page of its own. */
function changesOf(visit: MemberVisit, { id, is_active, is_superuser }: MemberEntry): Markup[] {
  const { t } = visit
  const isOwn = visit.member.account.id === id
  const one = (
    change: string,
    text: string,
    button: string,
    tone: 'quiet' | 'danger' = 'quiet',
  ) => html`<li class="entry">
    <span>${text}</span>
    ${
      needsQuestion(change, isOwn)
        ? html`<a class="button ${tone}" href="${isOwn && change === 'delete' ? removalPath : memberPath(id, change)}">${button}</a>`
        : formOf(visit, { action: memberPath(id, change), body: html``, submit: button, tone })
    }
  </li>`
  return [
    one(
      'reset',
      t('Its owner gets a code for a new password; until it is used the old one stays.'),
      t('Send a code'),
    ),
    is_superuser
      ? one('demote', t('It is a superuser: it may change accounts and invite.'), t('Take its rights'))
      : one('promote', t('As a superuser it may change accounts and invite.'), t('Make it a superuser')),
    is_active
      ? one(
          'disable',
          t('It is logged out everywhere at once, and gets in no more until it is enabled.'),
          t('Disable'),
          'danger',
        )
      : one('enable', t('Nobody can log in with it now.'), t('Enable')),
    one('delete', t('It is gone for good, with all that hangs on it.'), t('Delete'), 'danger'),
  ]
}

/** What cannot be undone, or not by who does it. */
export function needsQuestion(change: string, isOwn: boolean): boolean {
  return change === 'delete' || (isOwn && (change === 'demote' || change === 'disable'))
}
