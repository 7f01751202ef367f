import { findAccountByLogin } from '../accounts/account.ts'
import { normalizeEmail } from '../accounts/email-address.ts'
import { recognizeDevice } from '../accounts/known-device.ts'
import { normalizeUsername } from '../accounts/username.ts'
import type { Deps } from '../deps.ts'
import { type RateLimited, rateLimits } from '../rate-limit.ts'
import { pairOf } from './limits.ts'
import type { RequestContext } from './router.ts'

/**
 * What a try to log in counts against. A device on which the account has logged in before has counters of its own, so that
 * no stranger can keep the owner out (keycloak#26172), and whoever steals it cannot guess without end either.
 */
export async function loginLimits(
  deps: Deps,
  c: RequestContext,
  { login, device }: { login: string; device: string | undefined },
): Promise<readonly RateLimited[]> {
  const known = device === undefined ? undefined : await findKnown(deps, login, device)
  if (known) {
    return [
      [rateLimits.loginDevice, `${known.accountId} ${known.device}`],
      [rateLimits.loginDevices, known.accountId],
    ]
  }
  const typed = limitedLogin(login)
  return [
    [rateLimits.loginAddress, c.get('address')],
    [rateLimits.loginPair, pairOf(c, typed)],
    [rateLimits.loginAccount, typed],
  ]
}

async function findKnown({ db, secret }: Deps, login: string, token: string) {
  const account = await findAccountByLogin(db, login)
  const device = recognizeDevice(secret, token, account?.id)
  return account && device !== undefined ? { accountId: account.id, device } : undefined
}

/** One bucket for each spelling of a login. What can be nobody's needs none, and may hold what no store takes. */
function limitedLogin(login: string): string | undefined {
  return normalizeEmail(login) ?? normalizeUsername(login)?.key
}
