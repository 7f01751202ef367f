import { describe, expect, test } from 'vitest'
import { cli, logIn } from '../../support/oauth.ts'
import { addMember, loginCookies, readStore } from '../../support/page-client.ts'
import { email, follow, startWithAnn } from './account-start.ts'

describe('logged-in devices', () => {
  test('one is ended, then all others; each with its device, program and address', async () => {
    const { app, ann, id } = await startWithAnn()
    const { sessionId } = await logIn(app, { id, email }, { clientId: cli.client_id, label: 'office-pc' })
    await logIn(app, { id, email }, { label: 'script' })
    const { html } = await ann.get('/account')
    expect(html).toContain(`<strong id="device-${sessionId}">office-pc</strong>`)
    expect(html).toContain('<span>Latchkey command line</span> <span>127.0.0.1</span>')
    expect(html).toContain('<span>A program of your own</span>')
    expect(html.match(/this one/g)?.length).toBe(1)
    const one = await follow(ann, ann.post(`/account/sessions/${sessionId}/end`))
    expect([one.location, one.page.said]).toEqual([
      '/account?done=session-ended#devices',
      ['The session has ended.'],
    ])
    const twice = await ann.post(`/account/sessions/${sessionId}/end`)
    expect([twice.status, twice.said]).toEqual([404, ['You have no such session, or it has ended already.']])
    const all = await follow(ann, ann.post('/account/sessions/end-others'))
    expect([all.page.said, all.page.html.match(/class="entry"/g)?.length]).toEqual([
      ['All other sessions have ended.'],
      1,
    ])
  })

  test("the own one is ended as a logout; another member's is nobody's", async () => {
    const { app, ann, id } = await startWithAnn()
    const bob = await addMember(app, 'bob@example.com')
    const { sessionId } = await logIn(app, { id: bob, email: 'bob@example.com' })
    const before = await readStore(app)
    expect((await ann.post(`/account/sessions/${sessionId}/end`)).status).toBe(404)
    expect((await ann.post('/account/sessions/%00/end')).status).toBe(404)
    expect(await readStore(app)).toEqual(before)
    const own = await app.deps.db
      .selectFrom('sessions')
      .select('id')
      .where('account_id', '=', id)
      .executeTakeFirstOrThrow()
    const { location, page } = await follow(ann, ann.post(`/account/sessions/${own.id}/end`))
    expect([location, page.said]).toEqual(['/login?done=logged-out', ['You are logged out.']])
    for (const name of loginCookies) expect(ann.cookies.has(name)).toBe(false)
  })

  test('many are turned page by page, and none is left out or shown twice', async () => {
    const { app, ann, id } = await startWithAnn()
    for (let count = 0; count < 24; count++) await logIn(app, { id, email }, { label: `device ${count}` })
    const seen: string[] = []
    let path: string | undefined = '/account'
    while (path !== undefined) {
      const { html }: { html: string } = await ann.get(path)
      seen.push(...[...html.matchAll(/id="device-([^"]+)"/g)].map(([, one = '']) => one))
      path = /<a href="([^"]+)">More devices/.exec(html)?.[1]
    }
    expect([seen.length, new Set(seen).size]).toEqual([25, 25])
    expect((await ann.get('/account?devices=made-up')).status).toBe(422)
  })
})
