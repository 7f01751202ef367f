import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { requireEmail } from '../endpoints/fields.ts'
import { registerFrom, resend, verify } from '../endpoints/registration.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import {
  alertOf,
  answerForm,
  type Fault,
  type Field,
  fieldOf,
  formOf,
  newPasswordField,
  noticeOf,
} from './form.ts'
import { answerPage, type Markup } from './layout.ts'
import { answerOutcome } from './outcome.ts'
import { dropPending, keepPending, readPending } from './pending.ts'
import { type Form, openVisit, readForm, type Visit } from './visit.ts'

/** Register → code → done. */
export function registerPages(deps: Deps): Router {
  const router = createRouter()

  router.get(pagePaths.register, async (c) => {
    const visit = await openVisit(deps, c)
    if (visit.member) return c.redirect(pagePaths.account, 303)
    return registerPage(visit, {})
  })

  router.post(pagePaths.register, async (c) => {
    const visit = await openVisit(deps, c)
    const form = await readForm(visit)
    return answerForm(
      visit,
      () => answerRegistration(visit, form),
      (fault) => registerPage(visit, form, fault),
    )
  })

  router.get(pagePaths.verify, async (c) => {
    const visit = await openVisit(deps, c)
    return verifyPage(visit, { email: readPending(visit)?.email ?? '' })
  })

  router.post(pagePaths.verify, async (c) => {
    const visit = await openVisit(deps, c)
    const form = await readForm(visit)
    return answerForm(
      visit,
      () => (form.action === 'resend' ? answerResend(visit, form) : answerCode(visit, form)),
      (fault) => verifyPage(visit, form, fault),
    )
  })

  return router
}

async function answerRegistration(visit: Visit, form: Form): Promise<Response> {
  const { deps, c } = visit
  const { email = '', new_password: password = '', username, invite } = form
  const input = { email, password, username: username || null, invite: invite || null }
  const registration = await registerFrom(deps, c, input)
  keepPending(visit, { email: registration.email, registrationId: registration.id })
  return c.redirect(pagePaths.verify, 303)
}

async function answerCode(visit: Visit, form: Form): Promise<Response> {
  const { deps, c } = visit
  const email = requireEmail(form.email ?? '')
  await verify(deps, c, { email, code: form.code ?? '', registrationId: registrationOf(visit, email) })
  dropPending(visit)
  return c.redirect(`${pagePaths.login}?done=verified`, 303)
}

async function answerResend(visit: Visit, form: Form): Promise<Response> {
  const { deps, c, t } = visit
  const email = requireEmail(form.email ?? '')
  await resend(deps, c, { email, registrationId: registrationOf(visit, email) })
  return await verifyPage(
    visit,
    { email },
    undefined,
    t('If something waits for this address, a new code is on its way.'),
  )
}

/** The registration that this browser started, if it is on this address. */
function registrationOf(visit: Visit, email: string): string | undefined {
  const pending = readPending(visit)
  return pending?.email === email ? pending.registrationId : undefined
}

function registerPage(visit: Visit, form: Form, fault?: Fault): Response | Promise<Response> {
  const { t, deps } = visit
  const mode = deps.config.registration
  if (mode === 'closed') {
    const text = t('This server takes no registrations; ask who runs it for an account.')
    return answerOutcome(visit, { title: t('Register'), text, status: 403 })
  }
  const invite = {
    name: 'invite',
    label: t('Invitation code'),
    autocomplete: 'one-time-code',
    value: form.invite ?? '',
    code: true,
  }
  const body = html`${alertOf(fault, ['email', 'username', 'new_password', 'invite'])}
    ${formOf(visit, {
      action: pagePaths.register,
      submit: t('Register'),
      body: [
        fieldOf(
          {
            name: 'email',
            label: t('E-mail address'),
            type: 'email',
            autocomplete: 'email',
            value: form.email ?? '',
          },
          fault,
        ),
        newPasswordField(visit, t('Password'), fault),
        fieldOf(
          {
            name: 'username',
            label: t('User name (optional)'),
            autocomplete: 'nickname',
            value: form.username ?? '',
            required: false,
          },
          fault,
        ),
        mode === 'invite' ? fieldOf(invite, fault) : optionalInvite(visit, invite, fault),
      ],
    })}
    <p class="ways"><a href="${pagePaths.login}">${t('Log in')}</a> <a href="${pagePaths.verify}">${t('I have a code')}</a></p>`
  return answerPage(visit, { title: t('Register'), body, ...(fault && { status: fault.status }) })
}

/** Where registration is open to all, an invitation still gives its role. */
function optionalInvite({ t }: Visit, invite: Field, fault: Fault | undefined): Markup {
  const isOpen = Boolean(invite.value) || fault?.field === 'invite'
  return html`<details ${isOpen ? html`open` : ''}>
    <summary>${t('I have an invitation')}</summary>
    ${fieldOf({ ...invite, required: false }, fault)}
  </details>`
}

function verifyPage(visit: Visit, form: Form, fault?: Fault, notice?: string): Response | Promise<Response> {
  const { t, deps } = visit
  const email = {
    name: 'email',
    label: t('E-mail address'),
    type: 'email',
    autocomplete: 'email',
    value: form.email ?? '',
  } as const
  const where =
    deps.config.smtpUrl === undefined
      ? t('This server sends no mail: ask who runs it for the code.')
      : t('A code is on its way to the address.')
  const body = html`${noticeOf(notice)} ${alertOf(fault, ['email', 'code'])}
    <p>${where}</p>
    ${formOf(visit, {
      action: pagePaths.verify,
      submit: t('Done'),
      body: [
        fieldOf(email, fault),
        fieldOf({ name: 'code', label: t('Code'), autocomplete: 'one-time-code', code: true }, fault),
      ],
    })}
    ${formOf(visit, {
      action: pagePaths.verify,
      submit: t('Send a new code'),
      tone: 'quiet',
      body: html`<input type="hidden" name="action" value="resend" /><input type="hidden" name="email" value="${form.email ?? ''}" />`,
    })}`
  return answerPage(visit, { title: t('Enter the code'), body, ...(fault && { status: fault.status }) })
}
