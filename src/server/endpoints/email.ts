import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { presentAccount } from '../accounts/account.ts'
import { finishEmailChange, startEmailChange } from '../accounts/email-change.ts'
import type { Deps } from '../deps.ts'
import { rateLimits } from '../rate-limit.ts'
import { requireSession } from './bearer.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { accountChanged, requireCurrentPassword, requireEmail, wrongCode } from './fields.ts'
import { limitTries } from './limits.ts'
import { createRouter, type Router } from './router.ts'
import {
  accountSchema,
  bearerProblems,
  bearerSecurity,
  emptyAnswer,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  text,
} from './schemas.ts'

const changeRoute = createRoute({
  method: 'post',
  path: paths.email,
  summary: 'Ask for a change of address; a code goes to the new one',
  security: bearerSecurity,
  request: jsonBody(z.object({ email: text, password: text })),
  responses: {
    202: emptyAnswer('A code is on its way to the new address.'),
    ...problemAnswers(
      ...bearerProblems,
      'wrong_password',
      'email_taken',
      'invalid_email',
      'too_many_requests',
    ),
  },
})

const confirmRoute = createRoute({
  method: 'post',
  path: paths.confirmEmail,
  summary: 'Prove the new address by its code; the old one gets a notice',
  security: bearerSecurity,
  request: jsonBody(z.object({ code: text })),
  responses: {
    200: jsonAnswer(accountSchema, 'The account with its new address.'),
    ...problemAnswers(...bearerProblems, 'invalid_verification_code', 'email_taken', 'too_many_requests'),
  },
})

export function emailEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(changeRoute, async (c) => {
    const { account } = await requireSession(deps, c, 'account')
    const now = c.get('now')
    const input = c.req.valid('json')
    const email = requireEmail(input.email)
    await requireCurrentPassword(deps, account, input.password, now)
    const tries = [
      [rateLimits.sendAddress, c.get('address')],
      [rateLimits.sendAccount, account.id],
      [rateLimits.sendEmail, email],
    ] as const
    await limitTries(deps, tries, now)
    const outcome = await startEmailChange(deps, { account, email, language: requestLanguage(c) }, now)
    if (outcome === 'taken') throw taken()
    if (outcome === 'changed') throw accountChanged()
    announceLetter(deps, c)
    return c.body(null, 202)
  })

  router.openapi(confirmRoute, async (c) => {
    const { account } = await requireSession(deps, c, 'account')
    const now = c.get('now')
    await limitTries(deps, [[rateLimits.codeEmail, account.email]], now)
    const input = {
      account,
      code: c.req.valid('json').code,
      language: requestLanguage(c),
      address: c.get('address'),
    }
    const result = await finishEmailChange(deps, input, now)
    if (result.outcome === 'wrong') throw wrongCode(result.attemptsLeft)
    if (result.outcome === 'taken') throw taken()
    announceLetter(deps, c)
    return c.json(presentAccount(result.account), 200)
  })

  return router
}

function taken(): ProtocolError {
  return new ProtocolError(
    'email_taken',
    'Another account has this address; your own address stays as it was.',
  )
}
