import { html } from 'hono/html'
import type { Language } from '../../protocol/messages.ts'
import type { Markup } from './layout.ts'

/** A time for people, to the minute and in UTC, since the server does not know where they are. `iso` is RFC 3339. */
export function timeOf(iso: string | null, language: Language): Markup {
  if (iso === null) return html`–`
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return html`<time datetime="${iso}">${format.format(new Date(iso))} UTC</time>`
}

/** The same without the hour: for what is long ago or far away. */
export function dateOf(iso: string | null, language: Language): Markup {
  if (iso === null) return html`–`
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  return html`<time datetime="${iso}">${format.format(new Date(iso))}</time>`
}
