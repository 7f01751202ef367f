import { html } from 'hono/html'
import { type ErrorCode, errorTitle } from '../../protocol/errors.ts'
import { type OAuthErrorCode, oauthErrorPaths, oauthErrorTitles } from '../../protocol/oauth.ts'
import { readCodes } from '../endpoints/api-document.ts'
import type { ApiAnswer, ApiContent, ApiOperation, ApiParameter, ApiRoute } from '../endpoints/api-shapes.ts'
import { exampleOf } from './docs-example.ts'
import { fieldTable, proseOf, typeOf } from './docs-schema.ts'
import type { Markup } from './layout.ts'

/** `post` and `/auth/login` are `post-auth-login`. */
export function anchorOf(method: string, path: string): string {
  return [method, ...(path.match(/[A-Za-z0-9_]+/g) ?? [])].join('-')
}

/** One operation: what it takes, what it answers, and how to call it from a shell. */
export function operationArticle(route: ApiRoute, issuer: string): Markup {
  const { path, method, operation } = route
  const id = anchorOf(method, path)
  return html`<section class="operation" id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title"><a href="#${id}"><b>${method.toUpperCase()}</b> <code>${path}</code></a></h3>
    <p>${proseOf(operation.summary)}. <span class="quiet-text">${proseOf(describeSecurity(operation))}</span></p>
    ${parameterTable(operation.parameters ?? [])}
    ${operation.requestBody ? bodyTables(operation.requestBody.content) : ''}
    ${answerTable(path, operation.responses)}
    <h4>Example</h4>
    <pre><code>${exampleOf(route, issuer)}</code></pre>
  </section>`
}

function describeSecurity({ security = [] }: ApiOperation): string {
  const schemes = security.flatMap((alternative) => Object.keys(alternative))
  if (schemes.includes('bearer')) return 'Takes a bearer token.'
  if (!schemes.includes('client')) return 'Takes no authentication.'
  return 'Takes a client: id and secret by Basic or in the form, or the `client_id` of a public one.'
}

const places = { path: 'In the path.', query: 'In the query.', header: 'A header.' } as const

function parameterTable(parameters: readonly ApiParameter[]): Markup | '' {
  if (parameters.length === 0) return ''
  const fields = parameters.map(({ name, in: place, schema, required = false, description = '' }) => ({
    name,
    schema,
    required,
    description: `${description} ${places[place]}`.trim(),
  }))
  return html`<h4>Parameters</h4>
    ${fieldTable(fields)}`
}

/** Bodies of several media types with the same fields are one table. */
function bodyTables(content: ApiContent): Markup[] {
  const alike = new Map<string, string[]>()
  for (const [type, { schema }] of Object.entries(content)) {
    const key = JSON.stringify(schema)
    alike.set(key, [...(alike.get(key) ?? []), type])
  }
  return [...alike.values()].map((types) => {
    const schema = content[types[0] ?? '']?.schema
    const fields = Object.entries(schema?.properties ?? {}).map(([name, field]) => ({
      name,
      schema: field,
      required: schema?.required?.includes(name) ?? false,
      description: field.description ?? '',
    }))
    return html`<h4>Body: ${types.map((type, index) => html`${index > 0 ? ' or ' : ''}<code>${type}</code>`)}</h4>
      ${fieldTable(fields)}`
  })
}

function answerTable(path: string, responses: Record<string, ApiAnswer>): Markup {
  return html`<h4>Answers</h4>
    <table class="answers">
      <thead><tr><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">Body</th></tr></thead>
      <tbody>
        ${Object.entries(responses).map(
          ([status, answer]) => html`<tr>
            <th scope="row">${status}</th>
            <td>${meaningOf(path, answer)}${headerNote(answer)}</td>
            <td>${answerBody(answer)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`
}

function meaningOf(path: string, answer: ApiAnswer): Markup | ReturnType<typeof proseOf> {
  const codes = readCodes(answer)
  if (codes.length === 0) return proseOf(answer.description)
  const title = oauthErrorPaths.includes(path)
    ? (code: string) => oauthErrorTitles[code as OAuthErrorCode]
    : (code: string) => errorTitle(code as ErrorCode).title
  return html`<ul>${codes.map((code) => html`<li><code>${code}</code> ${title(code)}.</li>`)}</ul>`
}

function headerNote({ headers = {} }: ApiAnswer): Markup[] {
  return Object.entries(headers).map(
    ([name, { description }]) =>
      html`<p class="quiet-text"><code>${name}</code>: ${proseOf(description)}</p>`,
  )
}

function answerBody({ content = {} }: ApiAnswer): Markup | '' {
  const [schema] = Object.values(content).map((body) => body.schema)
  if (!schema) return html`<span class="quiet-text">none</span>`
  return html`<code>${typeOf(schema.allOf?.[0] ?? schema)}</code>`
}
