import { pagePaths } from '../../protocol/endpoints.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { docsStyle } from './docs-style.ts'
import { icon, style } from './style.ts'

/** The two files that pages ask for, and the way from the bare address to the first page. */
export function assetPages(): Router {
  const router = createRouter()
  router.get('/', (c) => c.redirect(pagePaths.account, 303))
  router.get(pagePaths.style, (c) =>
    c.body(`${style}${docsStyle}`, 200, headersFor('text/css; charset=utf-8')),
  )
  router.get(pagePaths.icon, (c) => c.body(icon, 200, headersFor('image/svg+xml')))
  return router
}

/** Kept for a few minutes: after an update nobody sees old colours for long. */
function headersFor(type: string) {
  return { 'Content-Type': type, 'Cache-Control': 'public, max-age=300', 'X-Content-Type-Options': 'nosniff' }
}
