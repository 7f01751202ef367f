import { html } from 'hono/html'
import type { Markup } from './layout.ts'

export interface Choice {
  name: string
  label: string
  /** Value and words of each. */
  options: readonly (readonly [value: string, text: string])[]
  value: string
}

/** One of several; `scope` tells forms of one page apart. */
export function selectOf({ name, label, options, value }: Choice, scope = ''): Markup {
  const id = `${scope}${name}`
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <select id="${id}" name="${name}">
      ${options.map(([each, text]) => html`<option value="${each}" ${each === value ? html`selected` : ''}>${text}</option>`)}
    </select>
  </div>`
}

/** Yes or no; its value is `yes`. */
export function checkOf(
  { name, label, checked }: { name: string; label: string; checked: boolean },
  scope = '',
): Markup {
  const id = `${scope}${name}`
  return html`<div class="check">
    <input type="checkbox" id="${id}" name="${name}" value="yes" ${checked ? html`checked` : ''} />
    <label for="${id}">${label}</label>
  </div>`
}
