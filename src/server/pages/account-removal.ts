import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { withdraw } from '../endpoints/me.ts'
import type { AccountForm } from './account-form.ts'
import { forgetLogin } from './browser-session.ts'
import { alertOf, type Fault, fieldOf, formOf, usernameOf } from './form.ts'
import { renewVisitor } from './form-token.ts'
import { answerPage } from './layout.ts'
import { answerOutcome } from './outcome.ts'
import { dropPending } from './pending.ts'
import type { MemberVisit } from './visit.ts'

export const removalPath = `${pagePaths.account}/delete`

export const removalForm: AccountForm = {
  path: removalPath,
  answer: async (visit, form) => {
    const { deps, c, t, member } = visit
    await withdraw(deps, c, member.account, form.password ?? '')
    forgetLogin(deps, c)
    dropPending(visit)
    // Its sessions are gone with it, so this is a stranger's page already.
    const stranger = { ...visit, member: undefined, formToken: renewVisitor(deps, c) }
    return answerOutcome(stranger, {
      title: t('Account deleted'),
      text: t('Your account is gone, and every device is logged out.'),
    })
  },
  again: (visit, fault) => removalPage(visit, fault),
}

/** Says what goes, and asks for the password. */
export function removalPage(visit: MemberVisit, fault?: Fault): Response | Promise<Response> {
  const { t, member } = visit
  const { email } = member.account
  const password = {
    name: 'password',
    label: t('Your password'),
    type: 'password',
    autocomplete: 'current-password',
  } as const
  const form = {
    action: removalPath,
    submit: t('Delete the account for good'),
    tone: 'danger',
    body: [usernameOf(email), fieldOf(password, fault)],
  } as const
  const body = html`${alertOf(fault, ['password'])}
    <p>${t('The account {email} goes for good, with its tokens and every login. Nobody can bring it back.', { email })}</p>
    ${formOf(visit, { ...form, body: [...form.body] })}
    <p class="ways"><a href="${pagePaths.account}">${t('Keep the account')}</a></p>`
  return answerPage(visit, { title: t('Delete your account'), body, ...(fault && { status: fault.status }) })
}
