import { html } from 'hono/html'
import { type NewInviteAnswer, pagePaths } from '../../protocol/endpoints.ts'
import { answerPage, type Markup } from './layout.ts'
import { timeOf } from './time.ts'
import type { MemberVisit } from './visit.ts'

/**
 * The code, for the only time. The answer to the form itself and no redirect: what a redirect could carry it in, the
 * address or a cookie, is kept by browsers and logs for longer than it is looked at.
 */
export function codePage(visit: MemberVisit, invite: NewInviteAnswer): Response | Promise<Response> {
  const { t, language } = visit
  const until = html`<dt>${t('Until')}</dt>
    <dd>${timeOf(invite.expires_at, language)}</dd>`
  const body = html`<p class="notice" role="status">${t('This code is shown once: keep it now.')}</p>
    <section>
      <h2>${t('Code')}</h2>
      <p><code class="secret">${invite.code}</code></p>
      <dl>
        <dt>${t('For')}</dt>
        <dd>${invite.email ?? t('anybody')}</dd>
        <dt>${t('Becomes')}</dt>
        <dd>${invite.role === 'superuser' ? t('Superuser') : t('Member')}</dd>
        ${until}
      </dl>
    </section>
    <section>
      <h2>${t('How it is used')}</h2>
      ${usage(visit, invite)}
    </section>
    <p class="ways"><a href="${pagePaths.invites}">${t('Back to the invitations')}</a></p>`
  return answerPage(visit, { title: t('A new invitation'), body, wide: 'middle' })
}

function usage({ deps, t }: MemberVisit, { code, email }: NewInviteAnswer): Markup {
  const { registration, issuer, smtpUrl } = deps.config
  if (registration === 'closed')
    return html`<p>${t('This server takes no registrations, with a code or without.')}</p>`
  const page = new URL(pagePaths.register, issuer).href
  return html`${email === null || smtpUrl === undefined ? '' : html`<p>${t('A letter with the code is on its way to {email}.', { email })}</p>`}
    <p>${t('In a browser, on this page:')} <a href="${page}">${page}</a></p>
    <p>${t('In a terminal:')}</p>
    <p><code class="secret">auth register --server ${issuer} --invite ${code}</code></p>`
}
