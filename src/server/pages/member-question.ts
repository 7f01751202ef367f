import { html } from 'hono/html'
import { presentMember } from '../accounts/member-list.ts'
import { requireMember } from '../endpoints/members.ts'
import { formOf } from './form.ts'
import { answerPage } from './layout.ts'
import { describeMember, memberPath } from './member-card.ts'
import type { MemberVisit } from './visit.ts'

/** Whom it is about and what it does, before it is done. Throws `not_found`. */
export async function questionPage(visit: MemberVisit, id: string, change: string): Promise<Response> {
  const { deps, c, t } = visit
  const member = presentMember(await requireMember(deps, c, id))
  const { title, text, submit } = questionOf(visit, change)
  const form = formOf(visit, {
    action: memberPath(id, change),
    body: html`<p>${text}</p>
      ${describeMember(visit, member)}
      <input type="hidden" name="sure" value="yes" />`,
    submit,
    tone: 'danger',
  })
  const body = html`${form}
    <p class="ways"><a href="${memberPath(id)}">${t('No, back')}</a></p>`
  return answerPage(visit, { title, body })
}

function questionOf({ t }: MemberVisit, change: string) {
  if (change === 'disable') {
    return {
      title: t('Disable your own account?'),
      text: t('You are logged out everywhere at once; only another superuser can enable the account.'),
      submit: t('Disable it'),
    }
  }
  if (change === 'demote') {
    return {
      title: t('Give up your own rights?'),
      text: t(
        'Members and invitations are closed to you then; only another superuser can give the rights back.',
      ),
      submit: t('Give them up'),
    }
  }
  return {
    title: t('Delete this account?'),
    text: t('Its sessions end at once. This cannot be undone.'),
    submit: t('Delete for good'),
  }
}
