import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'

import { changePassword } from '../accounts/password-change.ts'
import { finishPasswordReset, startPasswordReset } from '../accounts/password-reset.ts'
import type { Deps } from '../deps.ts'
import { rateLimits } from '../rate-limit.ts'
import { knownDevice, mailed } from './answer-headers.ts'
import { requireSession, type SessionBearer } from './bearer.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { accountChanged, hashNewPassword, requireCurrentPassword, requireEmail, wrongCode } from './fields.ts'
import { answerKnownDevice, knownDeviceHeaders } from './known-device.ts'
import { forgiveTries, limitTries, pairOf } from './limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
import { bearerProblems, bearerSecurity, emptyAnswer, jsonBody, problemAnswers, text } from './schemas.ts'

const changeRoute = createRoute({
  method: 'post',
  path: paths.password,
  summary: 'Change the password',
  security: bearerSecurity,
  request: {
    query: z.object({
      sessions: z.enum(['end', 'keep']).optional().describe('`end` ends your other sessions.'),
    }),
    ...jsonBody(
      z.object({
        current_password: text.describe('The password as it is.'),
        new_password: text.describe('The password as it shall be.'),
      }),
    ),
  },
  responses: {
    204: emptyAnswer('Changed.', mailed),
    ...problemAnswers(
      ...bearerProblems,
      'wrong_password',
      'weak_password',
      'password_too_long',
      'invalid_request',
      'too_many_requests',
      'overloaded',
    ),
  },
})

const forgotRoute = createRoute({
  method: 'post',
  path: paths.forgotPassword,
  summary: 'Ask for a code that sets a new password',
  request: jsonBody(z.object({ email: text.describe('The address of the account.') })),
  responses: {
    202: emptyAnswer('If an account has this address, a letter is on its way.', mailed),
    ...problemAnswers('invalid_request', 'invalid_email', 'too_many_requests'),
  },
})

const resetRoute = createRoute({
  method: 'post',
  path: paths.resetPassword,
  summary: 'Set a new password by code; ends all sessions',
  request: {
    headers: knownDeviceHeaders,
    ...jsonBody(
      z.object({
        email: text.describe('The address of the account.'),
        code: text.describe('The code of the letter.'),
        new_password: text.describe('The password as it shall be.'),
      }),
    ),
  },
  responses: {
    204: emptyAnswer('Set.', { ...mailed, ...knownDevice }),
    ...problemAnswers(
      'invalid_verification_code',
      'invalid_request',
      'invalid_email',
      'weak_password',
      'password_too_long',
      'too_many_requests',
      'overloaded',
    ),
  },
})

export function passwordEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(changeRoute, async (c) => {
    const bearer = await requireSession(deps, c, 'account')
    const { current_password: current, new_password: fresh } = c.req.valid('json')
    const endOthers = c.req.valid('query').sessions === 'end'
    await changeOwnPassword(deps, c, bearer, { current, fresh, endOthers })
    return c.body(null, 204)
  })

  router.openapi(forgotRoute, async (c) => {
    await requestReset(deps, c, c.req.valid('json').email)
    return c.body(null, 202)
  })

  router.openapi(resetRoute, async (c) => {
    const { email, code, new_password: fresh } = c.req.valid('json')
    answerKnownDevice(deps, c, await resetPassword(deps, c, { email, code, fresh }))
    return c.body(null, 204)
  })

  return router
}

/** `current` is checked before anything is said about `fresh`. */
export async function changeOwnPassword(
  deps: Deps,
  c: RequestContext,
  { account, session }: SessionBearer,
  input: { current: string; fresh: string; endOthers: boolean },
): Promise<void> {
  await requireCurrentPassword(deps, c, account, input.current)
  const owner = { email: account.email, username: account.username ?? undefined }
  const passwordHash = await hashNewPassword(deps, input.fresh, owner)
  const change = { account, passwordHash, sessionId: session.id, endOthers: input.endOthers }
  const about = { language: requestLanguage(c), address: c.get('address') }
  if (!(await changePassword(deps, { ...change, ...about }, c.get('now')))) throw accountChanged()
  announceLetter(deps, c)
}

/** Answers alike whether or not somebody has the address. */
export async function requestReset(deps: Deps, c: RequestContext, address: string): Promise<void> {
  const email = requireEmail(address)
  const tries = [
    [rateLimits.sendAddress, c.get('address')],
    [rateLimits.sendEmail, email],
  ] as const
  await limitTries(deps, c, tries)
  const asked = { email, language: requestLanguage(c), address: c.get('address') }
  await startPasswordReset(deps, asked, c.get('now'))
  announceLetter(deps, c)
}

/** Sets a new password by code; ends all sessions. Returns whose it is. */
export async function resetPassword(
  deps: Deps,
  c: RequestContext,
  input: { email: string; code: string; fresh: string },
): Promise<string> {
  const email = requireEmail(input.email)
  const tries = [
    [rateLimits.resetAddress, c.get('address')],
    [rateLimits.resetPair, pairOf(c, email)],
    [rateLimits.resetEmail, email],
  ] as const
  await limitTries(deps, c, tries)
  const passwordHash = await hashNewPassword(deps, input.fresh, { email, username: undefined })
  const about = { language: requestLanguage(c), address: c.get('address') }
  const reset = { email, code: input.code, passwordHash, ...about }
  const accountId = await finishPasswordReset(deps, reset, c.get('now'))
  if (accountId === undefined) throw wrongCode(undefined)
  await forgiveTries(deps, c, tries)
  announceLetter(deps, c)
  return accountId
}
