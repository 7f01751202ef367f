import { createRoute, z } from '@hono/zod-openapi'
import { type Account, paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { presentAccount } from '../accounts/account.ts'
import { findInvite, type Invite } from '../accounts/invite.ts'
import { register, resendCode } from '../accounts/register.ts'
import { findClaims, type Registration } from '../accounts/registration.ts'
import { verifyRegistration } from '../accounts/verification.ts'
import type { Deps } from '../deps.ts'
import { rateLimits } from '../rate-limit.ts'
import { mailed } from './answer-headers.ts'
import { noteAttempt } from './attempts.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { hashNewPassword, requireEmail, requireUsername, wrongCode } from './fields.ts'
import { forgiveTries, limitTries, pairOf } from './limits.ts'
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

const newRegistration = z.object({
  email: text.describe('Mail must reach it: it gets the code.'),
  password: text.describe('The password that the account will have.'),
  username: text.nullish().describe('Logs in as well as the address does; may be left out.'),
  invite: text
    .nullish()
    .describe(
      'The code of an invitation, in any case, with or without dashes; needed where registration is by invitation.',
    ),
})
const registrationId = text
  .nullish()
  .describe('From the answer to the registration; needed where several wait for this address.')
const refusals = problemAnswers(
  'email_taken',
  'username_taken',
  'registration_closed',
  'invite_required',
  'invalid_invite',
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
  responses: {
    201: jsonAnswer(registrationSchema, 'A registration waits for its code.', mailed),
    ...refusals,
  },
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
      mailed,
    ),
    ...refusals,
  },
})

const verifyRoute = createRoute({
  method: 'post',
  path: paths.verifyRegistration,
  summary: 'Redeem the code: the registration becomes an account',
  request: jsonBody(
    z.object({
      email: text.describe('The address that registered.'),
      verification_code: text.describe('The code of the letter.'),
      registration_id: registrationId,
    }),
  ),
  responses: {
    200: jsonAnswer(accountSchema, 'The account.'),
    ...problemAnswers(
      'invalid_verification_code',
      'invalid_invite',
      'registration_ambiguous',
      'invalid_request',
      'invalid_email',
      'too_many_requests',
    ),
  },
})

const resendRoute = createRoute({
  method: 'post',
  path: paths.resendRegistration,
  summary: 'Send a new code; the old one is void',
  request: jsonBody(
    z.object({ email: text.describe('The address that registered.'), registration_id: registrationId }),
  ),
  responses: {
    202: emptyAnswer('If something waits for this address, a letter is on its way.', mailed),
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
    const { email, registration_id } = c.req.valid('json')
    await resend(deps, c, { email, registrationId: registration_id ?? undefined })
    return c.body(null, 202)
  })

  return router
}

/** A new code, where something waits for one; answers alike where nothing does. */
export async function resend(
  deps: Deps,
  c: RequestContext,
  input: { email: string; registrationId: string | undefined },
): Promise<void> {
  const email = requireEmail(input.email)
  const tries = [
    [rateLimits.sendAddress, c.get('address')],
    [rateLimits.sendEmail, email],
  ] as const
  await limitTries(deps, c, tries)
  const about = { language: requestLanguage(c), address: c.get('address') }
  await resendCode(deps, { ...input, email, ...about }, c.get('now'))
  announceLetter(deps, c)
}

/** Starts a registration; a code goes to the address. */
export async function registerFrom(
  deps: Deps,
  c: RequestContext,
  input: z.infer<typeof newRegistration>,
): Promise<Registration> {
  if (deps.config.registration === 'closed') throw new ProtocolError('registration_closed')
  const email = requireEmail(input.email)
  const username = requireUsername(input.username)
  const now = c.get('now')
  const tries = [
    [rateLimits.registerAddress, c.get('address')],
    [rateLimits.registerEmail, email],
  ] as const
  await limitTries(deps, c, tries)
  const invite = await requireInvite(deps, c, { code: input.invite, email })
  const passwordHash = await hashNewPassword(deps, input.password, { email, username: username?.username })
  const about = { language: requestLanguage(c), address: c.get('address') }
  const result = await register(deps, { email, username, passwordHash, invite, ...about }, now)
  if (result.outcome === 'email_taken') {
    await noteAttempt(deps, c, { event: 'registration.failed', reason: 'address taken' })
    throw new ProtocolError(
      'email_taken',
      'An account with this address exists; log in, or reset its password.',
    )
  }
  if (result.outcome === 'username_taken') {
    await noteAttempt(deps, c, { event: 'registration.failed', reason: 'name taken' })
    throw new ProtocolError('username_taken', 'Somebody has this user name; choose another or leave it out.')
  }
  if (result.outcome === 'uninvited') throw await refuseInvite(deps, c)
  announceLetter(deps, c)
  return result.registration
}

/** Undefined where none was sent and none is needed. */
async function requireInvite(
  deps: Deps,
  c: RequestContext,
  { code, email }: { code: string | null | undefined; email: string },
): Promise<Invite | undefined> {
  if (!code && deps.config.registration === 'open') return undefined
  if (!code)
    throw new ProtocolError(
      'invite_required',
      'This server takes registrations by invitation; send its code.',
    )
  const invite = await findInvite(deps.db, deps.secret, { code, email }, c.get('now'))
  if (!invite) throw await refuseInvite(deps, c)
  return invite
}

async function refuseInvite(deps: Deps, c: RequestContext): Promise<ProtocolError> {
  await noteAttempt(deps, c, { event: 'registration.failed', reason: 'invitation' })
  return invalidInvite()
}

function invalidInvite(): ProtocolError {
  return new ProtocolError(
    'invalid_invite',
    'The invitation is mistyped, used, expired or for another address; nothing was registered. Ask who sent it for a new one.',
  )
}

/** Redeems a code. Returns the account that it opened. */
export async function verify(
  deps: Deps,
  c: RequestContext,
  input: { email: string; code: string; registrationId: string | undefined },
): Promise<Account> {
  const now = c.get('now')
  const tries = [
    [rateLimits.codeAddress, c.get('address')],
    [rateLimits.codePair, pairOf(c, input.email)],
    [rateLimits.codeEmail, input.email],
  ] as const
  await limitTries(deps, c, tries)
  const registrationId = input.registrationId ?? (await onlyRegistration(deps, input.email, now))
  const typed = { ...input, registrationId, address: c.get('address') }
  const result = await verifyRegistration(deps.db, deps.secret, typed, now)
  if (result.outcome === 'uninvited') throw invalidInvite()
  if (result.outcome === 'wrong') throw wrongCode(input.registrationId ? result.attemptsLeft : undefined)
  await forgiveTries(deps, c, tries)
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
