import { html } from 'hono/html'
import { pagePaths, paths } from '../../protocol/endpoints.ts'
import type { Deps } from '../deps.ts'
import type { ApiDocument, ApiRoute } from '../endpoints/api-shapes.ts'
import { createRouter, type Router } from '../endpoints/router.ts'
import { anchorOf, operationArticle } from './docs-operation.ts'
import { proseOf, shapeSections } from './docs-schema.ts'
import { answerPage, type Markup } from './layout.ts'
import { openVisit } from './visit.ts'

/** The API reference, made from the same document that programs read. */
export function docsPages(deps: Deps, readDocument: () => ApiDocument): Router {
  const router = createRouter()
  let made: Markup | undefined
  router.get(pagePaths.docs, async (c) => {
    const visit = await openVisit(deps, c)
    made ??= describeApi(readDocument())
    return answerPage(visit, { title: visit.t('API reference'), body: made, wide: true })
  })
  return router
}

/** In English only, whatever the page around it speaks: it is the text of `/openapi.json`. */
export function describeApi(document: ApiDocument): Markup {
  const issuer = document.servers[0]?.url ?? ''
  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = document.tags.map(({ name, description }) => ({
    id: `group-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    name,
    description,
    routes: routes.filter(({ operation }) => operation.tags?.includes(name)),
  }))
  return html`<div class="api" lang="en">
    ${introduction(issuer, document.info.version)}
    <nav class="contents" aria-label="Contents">
      ${groups.map(
        (group) => html`<section>
          <h2><a href="#${group.id}">${group.name}</a></h2>
          <ul>${group.routes.map(contentsItem)}</ul>
        </section>`,
      )}
    </nav>
    ${groups.map(
      (group) => html`<h2 class="group" id="${group.id}">${group.name}</h2>
        <p>${proseOf(group.description)}</p>
        ${group.routes.map((route) => operationArticle(route, issuer))}`,
    )}
    ${shapeSections(document.components.schemas)}
  </div>`
}

function contentsItem({ path, method, operation }: ApiRoute): Markup {
  return html`<li>
    <a href="#${anchorOf(method, path)}"><b>${method.toUpperCase()}</b> <code>${path}</code></a>
    <span>${proseOf(operation.summary)}</span>
  </li>`
}

function introduction(issuer: string, version: string): Markup {
  return html`<p>Latchkey ${version} at <code>${issuer}</code>. The same for programs: <a href="${paths.openapi}">${paths.openapi}</a> (OpenAPI 3.1).</p>
    <ul class="rules">
      <li>JSON in and out, in UTF-8 and at most 64 KiB, unless it is said otherwise. Times are RFC 3339 in UTC.</li>
      <li>Errors are <a href="#shape-Problem">problem documents</a> (RFC 9457). Decide by <code>code</code>: it is stable. <code>title</code> and <code>detail</code> are for people, in the language of <code>Accept-Language</code>.</li>
      <li>429 and 503 say in <code>Retry-After</code> how many seconds to wait. Neither says anything about a password or a token.</li>
      <li>Lists answer <code>items</code> and <code>next_cursor</code>; send that as <code>?cursor=</code> for the next page, until it is null.</li>
      <li>In the examples, <code>auth token</code> prints the access token of your login; a personal token will mostly do as well.</li>
    </ul>`
}
