import { html } from 'hono/html'
import { apiClientId, type SessionEntry, webClientId } from '../../protocol/endpoints.ts'
import { findClient } from '../grants/client.ts'
import { proofOf } from './form-token.ts'
import type { Markup } from './layout.ts'
import { timeOf } from './time.ts'
import type { MemberVisit } from './visit.ts'

/** A session in a list, with the button that ends it; its form says which by the field `session`. */
export function sessionItem(
  visit: MemberVisit,
  entry: SessionEntry,
  { programs, action, verb }: { programs: Map<string, string>; action: string; verb: string },
): Markup {
  const { t, language } = visit
  const [name, button] = [`device-${entry.id}`, `end-${entry.id}`]
  return html`<li class="entry">
    <div>
      <strong id="${name}">${entry.label ?? t('Unnamed device')}</strong>
      ${entry.current ? html`<span class="tag">${t('this one')}</span>` : ''}
      <p class="hint"><span>${programs.get(entry.client_id) ?? entry.client_id}</span> <span>${entry.address ?? t('unknown address')}</span></p>
      <p class="hint">
        <span>${t('Logged in at')} ${timeOf(entry.created_at, language)}</span>
        <span>${t('Last used')} ${timeOf(entry.last_used_at, language)}</span>
      </p>
    </div>
    <form method="post" action="${action}">
      ${proofOf(visit)}
      <input type="hidden" name="session" value="${entry.id}" />
      <button class="quiet" id="${button}" aria-labelledby="${button} ${name}">${verb}</button>
    </form>
  </li>`
}

/** What the programs of sessions are called, by their client ids. */
export async function namePrograms(
  { deps, t }: MemberVisit,
  entries: SessionEntry[],
): Promise<Map<string, string>> {
  const ours = new Map([
    [webClientId, t('Browser')],
    [apiClientId, t('A program of your own')],
  ])
  const others = [...new Set(entries.map((entry) => entry.client_id))].filter((id) => !ours.has(id))
  const clients = await Promise.all(others.map((id) => findClient(deps.db, id)))
  return new Map([
    ...ours,
    ...clients.flatMap((client) => (client ? [[client.id, client.name] as const] : [])),
  ])
}
