import { createRoute, z } from '@hono/zod-openapi'
import { paths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { type Account, presentAccount } from '../accounts/account.ts'
import { finishEmailChange, startEmailChange } from '../accounts/email-change.ts'
import type { Deps } from '../deps.ts'
import { rateLimits } from '../rate-limit.ts'
import { mailed } from './answer-headers.ts'
import { requireSession } from './bearer.ts'
import { announceLetter, requestLanguage } from './correspondence.ts'
import { accountChanged, requireCurrentPassword, requireEmail, wrongCode } from './fields.ts'
import { forgiveTries, limitTries } from './limits.ts'
import { createRouter, type RequestContext, type Router } from './router.ts'
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
  request: jsonBody(
    z.object({ email: text.describe('The new address.'), password: text.describe('Your password.') }),
  ),
  responses: {
    202: emptyAnswer('A code is on its way to the new address.', mailed),
    ...problemAnswers(
      ...bearerProblems,
      'wrong_password',
      'email_taken',
      'invalid_email',
      'too_many_requests',
      'overloaded',
    ),
  },
})

const confirmRoute = createRoute({
  method: 'post',
  path: paths.confirmEmail,
  summary: 'Prove the new address by its code; the old one gets a notice',
  security: bearerSecurity,
  request: jsonBody(z.object({ code: text.describe('The code of the letter.') })),
  responses: {
    200: jsonAnswer(accountSchema, 'The account with its new address.', mailed),
    ...problemAnswers(...bearerProblems, 'invalid_verification_code', 'email_taken', 'too_many_requests'),
  },
})

export function emailEndpoints(deps: Deps): Router {
  const router = createRouter()

  router.openapi(changeRoute, async (c) => {
    const { account } = await requireSession(deps, c, 'account')
    await requestEmailChange(deps, c, account, c.req.valid('json'))
    return c.body(null, 202)
  })

  router.openapi(confirmRoute, async (c) => {
    const { account } = await requireSession(deps, c, 'account')
    return c.json(presentAccount(await confirmEmailChange(deps, c, account, c.req.valid('json').code)), 200)
  })

  return router
}

/** Sends a code to the new address; the old one stays until it is entered. */
export async function requestEmailChange(
  deps: Deps,
  c: RequestContext,
  account: Account,
  input: { email: string; password: string },
): Promise<void> {
  const email = requireEmail(input.email)
  await requireCurrentPassword(deps, c, account, input.password)
  const tries = [
    [rateLimits.sendAddress, c.get('address')],
    [rateLimits.sendAccount, account.id],
    [rateLimits.sendEmail, email],
  ] as const
  await limitTries(deps, c, tries)
  const change = { account, email, language: requestLanguage(c), address: c.get('address') }
  const outcome = await startEmailChange(deps, change, c.get('now'))
  if (outcome === 'taken') throw taken()
  if (outcome === 'changed') throw accountChanged()
  announceLetter(deps, c)
}

/** Returns the account with its new address. */
export async function confirmEmailChange(
  deps: Deps,
  c: RequestContext,
  account: Account,
  code: string,
): Promise<Account> {
  const tries = [[rateLimits.emailCodeAccount, account.id]] as const
  await limitTries(deps, c, tries)
  const input = { account, code, language: requestLanguage(c), address: c.get('address') }
  const result = await finishEmailChange(deps, input, c.get('now'))
  if (result.outcome === 'wrong') throw wrongCode(result.attemptsLeft)
  await forgiveTries(deps, c, tries)
  if (result.outcome === 'taken') throw taken()
  announceLetter(deps, c)
  return result.account
}

function taken(): ProtocolError {
  return new ProtocolError(
    'email_taken',
    'Another account has this address; your own address stays as it was.',
  )
}
