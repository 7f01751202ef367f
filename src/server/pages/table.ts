import { html } from 'hono/html'
import type { Markup } from './layout.ts'

/**
 * A table that becomes a stack of cards where the screen is narrow. Its roles are written out, since some browsers forget
 * that it is a table once it is laid out otherwise. `name` tells it apart from others for who does not see it.
 */
export function tableOf(table: {
  name: string
  heads: readonly string[]
  rows: readonly (readonly Markup[])[]
}): Markup {
  const { name, heads, rows } = table
  return html`<table class="cards" role="table" aria-label="${name}">
    <thead role="rowgroup">
      <tr role="row">
        ${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((cells) => html`<tr role="row">${cells.map((cell, index) => cellOf(cell, heads[index] ?? ''))}</tr>`)}
    </tbody>
  </table>`
}

/** On a card each cell has its head beside it. */
function cellOf(cell: Markup, head: string): Markup {
  return html`<td role="cell" data-head="${head}"><div>${cell}</div></td>`
}
