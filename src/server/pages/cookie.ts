import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isLoopback } from '../../protocol/loopback.ts'
import type { Config } from '../config.ts'
import type { RequestContext } from '../endpoints/router.ts'

/** The cookies of our pages. Never readable by scripts. */
export type CookieName = 'access' | 'refresh' | 'visitor' | 'pending' | 'device'

/**
 * Over TLS each carries the prefix that no subdomain and no plain http can set or overwrite (RFC 6265bis §4.1.3.2).
 * Plain http is for loopback, where not every browser takes a cookie marked Secure.
 */
function secured({ issuer }: Config) {
  const { protocol, hostname } = new URL(issuer)
  const secure = protocol === 'https:' || !isLoopback(hostname)
  return { secure, prefix: secure ? ('host' as const) : undefined }
}

export function readCookie(c: RequestContext, config: Config, name: CookieName): string | undefined {
  return getCookie(c, `latchkey-${name}`, secured(config).prefix)
}

/** `maxAge` in seconds; without it the cookie goes with the browser's session. Lax: a link in a letter finds the person logged in. */
export function writeCookie(
  c: RequestContext,
  config: Config,
  name: CookieName,
  cookie: { value: string; maxAge?: number },
): void {
  const { secure, prefix } = secured(config)
  forgetEarlier(c, config, name)
  setCookie(c, `latchkey-${name}`, cookie.value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    ...(prefix && { prefix }),
    // Browsers keep no cookie for longer than 400 days, and Hono refuses to ask for it.
    ...(cookie.maxAge !== undefined && { maxAge: Math.min(Math.floor(cookie.maxAge), 400 * 24 * 3600) }),
  })
}

export function dropCookie(c: RequestContext, config: Config, name: CookieName): void {
  const { secure, prefix } = secured(config)
  forgetEarlier(c, config, name)
  deleteCookie(c, `latchkey-${name}`, { path: '/', secure, ...(prefix && { prefix }) })
}

/** An answer says each cookie once (RFC 6265 §4.1.1): a renewal that a logout follows must not stand beside it. */
function forgetEarlier(c: RequestContext, config: Config, name: CookieName): void {
  const full = `${secured(config).prefix ? '__Host-' : ''}latchkey-${name}=`
  const others = c.res.headers.getSetCookie().filter((cookie) => !cookie.startsWith(full))
  c.header('Set-Cookie', undefined)
  for (const cookie of others) c.header('Set-Cookie', cookie, { append: true })
}
