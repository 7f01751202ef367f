import { html } from 'hono/html'
import { type InviteEntry, inviteRoles, type Page, pagePaths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import { inviteSomebody, pageOfInvites, takeBackInvite } from '../endpoints/admin-invites.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { idParams } from '../endpoints/schemas.ts'
import { selectOf } from './choice.ts'
import { alertOf, answerForm, type Fault, fieldOf, formOf, noticeOf } from './form.ts'
import { proofOf } from './form-token.ts'
import { codePage } from './invite-code.ts'
import { answerPage, type Markup } from './layout.ts'
import { readNotice } from './notice.ts'
import { timeOf } from './time.ts'
import { type Form, forSuperuser, type MemberVisit, openVisit, readForm } from './visit.ts'

const revokePath = `${pagePaths.invites}/revoke`
const pageSize = 50

/** Codes that let somebody register, for superusers. */
export function invitesPages(deps: Deps): Router {
  const router = createRouter()
  router.get(pagePaths.invites, async (c) =>
    forSuperuser(await openVisit(deps, c), (visit) => invitesPage(visit, {})),
  )
  router.post(pagePaths.invites, async (c) => forSuperuser(await openVisit(deps, c), answerInvitation))
  // A reload of a refusal, or a change of the language on it, finds the list again.
  router.get(revokePath, (c) => c.redirect(pagePaths.invites, 303))
  router.post(revokePath, async (c) => forSuperuser(await openVisit(deps, c), answerRevocation))
  return router
}

/** Whole days. */
const lives = ['1', '7', '30'] as const

async function answerInvitation(visit: MemberVisit): Promise<Response> {
  const { deps, c, member } = visit
  const form = await readForm(visit)
  const role = inviteRoles.find((name) => name === form.role) ?? 'member'
  const days = Number(lives.find((life) => life === form.days) ?? '7')
  const expires_at = new Date(c.get('now') + days * 24 * 60 * 60 * 1000).toISOString()
  return answerForm(
    visit,
    async () =>
      codePage(
        visit,
        await inviteSomebody(deps, c, member.account, { email: form.email || null, role, expires_at }),
      ),
    (fault) => invitesPage(visit, form, fault),
  )
}

async function answerRevocation(visit: MemberVisit): Promise<Response> {
  const { deps, c, member } = visit
  const { invite = '' } = await readForm(visit)
  return answerForm(
    visit,
    async () => {
      // Nothing else can be an id, and no store takes every character.
      if (!idParams.shape.id.safeParse(invite).success)
        throw new ProtocolError('not_found', 'There is no such invitation.')
      await takeBackInvite(deps, c, member.account, invite)
      return c.redirect(`${pagePaths.invites}?done=invite-revoked`, 303)
    },
    (fault) => invitesPage(visit, {}, fault),
  )
}

async function invitesPage(visit: MemberVisit, form: Form, fault?: Fault): Promise<Response> {
  const { deps, c, t } = visit
  const cursor = c.req.query('cursor') || undefined
  const invites = await pageOfInvites(deps, c, { cursor, limit: pageSize })
  const next =
    invites.next_cursor && `${pagePaths.invites}?${new URLSearchParams({ cursor: invites.next_cursor })}`
  const body = html`${fault ? alertOf(fault, ['email']) : noticeOf(readNotice(visit))}
    <section>
      <h2>${t('Invite somebody')}</h2>
      ${inviteForm(visit, form, fault)}
    </section>
    <section>
      <h2>${t('Made so far')}</h2>
      ${invitesOf(visit, invites)}
    </section>
    <p class="ways">
      ${cursor === undefined ? '' : html`<a href="${pagePaths.invites}">${t('Back to the newest')}</a>`}
      ${next ? html`<a rel="next" href="${next}">${t('More')}</a>` : ''}
    </p>`
  return answerPage(visit, {
    title: t('Invitations'),
    body,
    wide: 'middle',
    ...(fault && { status: fault.status }),
  })
}

function inviteForm(visit: MemberVisit, form: Form, fault: Fault | undefined): Markup {
  const { t, deps } = visit
  const email = {
    name: 'email',
    label: t('E-mail address (optional)'),
    type: 'email',
    autocomplete: 'off',
    value: form.email ?? '',
    hint:
      deps.config.smtpUrl === undefined
        ? t('With one, only this address may use the code.')
        : t('With one, only this address may use the code, and a letter takes it there.'),
    required: false,
  } as const
  const roles = { member: t('Member'), superuser: t('Superuser') }
  const days = { '1': t('1 day'), '7': t('7 days'), '30': t('30 days') }
  const role = inviteRoles.map((name) => [name, roles[name]] as const)
  const life = lives.map((name) => [name, days[name]] as const)
  return formOf(visit, {
    action: pagePaths.invites,
    submit: t('Make a code'),
    body: [
      fieldOf(email, fault),
      html`<div class="row">
        ${selectOf({ name: 'role', label: t('Becomes'), options: role, value: form.role ?? 'member' })}
        ${selectOf({ name: 'days', label: t('Good for'), options: life, value: form.days ?? '7' })}
      </div>`,
    ],
  })
}

function invitesOf(visit: MemberVisit, { items }: Page<InviteEntry>): Markup {
  if (items.length === 0) return html`<p>${visit.t('There are no invitations.')}</p>`
  return html`<ul class="entries">${items.map((invite) => inviteEntry(visit, invite))}</ul>`
}

function inviteEntry(visit: MemberVisit, invite: InviteEntry): Markup {
  const { t, language } = visit
  const [name, button] = [`invite-${invite.id}`, `revoke-${invite.id}`]
  const states = { open: t('open'), used: t('used'), expired: t('expired') }
  return html`<li class="entry">
    <div>
      <strong id="${name}">${invite.email ?? t('anybody')}</strong>
      <span class="tag">${states[invite.state]}</span>
      ${invite.role === 'superuser' ? html`<span class="tag strong">${t('superuser')}</span>` : ''}
      <p class="hint">
        <span>${t('Made')} ${timeOf(invite.created_at, language)}</span>
        <span>${t('Until')} ${timeOf(invite.expires_at, language)}</span>
      </p>
    </div>
    ${
      invite.state === 'used'
        ? ''
        : html`<form method="post" action="${revokePath}">
            ${proofOf(visit)}
            <input type="hidden" name="invite" value="${invite.id}" />
            <button class="quiet" id="${button}" aria-labelledby="${button} ${name}">${t('Revoke')}</button>
          </form>`
    }
  </li>`
}
