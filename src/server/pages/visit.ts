import { pagePaths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Language, Values } from '../../protocol/messages.ts'
import { message } from '../../protocol/messages.ts'
import type { Deps } from '../deps.ts'
import type { SessionBearer } from '../endpoints/bearer.ts'
import { requestLanguage } from '../endpoints/correspondence.ts'
import type { RequestContext } from '../endpoints/router.ts'
import { translate } from '../language.ts'
import { readLogin } from './browser-session.ts'
import { isOwnForm, issueFormToken } from './form-token.ts'
import { safeReturn } from './return-path.ts'

/** What every page needs to know of who asks for it. */
export interface Visit {
  deps: Deps
  c: RequestContext
  language: Language
  /** English text into the visitor's language. */
  t: (text: string, values?: Values) => string
  /** Who is logged in; undefined for nobody. */
  member: SessionBearer | undefined
  /** Somebody was logged in here until just now. */
  ended: boolean
  formToken: string
}

export type MemberVisit = Visit & { member: SessionBearer }

export type Form = Readonly<Record<string, string>>

/** Reads the cookies, renewing what has run out. */
export async function openVisit(deps: Deps, c: RequestContext): Promise<Visit> {
  const language = requestLanguage(c)
  const t = (text: string, values: Values = {}) => translate(message(text, values), language)
  return { deps, c, language, t, ...(await readLogin(deps, c)), formToken: issueFormToken(deps, c) }
}

/** The text fields of a form of ours. Throws `form_expired` for any other; nothing has been done then. */
export async function readForm({ deps, c }: Visit): Promise<Form> {
  // What is no form at all is an empty one.
  const body: Record<string, unknown> = await c.req.parseBody().catch(() => ({}))
  if (!isOwnForm(deps, c, body.form_token)) {
    throw new ProtocolError(
      'form_expired',
      'This form is too old or not from this page, so nothing was done; open the page again.',
    )
  }
  const fields = Object.entries(body).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  )
  return Object.fromEntries(fields)
}

/** For pages that need a login: the page, or the way to the login and back to where the person was going. */
export async function forMember(
  visit: Visit,
  page: (visit: MemberVisit) => Promise<Response> | Response,
): Promise<Response> {
  const { member, c } = visit
  if (member) return page({ ...visit, member })
  const { pathname, search } = new URL(c.req.method === 'GET' ? c.req.url : refererOf(c))
  // What was sent by a form is not sent again; its page is where it goes on.
  const next = safeReturn(`${pathname}${search}`, pagePaths.account)
  const query = new URLSearchParams({ next, ...(visit.ended && { ended: '1' }) })
  return c.redirect(`${pagePaths.login}?${query}`, 303)
}

function refererOf(c: RequestContext): string {
  const referer = c.req.header('referer') ?? ''
  return URL.canParse(referer) ? referer : c.req.url
}

/** The same for superusers; 403 for everybody else. */
export async function forSuperuser(
  visit: Visit,
  page: (visit: MemberVisit) => Promise<Response> | Response,
): Promise<Response> {
  return forMember(visit, (memberVisit) => {
    if (memberVisit.member.account.superuser_at !== null) return page(memberVisit)
    throw new ProtocolError('forbidden', 'This page is for superusers.')
  })
}
