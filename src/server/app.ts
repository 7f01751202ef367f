import { HTTPException } from 'hono/http-exception'
import { StoreError } from '../../db/store-error.ts'
import { pagePaths } from '../protocol/endpoints.ts'
import { type ErrorCode, ProtocolError } from '../protocol/errors.ts'
import { message } from '../protocol/messages.ts'
import { OAuthError, type OAuthErrorCode, oauthErrorPaths } from '../protocol/oauth.ts'
import type { Deps } from './deps.ts'
import { adminAuditEndpoints } from './endpoints/admin-audit.ts'
import { adminClientEndpoints } from './endpoints/admin-clients.ts'
import { adminInviteEndpoints } from './endpoints/admin-invites.ts'
import { adminKeyEndpoints } from './endpoints/admin-keys.ts'
import { adminLimitEndpoints } from './endpoints/admin-limits.ts'
import { adminSessionEndpoints } from './endpoints/admin-sessions.ts'
import { adminUserEndpoints } from './endpoints/admin-users.ts'
import { describeRoutes } from './endpoints/api-document.ts'
import { readClientAddress } from './endpoints/client-address.ts'
import { connectionEndpoints } from './endpoints/connection.ts'
import { requestLanguage } from './endpoints/correspondence.ts'
import { deviceApprovalEndpoints } from './endpoints/device-approval.ts'
import { emailEndpoints } from './endpoints/email.ts'
import { evenTime } from './endpoints/even-time.ts'
import { forwardAuthEndpoints } from './endpoints/forward-auth.ts'
import { healthEndpoints } from './endpoints/health.ts'
import { loginEndpoints } from './endpoints/login.ts'
import { meEndpoints } from './endpoints/me.ts'
import { metadataEndpoints } from './endpoints/metadata.ts'
import { metricsEndpoints } from './endpoints/metrics.ts'
import { oauthDeviceEndpoints } from './endpoints/oauth-device.ts'
import { oauthIntrospectionEndpoints } from './endpoints/oauth-introspection.ts'
import { oauthRevocationEndpoints } from './endpoints/oauth-revocation.ts'
import { oauthTokenEndpoints } from './endpoints/oauth-token.ts'
import { oauthUserinfoEndpoints } from './endpoints/oauth-userinfo.ts'
import { passwordEndpoints } from './endpoints/password.ts'
import { personalTokenEndpoints } from './endpoints/personal-tokens.ts'
import { registrationEndpoints } from './endpoints/registration.ts'
import { limitBody, requireUtf8 } from './endpoints/request-body.ts'
import { createRequestIds } from './endpoints/request-id.ts'
import { createRouter, type RequestContext, type Router } from './endpoints/router.ts'
import { sessionTokenEndpoints } from './endpoints/session-token.ts'
import { sessionsEndpoints } from './endpoints/sessions.ts'
import { createRequestWatch, methodsWithBody } from './endpoints/watch-requests.ts'
import { translate } from './language.ts'
import { accountPages } from './pages/account.ts'
import { assetPages } from './pages/assets.ts'
import { devicePages } from './pages/device.ts'
import { docsPages } from './pages/docs.ts'
import { forgotPages } from './pages/forgot.ts'
import { invitesPages } from './pages/invites.ts'
import { languagePages } from './pages/language.ts'
import { loginPages } from './pages/login.ts'
import { memberAddPages } from './pages/member-add.ts'
import { memberPages } from './pages/member-changes.ts'
import { membersPages } from './pages/members.ts'
import { answerFailure } from './pages/outcome.ts'
import { registerPages } from './pages/register.ts'

/** All routes on one screen, and the only place that writes an error answer. */
export function createApp(deps: Deps): Router {
  const app = createRouter()

  const requestId = createRequestIds(deps.config.trustedProxies)
  const { watch, admit } = createRequestWatch(deps)
  app.use((c, next) => {
    const socket = c.env?.incoming?.socket
    // Reset already: nobody waits for an answer, and work for an address that is gone would escape its limits.
    if (socket && socket.remoteAddress === undefined) throw hungUp()
    c.set('now', deps.now())
    c.set('requestId', requestId(c))
    c.set('address', readClientAddress(c, deps.config.trustedProxies))
    return watch(c, next)
  })
  app.on('POST', '*', evenTime(deps.answerTick))
  app.on(methodsWithBody, '*', limitBody, requireUtf8, admit)

  app.route('/', registrationEndpoints(deps))
  app.route('/', loginEndpoints(deps))
  app.route('/', sessionTokenEndpoints(deps))
  app.route('/', meEndpoints(deps))
  app.route('/', passwordEndpoints(deps))
  app.route('/', emailEndpoints(deps))
  app.route('/', sessionsEndpoints(deps))
  app.route('/', personalTokenEndpoints(deps))
  app.route('/', deviceApprovalEndpoints(deps))
  app.route('/', oauthTokenEndpoints(deps))
  app.route('/', oauthDeviceEndpoints(deps))
  app.route('/', oauthRevocationEndpoints(deps))
  app.route('/', oauthIntrospectionEndpoints(deps))
  app.route('/', oauthUserinfoEndpoints(deps))
  app.route('/', forwardAuthEndpoints(deps))
  app.route('/', connectionEndpoints(deps))
  app.route('/', adminUserEndpoints(deps))
  app.route('/', adminSessionEndpoints(deps))
  app.route('/', adminAuditEndpoints(deps))
  app.route('/', adminInviteEndpoints(deps))
  app.route('/', adminLimitEndpoints(deps))
  app.route('/', adminClientEndpoints(deps))
  app.route('/', adminKeyEndpoints(deps))
  app.route('/', loginPages(deps))
  app.route('/', registerPages(deps))
  app.route('/', forgotPages(deps))
  app.route('/', accountPages(deps))
  app.route('/', devicePages(deps))
  app.route('/', membersPages(deps))
  app.route('/', memberAddPages(deps)) // before the ids, of which none is `add`
  app.route('/', memberPages(deps))
  app.route('/', invitesPages(deps))
  app.route('/', languagePages(deps))
  app.route('/', assetPages())
  app.route('/', metadataEndpoints(deps))
  app.route('/', healthEndpoints(deps))
  app.route('/', metricsEndpoints(deps))
  app.route('/', docsPages(deps, describeRoutes(app, deps)))

  app.notFound((c) => answerError(deps, c, unknownRoute(app, c)))
  app.onError((error, c) =>
    answerError(deps, c, error instanceof OAuthError ? error : toProtocolError(deps, error, c)),
  )
  return app
}

/** People get a page, programs what they can read. */
function answerError(
  deps: Deps,
  c: RequestContext,
  error: OAuthError | ProtocolError,
): Response | Promise<Response> {
  const isForPeople = error instanceof ProtocolError && wantsPage(c)
  return isForPeople ? answerFailure(deps, c, error) : writeError(c, error)
}

/** What programs ask, and not every one says what it accepts: none of this is ever a page. */
const programPath = /^\/(auth|oauth2|admin|\.well-known|healthz|readyz|metrics|openapi\.json)(\/|$)/

function wantsPage(c: RequestContext): boolean {
  if (programPath.test(c.req.path)) return false
  const isPage = Object.values(pagePaths).some(
    (path) => c.req.path === path || c.req.path.startsWith(`${path}/`),
  )
  return isPage || (c.req.method === 'GET' && /\btext\/html\b/.test(c.req.header('accept') ?? ''))
}

/** Everything that is not ours is logged with its cause and told to nobody. */
function toProtocolError({ log, metrics }: Deps, error: Error, c: RequestContext): ProtocolError {
  if (error instanceof ProtocolError) return error
  const request = { request_id: c.get('requestId'), method: c.req.method, path: c.req.path }
  if (error instanceof StoreError) {
    metrics.storeFailed()
    log.error({ ...request, err: error }, 'the store failed')
    const detail = 'The store does not answer at the moment; nothing was changed, try again.'
    return new ProtocolError('store_unavailable', detail, { retryAfter: 1, cause: error })
  }
  // Hono's own: bodies that are no JSON, or of another type than the route takes.
  if (error instanceof HTTPException && error.status < 500) {
    return new ProtocolError(
      'invalid_request',
      'Send the body as JSON, with "Content-Type: application/json".',
    )
  }
  // Nobody is there to be answered, and hanging up is no fault of this server's.
  if (c.req.raw.signal.aborted) return hungUp()
  log.error({ ...request, err: error }, 'a request failed')
  return new ProtocolError('server_error', 'Something went wrong here; it has been logged.', { cause: error })
}

function writeError(c: RequestContext, error: OAuthError | ProtocolError): Response {
  c.header('Cache-Control', 'no-store')
  if (error instanceof ProtocolError && error.retryAfter !== undefined) {
    c.header('Retry-After', String(error.retryAfter))
  }
  if (error instanceof ProtocolError && !oauthErrorPaths.includes(c.req.path)) return writeProblem(c, error)
  return writeOAuthError(c, error)
}

/** RFC 6749 §5.2; who came with the Basic scheme is answered in it. */
function writeOAuthError(c: RequestContext, error: OAuthError | ProtocolError): Response {
  if (error.status === 401) c.header('WWW-Authenticate', 'Basic realm="latchkey"')
  const status = error.status === 422 ? 400 : error.status
  return c.json({ error: oauthCode(error), error_description: error.message }, status)
}

/** Errors from outside the OAuth endpoints, such as a store that is down, must not look like a verdict. */
function oauthCode(error: OAuthError | ProtocolError): OAuthErrorCode {
  if (error instanceof OAuthError) return error.code
  if (error.status === 429 || error.status === 503) return 'temporarily_unavailable'
  return error.status >= 500 ? 'server_error' : 'invalid_request'
}

function hungUp(): ProtocolError {
  return new ProtocolError('invalid_request', 'The client hung up.')
}

function writeProblem(c: RequestContext, error: ProtocolError): Response {
  const challenged = error.status === 401 || error.code === 'insufficient_scope'
  if (challenged) c.header('WWW-Authenticate', bearerChallenge(error.code))
  const language = requestLanguage(c)
  return c.body(JSON.stringify(error.toProblem((said) => translate(said, language))), error.status, {
    'Content-Type': 'application/problem+json',
  })
}

const invalidTokens: readonly ErrorCode[] = ['invalid_token', 'token_expired', 'session_ended']

/** RFC 9110 §11.6.1 asks for a challenge with every 401; RFC 6750 §3.1 for an error only where a token was sent. */
function bearerChallenge(code: ErrorCode): string {
  const realm = 'Bearer realm="latchkey"'
  if (code === 'insufficient_scope') return `${realm}, error="insufficient_scope"`
  return invalidTokens.includes(code) ? `${realm}, error="invalid_token", error_description="${code}"` : realm
}

/** A known path with another method is 405 and names what it takes (RFC 9110 §15.5.6). */
function unknownRoute(app: Router, c: RequestContext): ProtocolError {
  const methods = new Set(
    app.routes
      .filter((route) => !route.path.includes('*') && matches(route.path, c.req.path)) // middleware is on `/*`
      .map((route) => route.method),
  )
  if (methods.size === 0) return new ProtocolError('not_found', 'There is nothing at this address.')
  c.header('Allow', [...methods].join(', '))
  return new ProtocolError(
    'method_not_allowed',
    message('This address takes {methods} only.', { methods: [...methods].join(', ') }),
  )
}

/** `/auth/sessions/:id` takes any one segment for `:id`. */
function matches(pattern: string, path: string): boolean {
  const [expected, given] = [pattern.split('/'), path.split('/')]
  return (
    expected.length === given.length &&
    expected.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
  )
}
