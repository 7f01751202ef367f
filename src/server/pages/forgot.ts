import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { requireEmail } from '../endpoints/fields.ts'
import { requestReset, resetPassword } from '../endpoints/password.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { alertOf, answerForm, type Fault, fieldOf, formOf, newPasswordField } from './form.ts'
import { keepKnownDevice } from './known-device.ts'
import { answerPage } from './layout.ts'
import { dropPending, keepPending, readPending } from './pending.ts'
import { type Form, openVisit, readForm, type Visit } from './visit.ts'

const codePath = `${pagePaths.forgot}/code`

/** Forgot → code → new password. */
export function forgotPages(deps: Deps): Router {
  const router = createRouter()

  router.get(pagePaths.forgot, async (c) => {
    const visit = await openVisit(deps, c)
    return forgotPage(visit, { email: visit.member?.account.email ?? '' })
  })

  router.post(pagePaths.forgot, async (c) => {
    const visit = await openVisit(deps, c)
    const form = await readForm(visit)
    return answerForm(
      visit,
      async () => {
        await requestReset(deps, c, form.email ?? '')
        keepPending(visit, { email: requireEmail(form.email ?? '') })
        return c.redirect(codePath, 303)
      },
      (fault) => forgotPage(visit, form, fault),
    )
  })

  router.get(codePath, async (c) => {
    const visit = await openVisit(deps, c)
    return codePage(visit, { email: readPending(visit)?.email ?? '' })
  })

  router.post(codePath, async (c) => {
    const visit = await openVisit(deps, c)
    const { email = '', code = '', new_password: fresh = '' } = await readForm(visit)
    return answerForm(
      visit,
      async () => {
        keepKnownDevice(deps, c, await resetPassword(deps, c, { email, code, fresh }))
        dropPending(visit)
        return c.redirect(`${pagePaths.login}?done=password-reset`, 303)
      },
      // A weak password must not cost the code, which is still good then.
      (fault) => codePage(visit, { email, ...(fault.field === 'new_password' && { code }) }, fault),
    )
  })

  return router
}

function forgotPage(visit: Visit, form: Form, fault?: Fault): Response | Promise<Response> {
  const { t } = visit
  const email = {
    name: 'email',
    label: t('E-mail address'),
    type: 'email',
    autocomplete: 'email',
    value: form.email ?? '',
  } as const
  const body = html`${alertOf(fault, ['email'])}
    <p>${t('If an account has this address, a code for a new password goes to it. The old password stays until then.')}</p>
    ${formOf(visit, { action: pagePaths.forgot, submit: t('Send a code'), body: fieldOf(email, fault) })}
    <p class="ways"><a href="${codePath}">${t('I have a code')}</a> <a href="${pagePaths.login}">${t('Log in')}</a></p>`
  return answerPage(visit, { title: t('Forgot the password?'), body, ...(fault && { status: fault.status }) })
}

function codePage(visit: Visit, form: Form, fault?: Fault): Response | Promise<Response> {
  const { t, deps } = visit
  const body = html`${alertOf(fault, ['email', 'code', 'new_password'])}
    <p>${deps.config.smtpUrl === undefined ? t('This server sends no mail: ask who runs it for the code.') : t('If an account has this address, a code is on its way to it.')}</p>
    ${formOf(visit, {
      action: codePath,
      submit: t('Set the password'),
      body: [
        fieldOf(
          {
            name: 'email',
            label: t('E-mail address'),
            type: 'email',
            autocomplete: 'username',
            value: form.email ?? '',
          },
          fault,
        ),
        fieldOf(
          {
            name: 'code',
            label: t('Code'),
            autocomplete: 'one-time-code',
            value: form.code ?? '',
            code: true,
          },
          fault,
        ),
        newPasswordField(visit, t('New password'), fault),
      ],
    })}
    <p class="hint">${t('Every device is logged out by it.')}</p>`
  return answerPage(visit, { title: t('New password'), body, ...(fault && { status: fault.status }) })
}
