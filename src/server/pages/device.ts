import { html } from 'hono/html'
import { type DeviceLoginEntry, pagePaths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { findWaiting, presentDeviceLogin } from '../endpoints/device-approval.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { decideDeviceLogin } from '../grants/device-login.ts'
import { alertOf, answerForm, type Fault, fieldOf, formOf } from './form.ts'
import { proofOf } from './form-token.ts'
import { answerPage } from './layout.ts'
import { answerOutcome } from './outcome.ts'
import { timeOf } from './time.ts'
import { forMember, type MemberVisit, openVisit, readForm } from './visit.ts'

/** A code, then who asks, then yes or no. A link may bring the code; only a person's click on yes decides. */
export function devicePages(deps: Deps): Router {
  const router = createRouter()

  router.get(pagePaths.device, async (c) =>
    forMember(await openVisit(deps, c), (visit) => codePage(visit, c.req.query('user_code') ?? '')),
  )

  router.post(pagePaths.device, async (c) =>
    forMember(await openVisit(deps, c), async (visit) => {
      const { user_code: userCode = '', decision } = await readForm(visit)
      return answerForm(
        visit,
        () =>
          decision
            ? answerDecision(visit, userCode, decision === 'approve')
            : answerQuestion(visit, userCode),
        (fault) => codePage(visit, userCode, fault),
      )
    }),
  )

  return router
}

function codePage(visit: MemberVisit, userCode: string, fault?: Fault): Response | Promise<Response> {
  const { t } = visit
  const code = { name: 'user_code', label: t('Code'), autocomplete: 'off', value: userCode, code: true }
  const body = html`${alertOf(fault)}
    <p>${t('A device shows a code. Enter it here; next you see who asks.')}</p>
    ${formOf(visit, { action: pagePaths.device, submit: t('Next'), body: fieldOf(code, fault) })}`
  return answerPage(visit, { title: t('Log in a device'), body, ...(fault && { status: fault.status }) })
}

async function answerQuestion(visit: MemberVisit, userCode: string): Promise<Response> {
  const { deps, c, t, member } = visit
  const login = await findWaiting(deps, c, member.account.id, userCode)
  const shown = await presentDeviceLogin(deps, login, userCode)
  const body = html`<p>${t('Does this come from you? It will be logged in as {email}.', { email: member.account.email })}</p>
    ${describeLogin(visit, shown)}
    <form method="post" action="${pagePaths.device}" class="actions">
      ${proofOf(visit)}
      <input type="hidden" name="user_code" value="${shown.user_code}" />
      <button name="decision" value="approve">${t('Yes, log it in')}</button>
      <button name="decision" value="deny" class="quiet">${t('No')}</button>
    </form>`
  return answerPage(visit, { title: t('Who asks'), body })
}

function describeLogin({ t, language }: MemberVisit, shown: DeviceLoginEntry) {
  return html`<dl class="card">
    <dt>${t('Program')}</dt>
    <dd>${shown.client_name}</dd>
    <dt>${t('Device')}</dt>
    <dd>${shown.label ?? t('gave no name')}</dd>
    <dt>${t('Address')}</dt>
    <dd>${shown.address ?? t('unknown')}</dd>
    <dt>${t('Asked at')}</dt>
    <dd>${timeOf(shown.created_at, language)}</dd>
    <dt>${t('May use')}</dt>
    <dd>${shown.scopes.join(', ')}</dd>
  </dl>`
}

async function answerDecision(visit: MemberVisit, userCode: string, approve: boolean): Promise<Response> {
  const { deps, c, t, member } = visit
  const login = await findWaiting(deps, c, member.account.id, userCode)
  const decision = { accountId: member.account.id, approve, address: c.get('address') }
  const decided = await decideDeviceLogin(deps.db, login, decision, c.get('now'))
  const outcome = !decided
    ? { title: t('Nothing waits'), text: t('This login was decided somewhere else meanwhile.'), status: 404 }
    : approve
      ? { title: t('Logged in'), text: t('The device is logged in; you can close this page.') }
      : { title: t('Denied'), text: t('The device stays out; nothing was changed.') }
  return answerOutcome(visit, outcome)
}
