import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { insertPersonalToken } from '../../../src/server/grants/personal-token.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { addClient, logIn, startDevice } from '../../support/oauth.ts'
import { addMember, openPageClient, type PageClient } from '../../support/page-client.ts'
import { openSqlite } from '../../support/stores.ts'

const hostile = `'"><img src=x onerror=alert(1)>&amp;<script>`
const escaped = '&#39;&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;&lt;script&gt;'

/** A superuser in a store where whatever somebody chose is hostile, past every check of a form. */
async function startHostile(): Promise<{ app: TestApp; root: PageClient; member: string; userCode: string }> {
  const app = await startTestApp(openSqlite, { registration: 'invite' })
  const { db, secret } = app.deps
  const id = await addMember(app, 'root@example.com', { superuser: true, name: 'Root' })
  const member = await addMember(app, 'ann@example.com')
  await db
    .updateTable('accounts')
    .set({ email: `${hostile}@x.example`, username: hostile })
    .where('id', '=', member)
    .execute()
  const client = await addClient(app, { name: hostile })
  const device = await startDevice(app, { ...client }, { headers: { 'latchkey-device': hostile } })
  for (const account of [id, member]) {
    await logIn(app, { id: account, email: '' }, { label: hostile, clientId: client.client_id })
  }
  await db.updateTable('sessions').set({ address: hostile }).execute()
  const token = { accountId: id, name: hostile, scope: 'account', expiresAt: undefined }
  await insertPersonalToken(db, secret, token, app.clock.now)
  const root = openPageClient(app)
  await root.logIn('root@example.com')
  const invite = {
    email: hostile,
    role: 'member' as const,
    created_by: id,
    created_at: app.clock.now,
    expires_at: app.clock.now + 60_000,
  }
  await db
    .insertInto('invites')
    .values({ id: randomUUID(), code_digest: 'x', ...invite })
    .execute()
  await db.updateTable('accounts').set({ username: hostile }).where('id', '=', id).execute()
  return { app, root, member, userCode: device.user_code }
}

function expectEscaped(where: string, html: string, times: number): void {
  expect([where, /<(img|script)\b/i.exec(html)?.[0]]).toEqual([where, undefined])
  expect([where, html.split(escaped).length - 1 >= times]).toEqual([where, true])
}

test('names, labels and addresses are text wherever they are shown, whatever they hold (CWE-79)', async () => {
  const { root, member, userCode } = await startHostile()
  // Of the account: its name twice; of its session: device, program, address; a token.
  expectEscaped('/account', (await root.get('/account')).html, 6)
  expectEscaped('/members', (await root.get('/members')).html, 2)
  expectEscaped('/members/:id', (await root.get(`/members/${member}`)).html, 4)
  expectEscaped('/invites', (await root.get('/invites')).html, 1)
  await root.get('/device')
  expectEscaped('/device', (await root.post('/device', { user_code: userCode })).html, 2)
})

test('what an address or a form says is text when it is shown again', async () => {
  const { app, root } = await startHostile()
  const query = new URLSearchParams({
    user_code: hostile,
    next: hostile,
    q: hostile,
    done: hostile,
    ended: hostile,
  })
  expectEscaped('/device', (await root.get(`/device?${query}`)).html, 1)
  expectEscaped('/members', (await root.get(`/members?${query}`)).html, 1)
  expectEscaped('/account', (await root.get(`/account?${query}`)).html, 0)
  expectEscaped('/account/name', (await root.post('/account/name', { username: hostile })).html, 1)
  expectEscaped(
    '/account/tokens',
    (await root.post('/account/tokens', { name: hostile, days: hostile })).html,
    1,
  )
  expectEscaped(
    '/account/email',
    (await root.post('/account/email', { email: hostile, password: 'x' })).html,
    1,
  )
  const stranger = openPageClient(app)
  const form = {
    login: hostile,
    email: hostile,
    username: hostile,
    invite: hostile,
    code: hostile,
    user_code: hostile,
  }
  for (const path of ['/login', '/register', '/verify', '/forgot', '/forgot/code']) {
    expectEscaped(path, (await stranger.get(`${path}?${query}`)).html, 0)
    const page = await stranger.post(path, { ...form, password: 'x', new_password: 'x' })
    expect([path, page.status >= 400]).toEqual([path, true])
    expectEscaped(path, page.html, 1)
  }
  expectEscaped('not found', (await stranger.get(`/account/${encodeURIComponent(hostile)}`)).html, 0)
})

test('a made token with a hostile name', async () => {
  const { root } = await startHostile()
  await root.get('/account')
  const made = await root.post('/account/tokens', { name: hostile, scope_account: 'yes' })
  expect(made.status).toBe(200)
  expectEscaped('/account/tokens', made.html, 1)
})
