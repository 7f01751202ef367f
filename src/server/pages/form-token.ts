import { randomBytes } from 'node:crypto'
import { html } from 'hono/html'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../endpoints/router.ts'
import { readCookie, writeCookie } from './cookie.ts'
import type { Markup } from './layout.ts'
import type { Visit } from './visit.ts'

/**
 * Every form carries a token bound to a random cookie of the browser that it was made for, so that no other site can send
 * one in its name, the login form included. Both are new after each login and logout.
 */

/** The token for the forms of this page; gives the browser its cookie where it has none. */
export function issueFormToken(deps: Deps, c: RequestContext): string {
  const visitor = readCookie(c, deps.config, 'visitor')
  return visitor && /^[\w-]{22}$/.test(visitor) ? sign(deps, visitor) : renewVisitor(deps, c)
}

/** What was planted in a browser before a login is worth nothing after it (session fixation). */
export function renewVisitor(deps: Deps, c: RequestContext): string {
  const visitor = randomBytes(16).toString('base64url')
  writeCookie(c, deps.config, 'visitor', { value: visitor })
  return sign(deps, visitor)
}

/** What proves that a form is ours, which is in every form. */
export function proofOf({ formToken }: Pick<Visit, 'formToken'>): Markup {
  return html`<input type="hidden" name="form_token" value="${formToken}" />`
}

/** Whether a form was made by this server for this browser, and sent from one of our own pages. */
export function isOwnForm(deps: Deps, c: RequestContext, token: unknown): boolean {
  const visitor = readCookie(c, deps.config, 'visitor')
  if (visitor === undefined || typeof token !== 'string' || !isFromHere(deps, c)) return false
  return deps.secret.matches(purpose, visitor, token)
}

const purpose = 'form token'

function sign({ secret }: Deps, visitor: string): string {
  return secret.digest(purpose, visitor)
}

/** A second lock: browsers say where a request comes from. Old ones do not, and some hide it as `null`. */
function isFromHere({ config }: Deps, c: RequestContext): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const origin = c.req.header('origin')
  if (origin === undefined || origin === 'null') return true
  if (origin === new URL(config.issuer).origin) return true
  return URL.canParse(origin) && new URL(origin).host === c.req.header('host')
}
