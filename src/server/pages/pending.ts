import { dropCookie, readCookie, writeCookie } from './cookie.ts'
import type { Visit } from './visit.ts'

/** What the next step of a registration or reset must know; carried by the browser, sealed, and never in an address. */
export interface Pending {
  email: string
  /** Of the registration that was started here. */
  registrationId?: string
}

/** As long as a registration waits for its code, in seconds. */
const lifetime = 60 * 60

export function keepPending({ deps, c }: Visit, pending: Pending): void {
  const value = deps.secret.seal('pending form', JSON.stringify(pending))
  writeCookie(c, deps.config, 'pending', { value, maxAge: lifetime })
}

export function readPending({ deps, c }: Visit): Pending | undefined {
  const opened = deps.secret.open('pending form', readCookie(c, deps.config, 'pending') ?? '')
  return opened === undefined ? undefined : (JSON.parse(opened) as Pending)
}

/** At the last step, at a login and at a logout: whoever uses this browser next need not read the address. */
export function dropPending({ deps, c }: Visit): void {
  if (readCookie(c, deps.config, 'pending') !== undefined) dropCookie(c, deps.config, 'pending')
}
