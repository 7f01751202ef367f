import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'

import { changePassword } from '../accounts/password-change.ts'
import { finishPasswordReset, startPasswordReset } from '../accounts/password-reset.ts'
import type { Deps } from '../deps.ts'
import { rateLimits } from '../rate-limit.ts'
import { requireSession } from './bearer.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { accountChanged, hashNewPassword, requireCurrentPassword, requireEmail, wrongCode } from './fields.ts'
import { limitTries } from './limits.ts'
import { createRouter, type Router } from './router.ts'
import { bearerProblems, bearerSecurity, emptyAnswer, jsonBody, problemAnswers, text } from './schemas.ts'

const changeRoute = createRoute({
  method: 'post',
  path: paths.password,
  summary: 'Change the password',
  security: bearerSecurity,
  request: {
    query: z.object({
      sessions: z.enum(['end', 'keep']).optional().describe('`end` ends the other sessions'),
    }),
    ...jsonBody(z.object({ current_password: text, new_password: text })),
  },
  responses: {
    204: emptyAnswer('Changed.'),
    ...problemAnswers(
      ...bearerProblems,
      'wrong_password',
      'weak_password',
      'password_too_long',
      'invalid_request',
    ),
  },
})

const forgotRoute = createRoute({
  method: 'post',
  path: paths.forgotPassword,
  summary: 'Ask for a code that sets a new password',
  request: jsonBody(z.object({ email: text })),
  responses: {
    202: emptyAnswer('If an account has this address, a letter is on its way.'),
    ...problemAnswers('invalid_request', 'invalid_email', 'too_many_requests'),
  },
})

const resetRoute = createRoute({
  method: 'post',
  path: paths.resetPassword,
  summary: 'Set a new password by code; ends all sessions',
  request: jsonBody(z.object({ email: text, code: text, new_password: text })),
  responses: {
    204: emptyAnswer('Set.'),
    ...problemAnswers('invalid_verification_code', 'weak_password', 'password_too_long', 'invalid_request'),
  },
})

export function passwordEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(changeRoute, async (c) => {
    const { account, session } = await requireSession(deps, c, 'account')
    const now = c.get('now')
    const input = c.req.valid('json')
    await requireCurrentPassword(deps, account, input.current_password, now)
    const passwordHash = await hashNewPassword(deps, input.new_password, {
      ...account,
      username: account.username ?? undefined,
    })
    const endOthers = c.req.valid('query').sessions === 'end'
    const change = { account, passwordHash, sessionId: session.id, endOthers }
    const about = { language: requestLanguage(c), address: c.get('address') }
    if (!(await changePassword(deps, { ...change, ...about }, now))) throw accountChanged()
    announceLetter(deps, c)
    return c.body(null, 204)
  })

  router.openapi(forgotRoute, async (c) => {
    const email = requireEmail(c.req.valid('json').email)
    const now = c.get('now')
    const tries = [
      [rateLimits.sendAddress, c.get('address')],
      [rateLimits.sendEmail, email],
    ] as const
    await limitTries(deps, tries, now)
    await startPasswordReset(deps, { email, language: requestLanguage(c) }, now)
    announceLetter(deps, c)
    return c.body(null, 202)
  })

  router.openapi(resetRoute, async (c) => {
    const input = c.req.valid('json')
    const email = requireEmail(input.email)
    const now = c.get('now')
    const tries = [
      [rateLimits.codeAddress, c.get('address')],
      [rateLimits.codeEmail, email],
    ] as const
    await limitTries(deps, tries, now)
    const passwordHash = await hashNewPassword(deps, input.new_password, { email, username: undefined })
    const reset = { email, code: input.code, passwordHash }
    const outcome = await finishPasswordReset(
      deps,
      { ...reset, language: requestLanguage(c), address: c.get('address') },
      now,
    )
    if (outcome === 'wrong') throw wrongCode(undefined)
    announceLetter(deps, c)
    return c.body(null, 204)
  })

  return router
}
