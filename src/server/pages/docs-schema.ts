import { html } from 'hono/html'
import type { ApiSchema } from '../endpoints/api-shapes.ts'
import type { Markup } from './layout.ts'

export interface Field {
  name: string
  schema: ApiSchema
  required: boolean
  description: string
}

type Piece = Markup | string

/** Text whose `code` is marked as in Markdown; escaped where it is put into a page. */
export function proseOf(text: string): Piece[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))
}

/** A type in the words of TypeScript; a named one is a link to its shape. */
export function typeOf(schema: ApiSchema): Piece {
  if (schema.$ref !== undefined) return shapeLink(schema.$ref)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return join(schema.anyOf.map(typeOf), ' | ')
  if (schema.allOf) return join(schema.allOf.map(typeOf), ' & ')
  const names = [schema.type ?? 'any'].flat()
  return join(
    names.map((name) => namedType(name, schema)),
    ' | ',
  )
}

function namedType(name: string, schema: ApiSchema): Piece {
  if (name === 'array') {
    const item = schema.items ?? {}
    return item.enum || item.anyOf ? html`(${typeOf(item)})[]` : html`${typeOf(item)}[]`
  }
  if (name !== 'object') return name
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return name
  const listed = fields.map(([field, type]) => {
    const mark = schema.required?.includes(field) ? '' : '?'
    return html`${field}${mark}: ${typeOf(type)}`
  })
  return html`{ ${join(listed, ', ')}${schema.additionalProperties ? ', …' : ''} }`
}

function shapeName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

function shapeLink(reference: string): Markup {
  const name = shapeName(reference)
  return html`<a href="#shape-${name}">${name}</a>`
}

function join(pieces: readonly Piece[], between: string): Markup {
  return html`${pieces.map((piece, index) => html`${index > 0 ? between : ''}${piece}`)}`
}

export function fieldTable(fields: readonly Field[]): Markup {
  return html`<table class="fields">
    <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Needed</th><th scope="col">Meaning</th></tr></thead>
    <tbody>
      ${fields.map(
        ({ name, schema, required, description }) => html`<tr>
          <th scope="row"><code>${name}</code></th>
          <td><code>${typeOf(schema)}</code></td>
          <td>${required ? 'yes' : 'no'}</td>
          <td>${proseOf(description)}${defaultNote(schema)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`
}

function defaultNote({ default: value }: ApiSchema): Piece {
  if (value === undefined) return ''
  const items = [value].flat()
  const shown = items.length === 0 ? 'none' : html`<code>${items.join(' ')}</code>`
  return html` <span class="quiet-text">Without it: ${shown}.</span>`
}

/** What the answers refer to by name. */
export function shapeSections(schemas: Record<string, ApiSchema>): Markup {
  return html`<h2 class="group" id="shapes">Shapes</h2>
    <p>What answers hold, by name.</p>
    ${Object.entries(schemas).map(([name, schema]) => shapeSection(name, schema, schemas))}`
}

function shapeSection(name: string, schema: ApiSchema, schemas: Record<string, ApiSchema>): Markup {
  const { properties = {}, required = [] } = mergeParts(schema, schemas)
  return html`<section class="operation" id="shape-${name}" aria-labelledby="shape-${name}-title">
    <h3 id="shape-${name}-title"><a href="#shape-${name}"><code>${name}</code></a></h3>
    <table class="shape">
      <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
      <tbody>
        ${Object.entries(properties).map(
          ([field, type]) => html`<tr>
            <th scope="row"><code>${field}${required.includes(field) ? '' : '?'}</code></th>
            <td><code>${typeOf(type)}</code></td>
            <td>${proseOf(type.description ?? '')}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

/** A shape that extends another has the fields of both. */
function mergeParts(schema: ApiSchema, schemas: Record<string, ApiSchema>): ApiSchema {
  const parts = schema.allOf?.map((part) => mergeParts(part, schemas)) ?? []
  const target = schema.$ref === undefined ? undefined : schemas[shapeName(schema.$ref)]
  if (target) return mergeParts(target, schemas)
  return {
    properties: Object.assign({}, ...parts.map(({ properties }) => properties), schema.properties),
    required: [...parts.flatMap(({ required = [] }) => required), ...(schema.required ?? [])],
  }
}
