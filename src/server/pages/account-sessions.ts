import { html } from 'hono/html'
import { pagePaths } from '../../protocol/endpoints.ts'
import { ProtocolError } from '../../protocol/errors.ts'
import { makePage, readCursor, writeCursor } from '../endpoints/cursor.ts'
import { idParams } from '../endpoints/schemas.ts'
import { endOne, endOthers, presentSession } from '../endpoints/sessions.ts'
import { listSessions } from '../grants/session.ts'
import { type AccountForm, type Refused, returnTo } from './account-form.ts'
import { logOut } from './browser-session.ts'
import { alertOf, formOf, noticeOf } from './form.ts'
import { renewVisitor } from './form-token.ts'
import type { Markup } from './layout.ts'
import { readNotice } from './notice.ts'
import { dropPending } from './pending.ts'
import { namePrograms, sessionItem } from './session-item.ts'
import type { MemberVisit } from './visit.ts'

const path = `${pagePaths.account}/sessions`

/** How many are on a page. */
const limit = 10

export const sessionForm: AccountForm = {
  path: `${path}/:id/end`,
  answer: async (visit) => {
    const { deps, c, member } = visit
    const id = idParams.safeParse(c.req.param()).data?.id
    if (id === member.session.id) return answerLogout(visit)
    const ended = id !== undefined && (await endOne(deps, c, member, id))
    if (ended) return returnTo(visit, 'devices', 'session-ended')
    throw new ProtocolError('not_found', 'You have no such session, or it has ended already.')
  },
}

export const othersForm: AccountForm = {
  path: `${path}/end-others`,
  answer: async (visit) => {
    await endOthers(visit.deps, visit.c, visit.member)
    return returnTo(visit, 'devices', 'sessions-ended')
  },
}

async function answerLogout(visit: MemberVisit): Promise<Response> {
  const { deps, c } = visit
  await logOut(deps, c)
  renewVisitor(deps, c)
  dropPending(visit)
  return c.redirect(`${pagePaths.login}?done=logged-out`, 303)
}

/** Where somebody is logged in: all of it, page by page. */
export async function devicesSection(visit: MemberVisit, refused: Refused | undefined): Promise<Markup> {
  const { t, c, deps, member } = visit
  const after = readCursor(c.req.query('devices'))
  const rows = await listSessions(deps.db, member.account.id, { after, limit: limit + 1 }, c.get('now'))
  const page = makePage(rows, limit, (row) => presentSession(row, member.session.id), writeCursor)
  const programs = await namePrograms(visit, page.items)
  const isOnly = after === undefined && rows.length === 1
  const fault = refused?.path.startsWith(path) ? refused.fault : undefined
  return html`<section id="devices" aria-labelledby="devices-title">
    <h2 id="devices-title">${t('Logged-in devices')}</h2>
    ${noticeOf(readNotice(visit, ['session-ended', 'sessions-ended']))} ${alertOf(fault)}
    <ul class="entries">
      ${page.items.map((entry) =>
        sessionItem(visit, entry, {
          programs,
          action: `${path}/${entry.id}/end#devices`,
          verb: t('Log out'),
        }),
      )}
    </ul>
    ${turnPages(visit, page.next_cursor)}
    ${isOnly ? '' : formOf(visit, { action: `${othersForm.path}#devices`, submit: t('Log out all other devices'), tone: 'quiet', body: html`` })}
  </section>`
}

function turnPages({ t, c }: MemberVisit, next: string | null): Markup | '' {
  const isFirst = c.req.query('devices') === undefined
  if (isFirst && next === null) return ''
  const first = html`<a href="${pagePaths.account}#devices">${t('The newest')}</a>`
  const more = html`<a href="${pagePaths.account}?${new URLSearchParams({ devices: next ?? '' })}#devices">${t('More devices')}</a>`
  return html`<p class="ways">${isFirst ? '' : first} ${next === null ? '' : more}</p>`
}
