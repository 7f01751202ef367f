import { mailHeader } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import { type Language, pickLanguage } from '../mail/letters/language.ts'
import type { RequestContext } from './router.ts'

/** The language of a letter is that of the request that caused it. */
export function requestLanguage(c: RequestContext): Language {
  return pickLanguage(c.req.header('accept-language'))
}

/** After the commit: wakes the worker, and says where no letter will be sent because the server has no SMTP. */
export function announceLetter(deps: Deps, c: RequestContext): void {
  if (deps.config.smtpUrl === undefined) c.header(mailHeader, 'outbox')
  deps.wakeMail()
}
