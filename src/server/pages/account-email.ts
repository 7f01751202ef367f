import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { confirmEmailChange, requestEmailChange } from '../endpoints/email.ts'
import { requireEmail } from '../endpoints/fields.ts'
import { type AccountForm, type Fold, returnTo } from './account-form.ts'
import { alertOf, type Fault, fieldOf, formOf, usernameOf } from './form.ts'
import { answerPage } from './layout.ts'
import { dropPending, keepPending, readPending } from './pending.ts'
import type { MemberVisit } from './visit.ts'

export const emailPath = `${pagePaths.account}/email`
const confirmPath = `${emailPath}/confirm`

export const emailForm: AccountForm = {
  path: emailPath,
  answer: async (visit, form) => {
    const { deps, c, member } = visit
    const { email = '', password = '' } = form
    await requestEmailChange(deps, c, member.account, { email, password })
    keepPending(visit, { email: requireEmail(email) })
    return c.redirect(emailPath, 303)
  },
}

export const confirmForm: AccountForm = {
  path: confirmPath,
  answer: async (visit, form) => {
    await confirmEmailChange(visit.deps, visit.c, visit.member.account, form.code ?? '')
    dropPending(visit)
    return returnTo(visit, 'profile', 'email-changed')
  },
  again: (visit, fault) => confirmPage(visit, fault),
}

export function emailFold({ t, member }: MemberVisit): Fold {
  return {
    path: emailPath,
    title: t('Change the address'),
    fields: ['email', 'password'],
    submit: t('Send a code'),
    body: (form, fault) => [
      html`<p>${t('A code goes to the new address; the old one stays until you have entered it.')}</p>`,
      usernameOf(member.account.email),
      fieldOf(
        {
          name: 'email',
          label: t('New address'),
          type: 'email',
          autocomplete: 'email',
          value: form.email ?? '',
        },
        fault,
        'address-',
      ),
      fieldOf(
        {
          name: 'password',
          label: t('Your password'),
          type: 'password',
          autocomplete: 'current-password',
        },
        fault,
        'address-',
      ),
    ],
  }
}

/** Where the code of the letter is entered. */
export function confirmPage(visit: MemberVisit, fault?: Fault): Response | Promise<Response> {
  const { t, deps } = visit
  const email = readPending(visit)?.email
  const where =
    email === undefined
      ? t('A code is on its way to the new address.')
      : t('A code is on its way to {email}.', { email })
  const field = { name: 'code', label: t('Code'), autocomplete: 'one-time-code', code: true }
  const body = html`${alertOf(fault, ['code'])}
    <p>${deps.config.smtpUrl === undefined ? t('This server sends no mail: ask who runs it for the code.') : where}</p>
    ${formOf(visit, { action: confirmPath, submit: t('Change the address'), body: fieldOf(field, fault) })}
    <p class="ways"><a href="${pagePaths.account}">${t('Back to your account')}</a></p>`
  return answerPage(visit, { title: t('Enter the code'), body, ...(fault && { status: fault.status }) })
}
