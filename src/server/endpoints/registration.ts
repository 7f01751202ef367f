import { createRoute, z } from '@hono/zod-openapi'
import { type Account, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { presentAccount } from '../accounts/account.ts'
import { register, resendCode } from '../accounts/register.ts'
import { findClaims, type Registration, redeemRegistration } from '../accounts/registration.ts'
import { recordAudit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { rateLimits } from '../rate-limit.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { hashNewPassword, requireEmail, requireUsername, wrongCode } from './fields.ts'
import { limitTries } from './limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import {
  accountSchema,
  emptyAnswer,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  registrationSchema,
  text,
} from './schemas.ts'

const newRegistration = z.object({ email: text, password: text, username: text.nullish() })
const refusals = problemAnswers(
  'email_taken',
  'username_taken',
  'registration_closed',
  'invalid_request',
  'invalid_email',
  'invalid_username',
  'weak_password',
  'password_too_long',
  'too_many_requests',
  'overloaded',
)

const registerRoute = createRoute({
  method: 'post',
  path: paths.register,
  summary: 'Register; a code goes to the address',
  request: jsonBody(newRegistration),
  responses: { 201: jsonAnswer(registrationSchema, 'A registration waits for its code.'), ...refusals },
})

const signupRoute = createRoute({
  method: 'post',
  path: paths.signup,
  summary: 'Register, in the words of simpler clients',
  request: jsonBody(newRegistration),
  responses: {
    200: jsonAnswer(
      z.object({ id: z.string(), email: z.string(), username: z.string().nullable() }),
      'A registration waits for its code.',
    ),
    ...refusals,
  },
})

const verifyRoute = createRoute({
  method: 'post',
  path: paths.verifyRegistration,
  summary: 'Redeem the code: the registration becomes an account',
  request: jsonBody(z.object({ email: text, verification_code: text, registration_id: text.nullish() })),
  responses: {
    200: jsonAnswer(accountSchema, 'The account.'),
    ...problemAnswers(
      'invalid_verification_code',
      'registration_ambiguous',
      'invalid_request',
      'too_many_requests',
    ),
  },
})

const resendRoute = createRoute({
  method: 'post',
  path: paths.resendRegistration,
  summary: 'Send a new code; the old one is void',
  request: jsonBody(z.object({ email: text, registration_id: text.nullish() })),
  responses: {
    202: emptyAnswer('If something waits for this address, a letter is on its way.'),
    ...problemAnswers('invalid_request', 'invalid_email', 'too_many_requests'),
  },
})

export function registrationEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(registerRoute, async (c) => {
    const registration = await registerFrom(deps, c, c.req.valid('json'))
    const { account_id: user_id, email, username, id: registration_id } = registration
    return c.json({ user_id, email, username, registration_id }, 201)
  })

  router.openapi(signupRoute, async (c) => {
    const { account_id: id, email, username } = await registerFrom(deps, c, c.req.valid('json'))
    return c.json({ id, email, username }, 200)
  })

  router.openapi(verifyRoute, async (c) => {
    const input = c.req.valid('json')
    const code = { code: input.verification_code, registrationId: input.registration_id ?? undefined }
    return c.json(await verify(deps, c, { email: requireEmail(input.email), ...code }), 200)
  })

  router.openapi(resendRoute, async (c) => {
    const input = c.req.valid('json')
    const email = requireEmail(input.email)
    const now = c.get('now')
    const tries = [
      [rateLimits.sendAddress, c.get('address')],
      [rateLimits.sendEmail, email],
    ] as const
    await limitTries(deps, tries, now)
    const registrationId = input.registration_id ?? undefined
    await resendCode(deps, { email, registrationId, language: requestLanguage(c) }, now)
    announceLetter(deps, c)
    return c.body(null, 202)
  })

  return router
}

async function registerFrom(
  deps: Deps,
  c: RequestContext,
  input: z.infer<typeof newRegistration>,
): Promise<Registration> {
  if (deps.config.registration !== 'open') throw new ProtocolError('registration_closed')
  const email = requireEmail(input.email)
  const username = requireUsername(input.username)
  const now = c.get('now')
  const tries = [
    [rateLimits.registerAddress, c.get('address')],
    [rateLimits.registerEmail, email],
  ] as const
  await limitTries(deps, tries, now)
  const passwordHash = await hashNewPassword(deps, input.password, { email, username: username?.username })
  const result = await register(deps, { email, username, passwordHash, language: requestLanguage(c) }, now)
  if (result.outcome === 'email_taken') {
    throw new ProtocolError(
      'email_taken',
      'An account with this address exists; log in, or reset its password.',
    )
  }
  if (result.outcome === 'username_taken') {
    throw new ProtocolError('username_taken', 'Somebody has this user name; choose another or leave it out.')
  }
  announceLetter(deps, c)
  return result.registration
}

async function verify(
  deps: Deps,
  c: RequestContext,
  input: { email: string; code: string; registrationId: string | undefined },
): Promise<Account> {
  const now = c.get('now')
  const tries = [
    [rateLimits.codeAddress, c.get('address')],
    [rateLimits.codeEmail, input.email],
  ] as const
  await limitTries(deps, tries, now)
  const registrationId = input.registrationId ?? (await onlyRegistration(deps, input.email, now)) ?? ''
  const result = await deps.db.transaction().execute(async (tx) => {
    const redemption = await redeemRegistration(tx, deps.secret, { ...input, registrationId }, now)
    if (redemption.outcome === 'redeemed') {
      await recordAudit(
        tx,
        { event: 'account.verified', subject: redemption.account.id, address: c.get('address') },
        now,
      )
    }
    return redemption
  })
  if (result.outcome === 'wrong') throw wrongCode(input.registrationId ? result.attemptsLeft : undefined)
  return presentAccount(result.account)
}

/** Without an id the address must do; undefined where nothing waits, which answers like a wrong code. */
async function onlyRegistration(deps: Deps, email: string, now: number): Promise<string | undefined> {
  const [first, second] = await findClaims(deps.db, email, now)
  if (second) {
    throw new ProtocolError(
      'registration_ambiguous',
      'Several registrations wait for this address; send the registration_id of yours.',
    )
  }
  return first?.id
}
