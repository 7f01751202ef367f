import { createRoute, z } from '@hono/zod-openapi'
import { knownDeviceHeader, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import type { Account } from '../accounts/account.ts'
import { type CredentialCheck, checkCredentials } from '../accounts/credentials.ts'
import { normalizePassword } from '../accounts/password-policy.ts'
import type { Deps } from '../deps.ts'
import { openLogin } from '../grants/login.ts'
import { mintRefreshToken } from '../grants/refresh-token.ts'
import type { NewSession, Session } from '../grants/session.ts'
import { knownDevice, noStore } from './answer-headers.ts'
import { noteAttempt } from './attempts.ts'
import { describeDevice, deviceHeaders } from './device-label.ts'
import { answerKnownDevice, knownDeviceHeaders } from './known-device.ts'
import { forgiveTries, limitTries } from './limits.ts'
import { loginLimits } from './login-limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import { jsonAnswer, problemAnswers, tokenSchema } from './schemas.ts'
import { answerTokens } from './token-answer.ts'

const password = z.string().describe('The password.')
const formSchema = z.object({ username: z.string().describe('Address or user name.'), password })

const loginHeaders = deviceHeaders.extend(knownDeviceHeaders.shape)

/** Three kinds of body, so it is read by hand; described here for `/openapi.json`. */
const loginRoute = createRoute({
  method: 'post',
  path: paths.login,
  summary: 'Log in',
  request: {
    headers: loginHeaders,
    body: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': { schema: formSchema },
        'multipart/form-data': { schema: formSchema },
        'application/json': {
          schema: z.object({
            email: z.string().optional().describe('The address; or else `username`.'),
            username: z.string().optional().describe('The user name, or the address.'),
            password,
          }),
        },
      },
    },
  },
  responses: {
    200: jsonAnswer(tokenSchema, 'A session has started.', { ...noStore, ...knownDevice }),
    ...problemAnswers(
      'invalid_credentials',
      'email_not_verified',
      'account_disabled',
      'invalid_request',
      'too_many_requests',
      'overloaded',
    ),
  },
})

export function loginEndpoints(deps: Deps): Router {
  const router = createRouter()
  router.openAPIRegistry.registerPath(loginRoute)
  router.post(paths.login, async (c) => {
    const device = c.req.header(knownDeviceHeader)
    const account = await authenticate(deps, c, { ...(await readCredentials(c)), device })
    const session = await openSession(deps, c, account, describeDevice(c))
    answerKnownDevice(deps, c, account.id)
    return c.json(
      await answerTokens(deps, c, session, mintRefreshToken(deps.secret, session, session.generation)),
    )
  })
  return router
}

interface Credentials {
  login: string
  password: string
}

/** Anything that can be read but is no credential, such as a missing or a file field, fails like a wrong password. */
async function readCredentials(c: RequestContext): Promise<Credentials> {
  const fields = await readFields(c)
  const login = fields.email ?? fields.username
  if (typeof login !== 'string' || typeof fields.password !== 'string') throw wrongCredentials()
  return { login, password: normalizePassword(fields.password) }
}

async function readFields(c: RequestContext): Promise<Record<string, unknown>> {
  const type = c.req.header('content-type') ?? ''
  // The parsers' own errors quote the body, which holds a password: they go no further than here.
  if (/^application\/(.+\+)?json\b/i.test(type)) return readObject(await c.req.json().catch(throwUnreadable))
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    return c.req.parseBody().catch(throwUnreadable)
  return throwUnreadable()
}

function throwUnreadable(): never {
  throw new ProtocolError(
    'invalid_request',
    'Send the login as a form or as JSON, and name its Content-Type.',
  )
}

function readObject(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}

/** Counts the try first, so that parallel guesses are counted too; gives it back to who knew the password. */
export async function authenticate(
  deps: Deps,
  c: RequestContext,
  { login, password, device }: Credentials & { device: string | undefined },
): Promise<Account> {
  const now = c.get('now')
  const tries = await loginLimits(deps, c, { login, device })
  await limitTries(deps, c, tries)
  const requireVerified = deps.config.requireVerifiedEmail
  const check = await checkCredentials(deps.db, deps.hasher, { login, password, requireVerified, now })
  deps.metrics.loggedIn(check.outcome)
  if (check.outcome !== 'wrong') await forgiveTries(deps, c, tries)
  if (check.outcome === 'right') return check.account
  await noteFailure(deps, c, check)
  if (check.outcome === 'wrong') throw wrongCredentials()
  if (check.outcome === 'disabled') {
    throw new ProtocolError('account_disabled', 'This account is disabled; ask who runs the server.')
  }
  throw new ProtocolError(
    'email_not_verified',
    'The address waits for its code; enter it, or ask for a new one.',
  )
}

/** Once for every login that failed, known or not: neither the answer nor its time tells which. */
async function noteFailure(
  deps: Deps,
  c: RequestContext,
  { outcome, accountId }: Exclude<CredentialCheck, { outcome: 'right' }>,
): Promise<void> {
  const wrong = accountId === undefined ? 'unknown account' : 'wrong password'
  const reason = outcome === 'wrong' ? wrong : outcome
  const { clientId } = describeDevice(c)
  await noteAttempt(deps, c, { event: 'login.failed', subject: accountId, clientId, reason })
}

/** Fails like a wrong password where the account changed while the password was being checked. */
export async function openSession(
  deps: Deps,
  c: RequestContext,
  account: Account,
  device: Pick<NewSession, 'clientId' | 'label' | 'address'>,
): Promise<Session> {
  const opened = await openLogin(deps, account, device, c.get('now'))
  if (opened) return opened
  const about = { subject: account.id, clientId: device.clientId }
  await noteAttempt(deps, c, { event: 'login.failed', ...about, reason: 'changed meanwhile' })
  throw wrongCredentials()
}

function wrongCredentials(): ProtocolError {
  return new ProtocolError('invalid_credentials', 'The address or the password is wrong.')
}
