import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { confirmForm, confirmPage, emailForm, emailPath } from './account-email.ts'
import type { AccountForm, Refused } from './account-form.ts'
import { passwordForm } from './account-password.ts'
import { nameForm, profileSection } from './account-profile.ts'
import { removalForm, removalPage, removalPath } from './account-removal.ts'
import { devicesSection, othersForm, sessionForm } from './account-sessions.ts'
import { makeTokenForm, revokeForm, tokensSection } from './account-tokens.ts'
import { answerForm } from './form.ts'
import { answerPage } from './layout.ts'
import { forMember, type MemberVisit, openVisit, readForm } from './visit.ts'

const forms: readonly AccountForm[] = [
  nameForm,
  emailForm,
  confirmForm,
  passwordForm,
  sessionForm,
  othersForm,
  makeTokenForm,
  revokeForm,
  removalForm,
]

/** What belongs to a member: one page, and the two steps that ask again. */
export function accountPages(deps: Deps): Router {
  const router = createRouter()
  router.get(pagePaths.account, async (c) => forMember(await openVisit(deps, c), accountPage))
  router.get(emailPath, async (c) => forMember(await openVisit(deps, c), (visit) => confirmPage(visit)))
  router.get(removalPath, async (c) => forMember(await openVisit(deps, c), (visit) => removalPage(visit)))

  for (const form of forms) {
    router.post(form.path, async (c) =>
      forMember(await openVisit(deps, c), (visit) => answerAccountForm(visit, form)),
    )
    // A refused form is shown at its own address, where a person may press Enter or come back to after a login.
    if (form.path !== emailPath && form.path !== removalPath)
      router.get(form.path, (c) => c.redirect(form === confirmForm ? emailPath : pagePaths.account, 303))
  }

  return router
}

async function answerAccountForm(
  visit: MemberVisit,
  { path, answer, again }: AccountForm,
): Promise<Response> {
  const form = await readForm(visit)
  return answerForm(
    visit,
    () => answer(visit, form),
    (fault) => (again ? again(visit, fault) : accountPage(visit, { path, form, fault })),
  )
}

async function accountPage(visit: MemberVisit, refused?: Refused): Promise<Response> {
  const { t } = visit
  const devices = await devicesSection(visit, refused)
  const tokens = await tokensSection(visit, refused)
  const body = html`<nav class="on-page" aria-label="${t('On this page')}">
      <a href="#profile">${t('Profile')}</a>
      <a href="#devices">${t('Logged-in devices')}</a>
      <a href="#tokens">${t('Personal access tokens')}</a>
    </nav>
    ${profileSection(visit, refused)} ${devices} ${tokens}
    <p class="ways"><a href="${removalPath}">${t('Delete your account')}</a></p>`
  const status = refused && { status: refused.fault.status }
  return answerPage(visit, { title: t('Account'), body, wide: 'middle', ...status })
}
