import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import type { RequestContext } from '../endpoints/router.ts'

/** Escaped by `html`; made only by it. */
export type Markup = ReturnType<typeof html>

/** No script, nothing from elsewhere, in nobody's frame. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** One page: a title, and what is in it. Never cached, since it may say who is who. */
export function answerPage(
  c: RequestContext,
  page: { title: string; body: Markup; status?: 200 | 400 | 401 | 403 | 404 | 429 },
): Response | Promise<Response> {
  c.header('Content-Security-Policy', policy)
  c.header('Referrer-Policy', 'no-referrer')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Cache-Control', 'no-store')
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${page.title} · Latchkey</title>
          <link rel="stylesheet" href="${pagePaths.style}" />
        </head>
        <body>
          <main>
            <h1>${page.title}</h1>
            ${page.body}
          </main>
        </body>
      </html>`,
    page.status ?? 200,
  )
}

export const style = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; justify-items: center; }
main { width: min(28rem, calc(100vw - 2rem)); margin: 3rem 0; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
label { display: block; margin: 1rem 0 0; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; }
button { margin: 1.25rem .5rem 0 0; padding: .6rem 1.25rem; font: inherit; cursor: pointer; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
[role=alert] { padding: .75rem 1rem; border: 1px solid currentColor; border-radius: .25rem; }
`
