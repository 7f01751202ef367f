import { expect, test } from 'vitest'
import { testPassword, testStart } from '../../support/app.ts'
import { noted } from '../../support/audit.ts'
import { openPageClient } from '../../support/page-client.ts'
import { forEachStore } from '../../support/stores.ts'
import { askAgain, findRow, lastAudit, logIn, refused, startWithMembers, welcome } from './logins.ts'

forEachStore((_kind, openStore) => {
  test('disabling refuses the open sessions on their next request, and enabling lets the owner log in again', async () => {
    const { app, root, rootId, annId, ann } = await startWithMembers(openStore)
    expect(await askAgain(app, ann)).toEqual(welcome)
    const page = await root.get(`/members/${annId}`)
    expect([page.status, page.title]).toEqual([200, 'ann@example.com'])

    const disabled = await root.post(`/members/${annId}/disable`)
    expect([disabled.status, disabled.location]).toEqual([303, `/members/${annId}?done=member-changed`])
    expect(await findRow(app, annId)).toMatchObject({ disabled_at: testStart, superuser_at: null })
    const by = { actor: rootId, subject: annId, address: '127.0.0.1' }
    expect(await lastAudit(app)).toEqual(noted('account.disabled', by))
    expect(await askAgain(app, ann)).toEqual(refused)
    const told = await root.get(disabled.location ?? '')
    expect(told.said).toEqual(['The account is changed.'])
    expect(told.html).toContain('<span class="tag danger">disabled</span>')

    expect((await root.post(`/members/${annId}/enable`)).status).toBe(303)
    expect(await findRow(app, annId)).toMatchObject({ disabled_at: null })
    expect(await lastAudit(app)).toEqual(noted('account.enabled', by))
    // What had ended stays so.
    expect((await app.request('GET', '/auth/me', { bearer: ann.token })).status).toBe(401)
    expect((await openPageClient(app).logIn('ann@example.com')).location).toBe('/account')
  })

  test('promoting and demoting open and close the administration to a session that stands', async () => {
    const { app, root, rootId, annId, ann } = await startWithMembers(openStore)
    const by = { actor: rootId, subject: annId, address: '127.0.0.1' }
    expect((await ann.browser.get('/members')).status).toBe(403)
    expect((await root.post(`/members/${annId}/promote`)).status).toBe(303)
    expect(await findRow(app, annId)).toMatchObject({ superuser_at: testStart })
    expect(await lastAudit(app)).toEqual(noted('account.promoted', by))
    expect((await ann.browser.get('/members')).status).toBe(200)
    expect((await root.post(`/members/${annId}/demote`)).status).toBe(303)
    expect(await findRow(app, annId)).toMatchObject({ superuser_at: null })
    expect(await lastAudit(app)).toEqual(noted('account.demoted', by))
    expect((await ann.browser.get('/members')).status).toBe(403)
    expect(await askAgain(app, ann)).toEqual(welcome)
  })

  test('sessions end one by one or all at once, and each is refused on its next request', async () => {
    const { app, root, rootId, annId, ann } = await startWithMembers(openStore)
    const sessions = await app.deps.db
      .selectFrom('sessions')
      .selectAll()
      .where('account_id', '=', annId)
      .execute()
    const web = sessions.find(({ client_id }) => client_id === 'latchkey-web')?.id ?? ''
    const page = await root.get(`/members/${annId}`)
    for (const { id } of sessions) expect(page.html).toContain(`name="session" value="${id}"`)

    const one = await root.post(`/members/${annId}/end-session`, { session: web })
    expect([one.status, one.location]).toEqual([303, `/members/${annId}?done=session-ended`])
    const by = { actor: rootId, subject: annId, address: '127.0.0.1' }
    expect(await lastAudit(app)).toEqual(noted('session.ended', { ...by, detail: { session: web } }))
    expect(await askAgain(app, ann)).toEqual([200, ...refused.slice(1)])

    const again = await root.post(`/members/${annId}/end-session`, { session: web })
    expect([again.status, again.title, again.said]).toEqual([
      404,
      'ann@example.com',
      ['This account has no such session, or it has ended already.'],
    ])

    const all = await root.post(`/members/${annId}/end-sessions`)
    expect([all.status, all.location]).toEqual([303, `/members/${annId}?done=member-sessions-ended`])
    expect(await lastAudit(app)).toEqual(noted('sessions.ended', { ...by, detail: { ended: 1 } }))
    expect(await askAgain(app, { ...ann, browser: await logIn(app, 'ann@example.com') })).toEqual([
      401,
      200,
      null,
    ])
  })

  test('a session of somebody else is not ended from this page', async () => {
    const { app, root, rootId, annId } = await startWithMembers(openStore)
    const own = await app.deps.db
      .selectFrom('sessions')
      .selectAll()
      .where('account_id', '=', rootId)
      .execute()
    for (const session of [own[0]?.id ?? '', 'no/id', '\0', '']) {
      const answer = await root.post(`/members/${annId}/end-session`, { session })
      expect([answer.status, answer.title, answer.said.length]).toEqual([404, 'ann@example.com', 1])
    }
    expect((await root.get('/members')).status).toBe(200)
  })

  test('removing asks first, on a page that says who; then the account and its sessions are gone', async () => {
    const { app, root, rootId, annId, ann } = await startWithMembers(openStore)
    const unasked = await root.post(`/members/${annId}/delete`)
    expect([unasked.status, unasked.location]).toEqual([303, `/members/${annId}/delete`])
    expect(await askAgain(app, ann)).toEqual(welcome)
    const question = await root.get(unasked.location ?? '')
    expect([question.status, question.title]).toEqual([200, 'Delete this account?'])
    expect(question.html).toMatch(/<dd>ann@example\.com<\/dd>[\s\S]*<dd>Ann<\/dd>/)

    const removed = await root.post(`/members/${annId}/delete`, { sure: 'yes' })
    expect([removed.status, removed.location]).toEqual([303, '/members?done=member-deleted'])
    expect(await findRow(app, annId)).toBeUndefined()
    expect(await lastAudit(app)).toMatchObject({ event: 'account.deleted', actor: rootId, subject: annId })
    expect(await askAgain(app, ann)).toEqual(refused)
    expect((await root.get('/members?done=member-deleted')).said).toEqual(['The account is deleted.'])
    // Another tab still shows the page of who is gone.
    for (const path of ['', '/delete', '/disable']) {
      const gone =
        path === '/disable'
          ? await root.post(`/members/${annId}${path}`)
          : await root.get(`/members/${annId}${path}`)
      expect([gone.status, gone.said]).toEqual([404, ['There is no such account.']])
    }
  })

  test('a password reset sends its owner a code; the old password and the sessions stay until it is used', async () => {
    const { app, root, rootId, annId, ann } = await startWithMembers(openStore)
    const answer = await root.post(`/members/${annId}/reset`)
    expect([answer.status, answer.location]).toEqual([303, `/members/${annId}?done=reset-started`])
    expect(await lastAudit(app)).toMatchObject({
      event: 'password.reset-started',
      actor: rootId,
      subject: annId,
    })
    expect(await askAgain(app, ann)).toEqual(welcome)
    const json = {
      email: 'ann@example.com',
      code: await app.readCode('ann@example.com'),
      new_password: 'tulip ladder canyon',
    }
    expect((await app.request('POST', '/auth/password/reset', { json })).status).toBe(204)
    expect(await askAgain(app, ann)).toEqual(refused)
  })

  test('the last active superuser stays: told on the page of the account, and nothing is changed', async () => {
    const { app, root, rootId } = await startWithMembers(openStore)
    const before = await findRow(app, rootId)
    for (const change of ['disable', 'demote']) {
      const question = await root.post(`/members/${rootId}/${change}`)
      expect([question.status, question.location]).toEqual([303, `/members/${rootId}/${change}`])
      expect((await root.get(question.location ?? '')).title).toMatch(/your own/)
      const answer = await root.post(`/members/${rootId}/${change}`, { sure: 'yes' })
      expect([answer.status, answer.title]).toEqual([409, 'root@example.com'])
      expect(answer.said).toEqual([expect.stringMatching(/^This is the last active superuser; nothing was/)])
      // Pressing Enter in the address of a refusal leads on.
      expect((await root.get(`/members/${rootId}/promote`)).location).toBe(`/members/${rootId}`)
    }
    expect(await findRow(app, rootId)).toEqual(before)
    expect((await root.get('/members')).status).toBe(200)
  })

  test('who demotes or disables themselves is led to a page that is still theirs', async () => {
    const { root, rootId, annId, ann } = await startWithMembers(openStore)
    await root.post(`/members/${annId}/promote`)
    const demoted = await root.post(`/members/${rootId}/demote`, { sure: 'yes' })
    expect(demoted.location).toBe('/account?done=member-changed')
    expect((await root.get(demoted.location ?? '')).status).toBe(200)
    await ann.browser.post(`/members/${rootId}/promote`)
    const disabled = await root.post(`/members/${rootId}/disable`, { sure: 'yes' })
    const login = await root.get(disabled.location ?? '')
    expect([login.title, login.said]).toEqual(['Log in', ['The account is changed.']])
    await ann.browser.post(`/members/${rootId}/enable`)
  })

  test("one's own account goes by /account/delete alone, which asks for the password", async () => {
    const { app, root, rootId, annId, ann } = await startWithMembers(openStore)
    await root.post(`/members/${annId}/promote`)
    expect((await root.get(`/members/${rootId}`)).html).toContain('href="/account/delete"')
    expect((await root.get(`/members/${annId}`)).html).toContain(`href="/members/${annId}/delete"`)
    for (const answer of [
      await ann.browser.get(`/members/${annId}/delete`),
      await ann.browser.post(`/members/${annId}/delete`, { sure: 'yes' }),
    ])
      expect([answer.status, answer.location]).toEqual([303, '/account/delete'])
    expect(await findRow(app, annId)).toBeDefined()
    const removed = await ann.browser.post('/account/delete', { password: testPassword })
    expect([removed.status, removed.title]).toEqual([200, 'Account deleted'])
    expect(await findRow(app, annId)).toBeUndefined()
  })

  test('of the last two superusers who demote each other, or themselves, at once exactly one stays, ten times', async () => {
    const { app, root, rootId, annId, ann } = await startWithMembers(openStore)
    const { db } = app.deps
    for (let round = 0; round < 10; round++) {
      await db.updateTable('accounts').set({ superuser_at: testStart }).execute()
      const [byRoot, byAnn] = round % 2 ? [annId, rootId] : [rootId, annId]
      const answers = await Promise.all([
        root.post(`/members/${byRoot}/demote`, { sure: 'yes' }),
        ann.browser.post(`/members/${byAnn}/demote`, { sure: 'yes' }),
      ])
      const left = await db.selectFrom('accounts').selectAll().where('superuser_at', 'is not', null).execute()
      expect([round, left.length]).toEqual([round, 1])
      for (const { status } of answers) expect([303, 409, 403]).toContain(status)
    }
  })
})
