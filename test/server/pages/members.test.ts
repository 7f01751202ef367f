import { expect, test } from 'vitest'
import { startSession } from '../../../src/server/grants/session.ts'
import { type TestApp, testPassword, testStart } from '../../support/app.ts'
import { addMember, openPageClient, readStore } from '../../support/page-client.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'
import { findRow, lastAudit, startWithMembers } from './logins.ts'

forEachStore((_kind, openStore) => {
  test('an added account gets a code for its password, and may be a superuser from the start', async () => {
    const { app, root, rootId } = await startWithMembers(openStore)
    const form = { email: 'Bob@Example.com', username: 'Bob', superuser: 'yes' }
    const answer = await root.post('/members/add', form)
    const id = /^\/members\/(.*)\?done=member-added$/.exec(answer.location ?? '')?.[1] ?? ''
    expect(await findRow(app, id)).toMatchObject({
      email: 'bob@example.com',
      username: 'Bob',
      superuser_at: testStart,
      verified_at: testStart,
    })
    expect(await lastAudit(app)).toMatchObject({ event: 'account.added', actor: rootId, subject: id })
    expect(await app.readCode('bob@example.com')).toMatch(/^[A-Z0-9]{6}$/)

    const taken = await root.post('/members/add', { email: 'ann@example.com', username: 'Annette' })
    expect([taken.status, taken.title, taken.said]).toEqual([
      400,
      'Add a member',
      ['An account with this address exists; nothing was added.'],
    ])
    expect(taken.html).toMatch(/aria-describedby="email-error email-hint"/)
    expect(taken.html).toContain('value="Annette"')
    expect((await root.post('/members/add', { email: 'nobody' })).status).toBe(422)
  })

  test('the list is searched by part of an address or name and by state, and goes on right while rows are added', async () => {
    const { app, root } = await startWithMembers(openStore)
    await addMany(app, 120)
    const emails = (html: string) =>
      [...html.matchAll(/href="\/members\/[0-9a-f-]{36}">([^<]*)</g)].map(([, email]) => email)
    const find = async (query: string) => emails((await root.get(`/members?${query}`)).html)
    expect(await find('q=ANN')).toEqual(['ann@example.com'])
    expect(await find('q=n117%40')).toEqual(['n117@example.org'])
    expect(await find('status=superuser')).toEqual(['root@example.com'])
    expect(await find('q=n11&status=disabled')).toEqual(
      ['n119', 'n117', 'n115', 'n113', 'n111', 'n11'].map((name) => `${name}@example.org`),
    )
    const none = await root.get('/members?q=%25')
    expect([none.status, none.html.includes('Nobody has that in the address or the user name.')]).toEqual([
      200,
      true,
    ])
    expect((await root.get('/members?q=%00&status=nonsense')).status).toBe(200)
    expect((await root.get('/members?cursor=nonsense')).status).toBe(422)

    const seen: Array<string | undefined> = []
    let next: string | undefined = '/members?q=n&status=active'
    while (next !== undefined) {
      const { html } = await root.get(next)
      seen.push(...emails(html))
      await addMember(app, `new${seen.length}@example.org`)
      next = /<a rel="next" href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      if (next !== undefined) expect(next).toMatch(/^\/members\?q=n&status=active&cursor=/)
    }
    expect(seen).toHaveLength(61)
    expect(new Set(seen).size).toBe(61)
  })
})

/** Every second one is disabled. */
async function addMany({ deps: { db } }: TestApp, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    email: `n${index}@example.org`,
    password_hash: '!',
    created_at: testStart - 1_000_000 + index,
    verified_at: testStart,
    disabled_at: index % 2 ? testStart : null,
  }))
  await db.insertInto('accounts').values(rows).execute()
}

test('a member who is no superuser gets 403 from every one of these pages, and nothing is changed', async () => {
  const { app, rootId, ann } = await startWithMembers(openSqlite)
  const before = await readStore(app)
  const paths = ['/members', '/members/add', `/members/${rootId}`, `/members/${rootId}/delete`, '/invites']
  for (const path of paths) {
    const page = await ann.browser.get(path)
    expect([path, page.status, page.said]).toEqual([path, 403, ['This page is for superusers.']])
  }
  const changes = ['disable', 'enable', 'promote', 'demote', 'end-session', 'end-sessions', 'reset', 'delete']
  const posts = [
    ...changes.map((change) => `/members/${rootId}/${change}`),
    '/members/add',
    '/invites',
    '/invites/revoke',
  ]
  for (const path of posts) {
    const page = await ann.browser.post(path, { sure: 'yes', email: 'eve@example.com' })
    expect([path, page.status, page.said]).toEqual([path, 403, ['This page is for superusers.']])
  }
  expect(await readStore(app)).toEqual(before)
})

test('who is not logged in is led to the login and back to the page; a form without its token does nothing', async () => {
  const { app, root, annId } = await startWithMembers(openSqlite)
  const before = await readStore(app)
  const stranger = openPageClient(app)
  expect((await stranger.get(`/members/${annId}`)).location).toBe(`/login?next=%2Fmembers%2F${annId}`)
  for (const path of [`/members/${annId}/delete`, `/members/${annId}/promote`, '/members/add', '/invites']) {
    const page = await root.post(path, { sure: 'yes', email: 'eve@example.com', form_token: 'x' })
    expect([path, page.status]).toEqual([path, 403])
  }
  expect((await root.get(`/members/${annId}/nonsense`)).status).toBe(404)
  expect((await root.post(`/members/${annId}/constructor`)).status).toBe(404)
  expect((await root.get('/members/%00')).status).toBe(404)
  expect(await readStore(app)).toEqual(before)
})

test('more sessions than fit are on a next page, newest first', async () => {
  const { app, root, annId } = await startWithMembers(openSqlite)
  const policy = { refreshTtl: 1_000_000, sessionTtl: 1_000_000 }
  for (let index = 0; index < 60; index++) {
    const input = {
      accountId: annId,
      clientId: 'latchkey-cli',
      label: `device ${index}`,
      address: undefined,
      scope: '',
    }
    await startSession(app.deps.db, input, policy, testStart - 1_000 + index)
  }
  const labels = (html: string) => [...html.matchAll(/<strong[^>]*>(device \d+)</g)].map(([, label]) => label)
  const first = await root.get(`/members/${annId}`)
  const next = /<a rel="next" href="([^"]*)"/.exec(first.html)?.[1] ?? ''
  const second = await root.get(next)
  const all = Array.from({ length: 60 }, (_, index) => `device ${59 - index}`)
  expect([...labels(first.html), ...labels(second.html)]).toEqual(all)
})

test('hostile names are text on every page (CWE-79)', async () => {
  const { app, root } = await startWithMembers(openSqlite)
  const name = `"><img src=x onerror=alert(1)>'`
  const id = await addMember(app, 'eve@example.com', { name })
  const label = '<script>alert(2)</script>'
  await app.request('POST', '/auth/login', {
    form: { username: 'eve@example.com', password: testPassword },
    headers: { 'latchkey-device': label },
  })
  const query = new URLSearchParams({ q: name })
  for (const path of ['/members', `/members?${query}`, `/members/${id}`, `/members/${id}/delete`]) {
    const { html } = await root.get(path)
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toMatch(/<img|<script/)
  }
  const { html } = await root.post('/members/add', { email: name, username: label })
  expect(html).not.toMatch(/<img|<script/)
})
