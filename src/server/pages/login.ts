import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { normalizePassword } from '../accounts/password-policy.ts'
import type { Deps } from '../deps.ts'
import { authenticate } from '../endpoints/login.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { logIn, logOut } from './browser-session.ts'
import { alertOf, answerForm, type Fault, fieldOf, formOf, noticeOf } from './form.ts'
import { renewVisitor } from './form-token.ts'
import { readKnownDevice } from './known-device.ts'
import { answerPage } from './layout.ts'
import { readNotice } from './notice.ts'
import { dropPending, readPending } from './pending.ts'
import { safeReturn } from './return-path.ts'
import { type Form, openVisit, readForm, type Visit } from './visit.ts'

/** In and out. */
export function loginPages(deps: Deps): Router {
  const router = createRouter()

  router.get(pagePaths.login, async (c) => {
    const visit = await openVisit(deps, c)
    const next = safeReturn(c.req.query('next'), pagePaths.account)
    if (visit.member) return c.redirect(next, 303)
    return loginPage(visit, { next, login: readPending(visit)?.email ?? '' })
  })

  router.post(pagePaths.login, async (c) => {
    const visit = await openVisit(deps, c)
    const next = safeReturn(c.req.query('next'), pagePaths.account)
    // Another tab was faster: its login stands, and the form of this one is from before it. Only then: who types a
    // password into a good form is logged in as who they say, whatever login was planted here meanwhile.
    const form = await readForm(visit).catch((error: unknown) => {
      if (visit.member) return undefined
      throw error
    })
    if (!form) return c.redirect(next, 303)
    return answerForm(
      visit,
      () => answerLogin(visit, form, next),
      (fault) => loginPage(visit, { next, login: form.login ?? '', fault }),
    )
  })

  router.post(pagePaths.logout, async (c) => {
    const visit = await openVisit(deps, c)
    // Where the session has ended already, a form of ours still takes its traces away; any other one does nothing.
    const form = await readForm(visit).catch((error: unknown) => {
      if (visit.member) throw error
      return undefined
    })
    if (!form) return c.redirect(pagePaths.login, 303)
    await logOut(deps, c)
    renewVisitor(deps, c)
    dropPending(visit)
    return c.redirect(`${pagePaths.login}?done=logged-out`, 303)
  })

  return router
}

async function answerLogin(visit: Visit, form: Form, next: string): Promise<Response> {
  const { deps, c } = visit
  const password = normalizePassword(form.password ?? '')
  const device = readKnownDevice(deps, c)
  const account = await authenticate(deps, c, { login: form.login ?? '', password, device })
  await logIn(deps, c, account)
  renewVisitor(deps, c)
  dropPending(visit)
  return c.redirect(next, 303)
}

function loginPage(
  visit: Visit,
  { next, login, fault }: { next: string; login: string; fault?: Fault },
): Response | Promise<Response> {
  const { t, c } = visit
  const waiting = fault?.code === 'email_not_verified'
  const body = html`${noticeOf(readNotice(visit))}
    ${c.req.query('ended') === '1' && !fault ? html`<p class="notice" role="status">${t('Your session has ended; log in again, and you go on where you were.')}</p>` : ''}
    ${alertOf(fault)}
    ${waiting ? html`<p><a href="${pagePaths.verify}">${t('Enter the code')}</a></p>` : ''}
    ${formOf(visit, {
      action: `${pagePaths.login}?${new URLSearchParams({ next })}`,
      submit: t('Log in'),
      body: [
        fieldOf(
          { name: 'login', label: t('Address or user name'), autocomplete: 'username', value: login },
          fault,
        ),
        fieldOf(
          { name: 'password', label: t('Password'), type: 'password', autocomplete: 'current-password' },
          fault,
        ),
      ],
    })}
    <p class="ways">
      <a href="${pagePaths.forgot}">${t('Forgot the password?')}</a>
      <a href="${pagePaths.register}">${t('Register')}</a>
    </p>`
  return answerPage(visit, { title: t('Log in'), body, ...(fault && { status: fault.status }) })
}
