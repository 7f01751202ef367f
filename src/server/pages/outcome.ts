import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import type { ProtocolError } from '../../protocol/errors.ts'
import type { Deps } from '../deps.ts'
import { requestLanguage } from '../endpoints/correspondence.ts'
import type { RequestContext } from '../endpoints/router.ts'
import { translate } from '../language.ts'
import { issueFormToken } from './form-token.ts'
import { answerPage } from './layout.ts'
import { openVisit, type Visit } from './visit.ts'

/** The one page for every outcome: what happened, and where it goes on. Texts are in the visitor's language. */
export function answerOutcome(
  visit: Visit,
  outcome: { title: string; text: string; next?: { path: string; name: string }; status?: number },
): Response | Promise<Response> {
  const { title, text, next, status } = outcome
  const body = html`<p ${status !== undefined && status >= 400 ? html`role="alert"` : html`role="status"`}>${text}</p>
    ${next ? html`<p><a class="button" href="${next.path}">${next.name}</a></p>` : ''}`
  return answerPage(visit, { title, body, ...(status !== undefined && { status }) })
}

/** What app.ts answers for a page that failed. */
export async function answerFailure(deps: Deps, c: RequestContext, error: ProtocolError): Promise<Response> {
  if (error.retryAfter !== undefined) c.header('Retry-After', String(error.retryAfter))
  const visit = await openVisit(deps, c).catch(() => strangerVisit(deps, c)) // the store may be what failed
  const { t } = visit
  const title = translate(error.toProblem().title, visit.language)
  const text = translate(error.said, visit.language)
  const next = { path: pagePaths.account, name: t('To your account') }
  return answerOutcome(visit, { title, text, next, status: error.status })
}

function strangerVisit(deps: Deps, c: RequestContext): Visit {
  const language = requestLanguage(c)
  const t: Visit['t'] = (text, values = {}) => translate({ text, values }, language)
  return { deps, c, language, t, member: undefined, ended: false, formToken: issueFormToken(deps, c) }
}
