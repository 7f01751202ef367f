import { getCookie } from 'hono/cookie'
import { mailHeader } from '../../protocol/endpoints.ts'
import { type Language, languages, pickLanguage } from '../../protocol/messages.ts'
import type { Deps } from '../deps.ts'
import type { RequestContext } from './router.ts'

/** Holds the language that somebody chose on a page. No secret, so one name for plain http and TLS. */
export const languageCookie = 'latchkey-language'

/** The language of a page, an error or a letter is that of the request that caused it. */
export function requestLanguage(c: RequestContext): Language {
  const chosen = languages.find((language) => language === getCookie(c, languageCookie))
  return chosen ?? pickLanguage(c.req.header('accept-language'))
}

/** After the commit: wakes the worker, and says where no letter will be sent because the server has no SMTP. */
export function announceLetter(deps: Deps, c: RequestContext): void {
  if (deps.config.smtpUrl === undefined) c.header(mailHeader, 'outbox')
  deps.wakeMail()
}
