import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { languages } from '../../protocol/messages.ts'
import { proofOf } from './form-token.ts'
import type { Visit } from './visit.ts'

/** Escaped by `html`; made only by it. */
export type Markup = ReturnType<typeof html>

/** No script, nothing from elsewhere, in nobody's frame. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

export interface Page {
  /** In the visitor's language. */
  title: string
  body: Markup
  status?: number
  /** For tables: takes the whole width; `middle` for lists. */
  wide?: boolean | 'middle'
}

/** One page: a title, what is in it, and the way to the others. Never cached, since it says who is who. */
export function answerPage(visit: Visit, page: Page): Response | Promise<Response> {
  const { c, language, t } = visit
  c.header('Content-Security-Policy', policy)
  c.header('X-Frame-Options', 'DENY') // for browsers that do not know frame-ancestors
  // Not no-referrer: browsers would then send the forms of these pages from the origin "null".
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Cross-Origin-Opener-Policy', 'same-origin')
  c.header('Cache-Control', 'no-store')
  c.header('Content-Language', language)
  c.status((page.status ?? 200) as 200)
  return c.html(
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${page.title} · Latchkey</title>
          <link rel="icon" href="${pagePaths.icon}" type="image/svg+xml" />
          <link rel="stylesheet" href="${pagePaths.style}" />
        </head>
        <body>
          <a class="skip" href="#main">${t('Skip to the content')}</a>
          <header>${navigation(visit)}</header>
          <main id="main" class="${widthOf(page)}">
            <h1>${page.title}</h1>
            ${page.body}
          </main>
          <footer>${languageSwitch(visit)} <a href="${pagePaths.docs}">${t('API reference')}</a></footer>
        </body>
      </html>`,
  )
}

function widthOf({ wide = false }: Page): string {
  return wide === 'middle' ? 'middle' : wide ? 'wide' : 'narrow'
}

function navigation(visit: Visit): Markup {
  const { c, t, member } = visit
  const link = (path: string, name: string) =>
    html`<a href="${path}" ${c.req.path.startsWith(path) ? html`aria-current="page"` : ''}>${name}</a>`
  const isSuperuser = member !== undefined && member.account.superuser_at !== null
  return html`<a class="brand" href="${pagePaths.account}">Latchkey</a>
    <nav aria-label="${t('Pages')}">
      ${
        member
          ? html`${link(pagePaths.account, t('Account'))}
            ${isSuperuser ? html`${link(pagePaths.members, t('Members'))} ${link(pagePaths.invites, t('Invitations'))}` : ''}
            ${link(pagePaths.device, t('Device'))}
            <form method="post" action="${pagePaths.logout}">
              ${proofOf(visit)}
              <button class="plain">${t('Log out')}</button>
            </form>`
          : html`${link(pagePaths.login, t('Log in'))} ${link(pagePaths.register, t('Register'))}`
      }
    </nav>`
}

/** Each language is named in itself: who cannot read this page must find it. */
const languageNames = { en: 'English', ko: '한국어' } as const

function languageSwitch(visit: Visit): Markup {
  const { c, t, language } = visit
  const { pathname, search } = new URL(c.req.url)
  return html`<form method="post" action="${pagePaths.language}" aria-label="${t('Language')}">
    ${proofOf(visit)}
    <input type="hidden" name="next" value="${`${pathname}${search}`}" />
    ${languages.map(
      (name) =>
        html`<button class="plain" name="language" value="${name}" lang="${name}" ${name === language ? html`aria-pressed="true"` : html`aria-pressed="false"`}>${languageNames[name]}</button>`,
    )}
  </form>`
}
