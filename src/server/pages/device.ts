import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { type Account, findAccount } from '../accounts/account.ts'
import { normalizePassword } from '../accounts/password-policy.ts'
import type { Deps } from '../deps.ts'
import { decide, findWaiting, presentDeviceLogin } from '../endpoints/device-approval.ts'
import { authenticate } from '../endpoints/login.ts'
import { createRouter, type RequestContext, type Router } from '../endpoints/router.ts'
import { findDeviceLogin } from '../grants/device-login.ts'
import { answerPage, type Markup, style } from './layout.ts'

/** How long the question may stand on the screen, in ms. */
const ticketLifetime = 5 * 60 * 1000

/**
 * Two steps without a cookie: code and password, then who asks, with yes and no. What the second form carries is sealed
 * by this server and names the person and the login, so no other site can make a browser say yes.
 */
export function devicePages(deps: Deps): Router {
  const router = createRouter()
  router.get(pagePaths.style, (c) => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  router.get(pagePaths.device, (c) =>
    answerPage(c, { title, body: codeForm(c.req.query('user_code') ?? '') }),
  )
  router.post(pagePaths.device, async (c) => {
    // What is no form at all is an empty one.
    const form: Form = await c.req.parseBody().catch(() => ({}))
    try {
      return await (typeof form.ticket === 'string'
        ? answerDecision(deps, c, form)
        : answerQuestion(deps, c, form))
    } catch (error) {
      if (!(error instanceof ProtocolError) || error.status >= 500) throw error
      if (error.retryAfter !== undefined) c.header('Retry-After', String(error.retryAfter))
      const status = error.status === 429 || error.status === 403 || error.status === 404 ? error.status : 401
      return answerPage(c, { title, body: codeForm(readField(form, 'user_code'), error.message), status })
    }
  })
  return router
}

const title = 'Log in a device'

type Form = Record<string, unknown>

function codeForm(userCode: string, fault?: string): Markup {
  return html`${fault === undefined ? '' : html`<p role="alert">${fault}</p>`}
    <p>A device shows a code. Enter it here with your own address and password; next you see who asks.</p>
    <form method="post" action="${pagePaths.device}">
      <label for="user_code">Code</label>
      <input id="user_code" name="user_code" value="${userCode}" required autocomplete="off" autocapitalize="characters" spellcheck="false" />
      <label for="login">Address or user name</label>
      <input id="login" name="login" required autocomplete="username" />
      <label for="password">Password</label>
      <input id="password" name="password" type="password" required autocomplete="current-password" />
      <button>Next</button>
    </form>`
}

interface Ticket {
  accountId: string
  /** Digest of the password's hash: with a new password no old ticket is good for anything. */
  password: string
  userCode: string
  expiresAt: number
}

async function answerQuestion(deps: Deps, c: RequestContext, form: Form) {
  const password = normalizePassword(readField(form, 'password'))
  const { id } = await authenticate(deps, c, { login: readField(form, 'login'), password })
  const account = await requireActive(deps, id) // the login itself may have renewed the hash
  const userCode = readField(form, 'user_code')
  const login = await findWaiting(deps, c, account.id, userCode)
  const shown = await presentDeviceLogin(deps, login, userCode)
  const ticket: Ticket = {
    accountId: account.id,
    password: deps.secret.digest('device page', account.password_hash),
    userCode,
    expiresAt: c.get('now') + ticketLifetime,
  }
  const sealed = deps.secret.seal('device page', JSON.stringify(ticket))
  const body = html`<p>Does this come from you? It will be logged in as <strong>${account.email}</strong>.</p>
    <dl>
      <dt>Program</dt>
      <dd>${shown.client_name}</dd>
      <dt>Device</dt>
      <dd>${shown.label ?? 'gave no name'}</dd>
      <dt>Address</dt>
      <dd>${shown.address ?? 'unknown'}</dd>
      <dt>Asked at</dt>
      <dd>${shown.created_at}</dd>
      <dt>May use</dt>
      <dd>${shown.scopes.join(', ')}</dd>
    </dl>
    <form method="post" action="${pagePaths.device}">
      <input type="hidden" name="ticket" value="${sealed}" />
      <button name="decision" value="approve">Yes, log it in</button>
      <button name="decision" value="deny">No</button>
    </form>`
  return answerPage(c, { title: 'Who asks', body })
}

async function answerDecision(deps: Deps, c: RequestContext, form: Form) {
  const now = c.get('now')
  const ticket = await readTicket(deps, readField(form, 'ticket'), now)
  const login = ticket && (await findDeviceLogin(deps.db, deps.secret, ticket.userCode, now))
  const approve = form.decision === 'approve'
  const decided = login && (await decide(deps, c, login, { accountId: ticket.accountId, approve }))
  if (!decided) throw new ProtocolError('not_found', 'No login waits under this code any more; start again.')
  const said = approve
    ? 'The device is logged in; you can close this page.'
    : 'The device stays out; nothing was changed.'
  return answerPage(c, { title: approve ? 'Logged in' : 'Denied', body: html`<p>${said}</p>` })
}

/** Undefined where it was not made here, is too old, or its person could not log in with that password any more. */
async function readTicket(deps: Deps, sealed: string, now: number): Promise<Ticket | undefined> {
  const { db, secret } = deps
  const opened = secret.open('device page', sealed)
  const ticket = opened === undefined ? undefined : (JSON.parse(opened) as Ticket)
  if (!ticket || ticket.expiresAt <= now) return undefined
  const account = await findAccount(db, ticket.accountId)
  const stands = account?.disabled_at === null
  return stands && secret.matches('device page', account.password_hash, ticket.password) ? ticket : undefined
}

async function requireActive({ db }: Deps, id: string): Promise<Account> {
  const account = await findAccount(db, id)
  if (account?.disabled_at === null) return account
  throw new ProtocolError('account_disabled', 'This account is disabled; ask who runs the server.')
}

function readField(form: Form, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value : ''
}
