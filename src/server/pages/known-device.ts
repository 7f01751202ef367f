import { rememberDevice } from '../accounts/known-device.ts'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../endpoints/router.ts'
import { readCookie, writeCookie } from './cookie.ts'

/** How long a browser is known, in s; a logout does not end it. */
const year = 365 * 24 * 3600

/** What this browser was given by a login before. */
export function readKnownDevice({ config }: Deps, c: RequestContext): string | undefined {
  return readCookie(c, config, 'device')
}

/** For who has just proved to own the account. */
export function keepKnownDevice(deps: Deps, c: RequestContext, accountId: string): void {
  const value = rememberDevice(deps.secret, readKnownDevice(deps, c), accountId)
  writeCookie(c, deps.config, 'device', { value, maxAge: year })
}
