import { setCookie } from 'hono/cookie'
import { pagePaths } from '../../protocol/endpoints.ts'
import { languages } from '../../protocol/messages.ts'
import type { Deps } from '../deps.ts'
import { languageCookie } from '../endpoints/correspondence.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { localPath } from './return-path.ts'
import { openVisit, readForm } from './visit.ts'

const year = 365 * 24 * 60 * 60

/** Remembers the language that somebody chose, and goes back to where they were. */
export function languagePages(deps: Deps): Router {
  const router = createRouter()
  router.post(pagePaths.language, async (c) => {
    const form = await readForm(await openVisit(deps, c))
    const language = languages.find((name) => name === form.language)
    if (language)
      setCookie(c, languageCookie, language, { path: '/', maxAge: year, sameSite: 'Lax', httpOnly: true })
    return c.redirect(localPath(form.next, pagePaths.account), 303)
  })
  return router
}
