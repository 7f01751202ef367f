import { expect, test } from 'vitest'
import { startTestApp, testPassword, testStart } from '../../support/app.ts'
import { auditOf } from '../../support/audit.ts'
import { addMember, openPageClient, readStore } from '../../support/page-client.ts'
import { forEachStore, type OpenStore, openSqlite } from '../../support/stores.ts'

const day = 24 * 60 * 60 * 1000

async function start(openStore: OpenStore, registration: 'invite' | 'closed' = 'invite') {
  const app = await startTestApp(openStore, { registration })
  const rootId = await addMember(app, 'root@example.com', { superuser: true })
  const root = openPageClient(app)
  await root.logIn('root@example.com')
  await root.get('/invites')
  const invites = () => app.deps.db.selectFrom('invites').selectAll().execute()
  return { app, root, rootId, invites }
}

function codeOn(html: string): string {
  return /<code class="secret">([A-Z0-9-]{19})<\/code>/.exec(html)?.[1] ?? ''
}

forEachStore((_kind, openStore) => {
  test('a code is shown once, on the answer to its form, and lets somebody register as what it says', async () => {
    const { app, root, rootId, invites } = await start(openStore)
    const made = await root.post('/invites', { email: '', role: 'superuser', days: '30' })
    const code = codeOn(made.html)
    expect([made.status, made.title, made.location]).toEqual([200, 'A new invitation', null])
    expect(code).toMatch(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$/)
    expect(made.headers.get('cache-control')).toBe('no-store')
    expect(made.html).toContain(`auth register --server ${app.deps.config.issuer} --invite ${code}`)
    expect(made.html).toContain(`href="${app.deps.config.issuer}/register"`)
    const [invite] = await invites()
    expect(invite).toMatchObject({
      email: null,
      role: 'superuser',
      created_by: rootId,
      expires_at: testStart + 30 * day,
    })
    expect((await auditOf(app.deps.db)).at(-1)).toMatchObject({ event: 'invite.made', actor: rootId })
    const list = await root.get('/invites')
    expect(list.html).toMatch(/<strong[^>]*>anybody<\/strong>\s*<span class="tag">open<\/span>/)
    expect(list.html).not.toContain(code)
    expect(JSON.stringify([await readStore(app), app.logged])).not.toContain(code)

    const json = { email: 'bob@example.com', password: testPassword, invite: code }
    expect((await app.request('POST', '/auth/register', { json })).status).toBe(201)
    const verification_code = await app.readCode('bob@example.com')
    const verification = { email: 'bob@example.com', verification_code }
    await app.request('POST', '/auth/register/verification_code', { json: verification })
    const bob = openPageClient(app)
    await bob.logIn('bob@example.com')
    expect((await bob.get('/invites')).html).toContain('<span class="tag">used</span>')
  })

  test('one for an address goes there by letter; a malformed address is told beside its field, and nothing is made', async () => {
    const { app, root, invites } = await start(openStore)
    const bad = await root.post('/invites', { email: '<b>bob', role: 'superuser', days: '1' })
    expect([bad.status, bad.title, bad.said.length]).toEqual([422, 'Invitations', 1])
    expect(bad.html).toContain('value="&lt;b&gt;bob"')
    expect(bad.html).toMatch(/<option value="superuser" selected[ >][\s\S]*<option value="1" selected[ >]/)
    expect(await invites()).toEqual([])

    const made = await root.post('/invites', { email: 'bob@example.com', role: 'nonsense', days: '0.001' })
    // What no form of ours sends is the least that one can: a member, for a week.
    expect(await invites()).toMatchObject([
      { email: 'bob@example.com', role: 'member', expires_at: testStart + 7 * day },
    ])
    const letters = await app.deps.db.selectFrom('outbox').select('recipient').execute()
    expect([made.status, letters]).toEqual([200, [{ recipient: 'bob@example.com' }]])
  })

  test('a revoked code is void at once; a second revocation says that it is gone', async () => {
    const { app, root, rootId, invites } = await start(openStore)
    const code = codeOn((await root.post('/invites', { role: 'member', days: '7' })).html)
    const invite = (await invites())[0]?.id ?? ''
    const revoked = await root.post('/invites/revoke', { invite })
    expect([revoked.status, revoked.location]).toEqual([303, '/invites?done=invite-revoked'])
    expect(await invites()).toEqual([])
    expect((await auditOf(app.deps.db)).at(-1)).toMatchObject({ event: 'invite.revoked', actor: rootId })
    expect((await root.get('/invites?done=invite-revoked')).said).toEqual(['The invitation is revoked.'])
    const json = { email: 'bob@example.com', password: testPassword, invite: code }
    expect((await app.request('POST', '/auth/register', { json })).status).toBe(403)
    for (const id of [invite, '\0', 'no/id', '']) {
      const again = await root.post('/invites/revoke', { invite: id })
      expect([again.status, again.title, again.said.length]).toEqual([404, 'Invitations', 1])
    }
    expect((await root.get('/invites/revoke')).location).toBe('/invites')
  })
})

test('invitations are listed page by page, newest first', async () => {
  const { app, root } = await start(openSqlite)
  const rows = Array.from({ length: 60 }, (_, index) => ({
    id: `i-${index}`,
    code_digest: `digest ${index}`,
    email: `n${index}@example.org`,
    role: 'member',
    created_by: null,
    created_at: testStart - 60 + index,
    expires_at: testStart + (index % 2 ? day : -1),
  }))
  await app.deps.db.insertInto('invites').values(rows).execute()
  const emails = (html: string) => [...html.matchAll(/<strong[^>]*>([^<]*)</g)].map(([, email]) => email)
  const first = await root.get('/invites')
  const next = /<a rel="next" href="([^"]*)"/.exec(first.html)?.[1] ?? ''
  const second = await root.get(next)
  const all = rows.map(({ email }) => email).reverse()
  expect([...emails(first.html), ...emails(second.html)]).toEqual(all)
  expect(first.html).toContain('<span class="tag">expired</span>')
})

test('where nobody can register, the page of the code says so', async () => {
  const { root } = await start(openSqlite, 'closed')
  const made = await root.post('/invites', { role: 'member', days: '7' })
  expect(made.html).toContain('This server takes no registrations, with a code or without.')
  expect(made.html).not.toContain('auth register')
})
