import { describe, expect, test } from 'vitest'
import type { MemberEntry, Page } from '../../../src/protocol/endpoints.ts'
import { listLetters } from '../../../src/server/mail/outbox.ts'
import { emptyAnswer, jsonAnswer, problemAnswer, readAnswer, toOutbox } from '../../support/answers.ts'
import { startTestApp, type TestApp, testStart } from '../../support/app.ts'
import { addPerson, logIn, type Person } from '../../support/oauth.ts'
import { forEachStore, type OpenStore, openSqlite } from '../../support/stores.ts'

const path = '/admin/users'
const created_at = '2026-03-01T12:00:00.000Z'
const noAccount = problemAnswer(404, 'not_found', 'There is no such account.')
const isLast = problemAnswer(409, 'last_superuser', 'This is the last active superuser; nothing was changed.')

async function start(openStore: OpenStore) {
  const app = await startTestApp(openStore)
  const root = await addPerson(app, { email: 'root@example.com', superuser: true })
  app.clock.now += 1
  const ask = (method: string, tail: string, json?: object) =>
    readAnswer(
      app.request(method, `${path}${tail}`, { bearer: root.access_token, ...(json ? { json } : {}) }),
    )
  return { app, root, ask }
}

/** Accounts beside the superuser, each a millisecond younger than the one before. */
async function addNamed(app: TestApp, names: Record<string, string | null>): Promise<void> {
  for (const [email, username] of Object.entries(names)) {
    const { id } = await addPerson(app, { email })
    const username_key = username?.toLowerCase().normalize('NFKC') ?? null
    await app.deps.db.updateTable('accounts').set({ username, username_key }).where('id', '=', id).execute()
    app.clock.now += 1
  }
}

type Ask = Awaited<ReturnType<typeof start>>['ask']

async function addresses(ask: Ask, query: string): Promise<string[]> {
  const { status, body } = await ask('GET', query)
  expect([query, status]).toEqual([query, 200])
  return (body as Page<MemberEntry>).items.map(({ email }) => email.replace(/@.*/, ''))
}

const entryOf = (person: Person, changed: Partial<MemberEntry> = {}): MemberEntry => ({
  id: person.id,
  email: person.email,
  username: null,
  is_active: true,
  is_verified: true,
  is_superuser: false,
  created_at,
  sessions: 1,
  last_used_at: created_at,
  ...changed,
})

const audited = async (app: TestApp) =>
  app.deps.db
    .selectFrom('audit')
    .select(['event', 'actor', 'subject', 'address', 'reason', 'detail'])
    .orderBy('sequence')
    .execute()

describe('GET /admin/users', () => {
  forEachStore((_kind, openStore) => {
    test('lists accounts newest first, each with the sessions that stand (contract)', async () => {
      const { app, root, ask } = await start(openStore)
      const ann = await addPerson(app, { email: 'ann@example.com' })
      app.clock.now += 30_000
      await logIn(app, ann)
      const ended = await logIn(app, ann)
      await app.deps.db
        .updateTable('sessions')
        .set({ ended_at: 1 })
        .where('id', '=', ended.sessionId)
        .execute()
      const shown = entryOf(ann, {
        created_at: '2026-03-01T12:00:00.001Z',
        sessions: 2,
        last_used_at: '2026-03-01T12:00:30.001Z',
      })
      expect(await ask('GET', '')).toEqual(
        jsonAnswer(200, { items: [shown, entryOf(root, { is_superuser: true })], next_cursor: null }),
      )
      expect(await ask('GET', `/${ann.id}`)).toEqual(jsonAnswer(200, shown))
      expect(await ask('GET', `/${crypto.randomUUID()}`)).toEqual(noAccount)
      expect(await audited(app)).toEqual([])
    })

    test('q finds a part of the address or the name in any case and script; % and _ are letters like others', async () => {
      const { app, ask } = await start(openStore)
      const names = {
        'ann_b@example.com': 'Ａnn',
        'annxb@example.com': '50% Bob',
        'kim@example.com': '김지민',
      }
      await addNamed(app, names)
      expect(await addresses(ask, '?q=ANN')).toEqual(['annxb', 'ann_b'])
      expect(await addresses(ask, '?q=n_b')).toEqual(['ann_b'])
      expect(await addresses(ask, '?q=%25')).toEqual(['annxb'])
      expect(await addresses(ask, `?q=${encodeURIComponent('지민')}`)).toEqual(['kim'])
      expect(await addresses(ask, `?q=${encodeURIComponent('김지민'.normalize('NFD'))}`)).toEqual(['kim'])
      expect(await addresses(ask, `?q=${encodeURIComponent('ＡNN_B@Example.com')}`)).toEqual([])
      expect(await addresses(ask, '?q=Kim%40Example.COM')).toEqual(['kim'])
      expect(await addresses(ask, '?q=!')).toEqual([])
      expect(await addresses(ask, '?q=')).toHaveLength(4)
    })

    test('status filters; with q, both hold', async () => {
      const { app, root, ask } = await start(openStore)
      await addNamed(app, { 'ann@example.com': null, 'bob@example.com': null })
      const { db } = app.deps
      await db.updateTable('accounts').set({ disabled_at: 1 }).where('email', 'like', 'ann%').execute()
      await db.updateTable('accounts').set({ verified_at: null }).where('email', 'like', 'bob%').execute()
      expect(await addresses(ask, '?status=active')).toEqual(['bob', 'root'])
      expect(await addresses(ask, '?status=disabled')).toEqual(['ann'])
      expect(await addresses(ask, '?status=unverified')).toEqual(['bob'])
      expect(await addresses(ask, '?status=superuser')).toEqual([root.email.replace(/@.*/, '')])
      expect(await addresses(ask, '?status=active&q=bob')).toEqual(['bob'])
      expect(await addresses(ask, '?status=disabled&q=bob')).toEqual([])
      expect(await ask('GET', '?status=x')).toEqual(
        problemAnswer(
          422,
          'invalid_request',
          'Field "status": choose from active, disabled, unverified, superuser.',
        ),
      )
    })

    test('pages stay right while accounts are added and removed, many of one millisecond (contract)', async () => {
      const { app, ask } = await start(openStore)
      const { db } = app.deps
      const add = (names: string[], at: number) =>
        db
          .insertInto('accounts')
          .values(names.map((id) => ({ id, email: `${id}@x.org`, password_hash: '!', created_at: at })))
          .execute()
      await add(
        Array.from({ length: 23 }, (_, n) => `old-${String(n).padStart(2, '0')}`),
        testStart + 5,
      )
      const seen: string[] = []
      for (let query = '?limit=5&q=x.org'; ; ) {
        const { body } = await ask('GET', query)
        const { items, next_cursor } = body as Page<MemberEntry>
        seen.push(...items.map(({ id }) => id))
        await add([`new-${seen.length}`], testStart + 6) // before all that was seen
        const [last] = seen.slice(-1)
        await db
          .deleteFrom('accounts')
          .where('id', '=', last ?? '')
          .execute() // the row of the cursor
        if (next_cursor === null) break
        query = `?limit=5&q=x.org&cursor=${next_cursor}`
      }
      expect(seen).toEqual([...seen].sort().reverse())
      expect([seen.length, new Set(seen).size]).toEqual([23, 23])
    })
  })

  test('what no store takes, and what is no cursor, is 422', async () => {
    const { ask } = await start(openSqlite)
    for (const query of [
      '?q=a%00b',
      '?limit=0',
      '?limit=201',
      '?cursor=x',
      `?q=${'a'.repeat(321)}`,
      '/a%00b',
    ]) {
      expect([query, (await ask('GET', query)).status]).toEqual([query, 422])
    }
  })
})

describe('POST /admin/users', () => {
  forEachStore((_kind, openStore) => {
    test('adds a verified account; its owner chooses the password by a code that nobody else sees (contract)', async () => {
      const { app, root, ask } = await start(openStore)
      const answer = await ask('POST', '', { email: 'Ann@Example.com', username: 'Ann', is_superuser: true })
      const added = answer.body as MemberEntry
      expect(answer).toEqual(
        jsonAnswer(
          201,
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            email: 'ann@example.com',
            username: 'Ann',
            is_active: true,
            is_verified: true,
            is_superuser: true,
            created_at: '2026-03-01T12:00:00.001Z',
            sessions: 0,
            last_used_at: null,
          },
          toOutbox,
        ),
      )
      const code = await app.readCode('ann@example.com')
      expect(JSON.stringify(answer)).not.toContain(code)
      expect(await audited(app)).toEqual([
        {
          event: 'account.added',
          actor: root.id,
          subject: added.id,
          address: '127.0.0.1',
          reason: 'superuser',
          detail: null,
        },
      ])
      const json = { email: 'ann@example.com', code, new_password: 'staple tulip ladder canyon' }
      expect((await app.request('POST', '/auth/password/reset', { json })).status).toBe(204)
      const form = { username: 'Ann', password: json.new_password }
      expect((await app.request('POST', '/auth/login', { form })).status).toBe(200)
    })

    test('a taken address or name is 400 and adds nothing', async () => {
      const { app, ask } = await start(openStore)
      await addNamed(app, { 'ann@example.com': 'Ann' })
      expect(await ask('POST', '', { email: 'ANN@example.com', username: 'Other' })).toEqual(
        problemAnswer(400, 'email_taken', 'An account with this address exists; nothing was added.'),
      )
      expect(await ask('POST', '', { email: 'other@example.com', username: 'ａNN' })).toEqual(
        problemAnswer(400, 'username_taken', 'Somebody has this user name; nothing was added.'),
      )
      expect(await addresses(ask, '')).toEqual(['ann', 'root'])
      expect(await audited(app)).toEqual([])
      expect(await listLetters(app.deps.db, app.deps.secret, {}, app.clock.now)).toEqual([])
    })
  })

  test.each([
    [
      { email: 'a@example.com', password: 'x' },
      'Field "password": nobody sets the password of somebody else; its owner chooses it by the code that goes to the address.',
    ],
    [{ email: 'a@example.com', is_active: false }, 'Field "is_active": it is unknown here.'],
    [{ email: 'a@example.com', is_superuser: 1 }, 'Field "is_superuser": it must be true or false.'],
    [{}, 'Field "email": it is missing.'],
  ])('%j is 422 in words', async (json, detail) => {
    const { ask } = await start(openSqlite)
    expect(await ask('POST', '', json)).toEqual(problemAnswer(422, 'invalid_request', detail))
  })
})

describe('PATCH /admin/users/:id', () => {
  forEachStore((_kind, openStore) => {
    test('disabling ends sessions and refresh tokens at once; enabling brings none of them back (contract)', async () => {
      const { app, ask } = await start(openStore)
      const ann = await addPerson(app, { email: 'ann@example.com' })
      const shown = entryOf(ann, { created_at: '2026-03-01T12:00:00.001Z', sessions: 0, last_used_at: null })
      expect(await ask('PATCH', `/${ann.id}`, { is_active: false })).toEqual(
        jsonAnswer(200, { ...shown, is_active: false }),
      )
      const statuses = async () => [
        (await app.request('GET', '/auth/me', { bearer: ann.access_token })).status,
        (await app.request('GET', '/auth/update_token', { bearer: ann.refresh_token })).status,
      ]
      expect(await statuses()).toEqual([401, 401])
      expect(await ask('PATCH', `/${ann.id}`, { is_active: true })).toEqual(jsonAnswer(200, shown))
      expect(await statuses()).toEqual([401, 401])
    })

    test('changes all that is asked for and notes each, or nothing where one is refused', async () => {
      const { app, root, ask } = await start(openStore)
      await addNamed(app, { 'bob@example.com': 'Bob' })
      const ann = await addPerson(app, { email: 'ann@example.com' })
      const all = { is_superuser: true, is_active: false, username: 'Ann' }
      const before = await ask('GET', `/${ann.id}`)
      expect(await ask('PATCH', `/${ann.id}`, { ...all, username: 'bob' })).toEqual(
        problemAnswer(400, 'username_taken', 'Somebody has this user name; nothing was changed.'),
      )
      expect(await ask('PATCH', `/${ann.id}`, {})).toEqual(before)
      expect(await audited(app)).toEqual([])
      const after = { ...(before.body as MemberEntry), ...all, sessions: 0, last_used_at: null }
      expect(await ask('PATCH', `/${ann.id}`, all)).toEqual(jsonAnswer(200, after))
      // What is so already is no news.
      expect(await ask('PATCH', `/${ann.id}`, all)).toEqual(jsonAnswer(200, after))
      expect(await ask('PATCH', `/${ann.id}`, { username: null })).toEqual(
        jsonAnswer(200, { ...after, username: null }),
      )
      const noted = { actor: root.id, subject: ann.id, address: '127.0.0.1', reason: null, detail: null }
      const events = ['account.renamed', 'account.promoted', 'account.disabled', 'account.renamed']
      expect(await audited(app)).toEqual(events.map((event) => ({ event, ...noted })))
    })

    test('the last active superuser stays, by every path, and nothing else is changed with it (contract)', async () => {
      const { app, root, ask } = await start(openStore)
      const gone = await addPerson(app, { email: 'gone@example.com', superuser: true })
      expect((await ask('PATCH', `/${gone.id}`, { is_active: false })).status).toBe(200)
      const before = await ask('GET', `/${root.id}`)
      const entries = await audited(app)
      for (const json of [
        { is_active: false },
        { is_superuser: false },
        { is_superuser: true, is_active: false },
        { is_superuser: false, username: 'Root' },
      ]) {
        expect(await ask('PATCH', `/${root.id}`, json)).toEqual(isLast)
      }
      expect(await ask('DELETE', `/${root.id}`)).toEqual(
        problemAnswer(409, 'last_superuser', 'This is the last active superuser; nothing was deleted.'),
      )
      expect(await ask('GET', `/${root.id}`)).toEqual(before)
      expect(await audited(app)).toEqual(entries)
      expect((await ask('PATCH', `/${gone.id}`, { is_active: true })).status).toBe(200)
      expect((await ask('PATCH', `/${root.id}`, { is_superuser: false })).status).toBe(200)
      expect(await ask('GET', '')).toEqual(problemAnswer(403, 'forbidden', 'This takes a superuser.'))
    })
  })

  test.each([
    [
      { password: 'x' },
      'Field "password": nobody sets the password of somebody else; its owner chooses it by the code that goes to the address.',
    ],
    [
      { email: 'a@example.com' },
      'Field "email": its owner changes the address, by the code that goes to the new one.',
    ],
    [{ is_verified: true }, 'Field "is_verified": it is unknown here.'],
    [{ is_active: 'no' }, 'Field "is_active": it must be true or false.'],
  ])('%j is 422 in words and changes nothing', async (json, detail) => {
    const { ask, root } = await start(openSqlite)
    expect(await ask('PATCH', `/${root.id}`, json)).toEqual(problemAnswer(422, 'invalid_request', detail))
  })

  test('of an account that is gone is 404', async () => {
    const { ask } = await start(openSqlite)
    for (const json of [{}, { is_active: false }, { is_superuser: true }, { username: 'Ann' }]) {
      expect(await ask('PATCH', `/${crypto.randomUUID()}`, json)).toEqual(noAccount)
    }
  })
})

describe('POST /admin/users/:id/password-reset', () => {
  forEachStore((_kind, openStore) => {
    test('sends the owner a code; the superuser sees neither it nor the password, which stays until then (contract)', async () => {
      const { app, root, ask } = await start(openStore)
      const tokens = await app.signIn('ann@example.com')
      const { body } = await ask('GET', '?q=ann')
      const [{ id = '' } = {}] = (body as Page<MemberEntry>).items
      app.clock.now += 1
      expect(await ask('POST', `/${id}/password-reset`)).toEqual(emptyAnswer(202, toOutbox))
      expect(await app.readCode('ann@example.com')).toMatch(/^[A-Z0-9]{6}$/)
      expect((await app.request('GET', '/auth/me', { bearer: tokens.access_token })).status).toBe(200)
      expect((await audited(app)).at(-1)).toEqual({
        event: 'password.reset-started',
        actor: root.id,
        subject: id,
        address: '127.0.0.1',
        reason: null,
        detail: null,
      })
      expect(await ask('POST', `/${crypto.randomUUID()}/password-reset`)).toEqual(noAccount)
    })
  })

  test('does not fill a mailbox: ten letters to one account, then 429', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const { access_token: bearer } = await addPerson(app, { superuser: true })
    const ann = await addPerson(app)
    const reset = async () =>
      (await app.request('POST', `${path}/${ann.id}/password-reset`, { bearer })).status
    for (let times = 0; times < 10; times++) expect(await reset()).toBe(202)
    expect(await reset()).toBe(429)
  })
})

describe('DELETE /admin/users/:id', () => {
  forEachStore((_kind, openStore) => {
    test('takes all that is personal and ends what was open; the audit log keeps that it happened (contract)', async () => {
      const { app, root, ask } = await start(openStore)
      const tokens = await app.signIn('ann@example.com')
      const { body } = await ask('GET', '?q=ann')
      const [{ id = '' } = {}] = (body as Page<MemberEntry>).items
      await ask('POST', `/${id}/password-reset`)
      await app.request('POST', '/admin/invites', {
        bearer: root.access_token,
        json: { email: 'ann@example.com' },
      })
      await ask('PATCH', `/${id}`, { username: 'Ann Example' })
      expect(await ask('DELETE', `/${id}`)).toEqual(emptyAnswer(204))
      expect(await ask('DELETE', `/${id}`)).toEqual(noAccount)
      expect(await readAnswer(app.request('GET', '/auth/me', { bearer: tokens.access_token }))).toEqual(
        problemAnswer(401, 'session_ended', 'The session of this token has ended; log in again.'),
      )
      expect((await app.request('GET', '/auth/update_token', { bearer: tokens.refresh_token })).status).toBe(
        401,
      )
      const { db } = app.deps
      const left = await Promise.all(
        (
          ['accounts', 'registrations', 'one_time_codes', 'outbox', 'invites', 'audit', 'sessions'] as const
        ).map((table) => db.selectFrom(table).selectAll().execute()),
      )
      expect(JSON.stringify(left)).not.toMatch(/ann(@| e)/i)
      expect((await audited(app)).at(-1)).toEqual({
        event: 'account.deleted',
        actor: root.id,
        subject: id,
        address: '127.0.0.1',
        reason: null,
        detail: null,
      })
    })
  })
})

describe('administration', () => {
  test('is a superuser’s alone, by a token with the scope "admin"; a personal one will do', async () => {
    const app = await startTestApp(openSqlite)
    const person = await addPerson(app)
    const scoped = await addPerson(app, { superuser: true, scope: 'account' })
    const root = await addPerson(app, { superuser: true })
    const routes = [
      ['GET', '/admin/users'],
      ['POST', '/admin/users', { email: 'x@example.com' }],
      ['GET', `/admin/users/${person.id}`],
      ['PATCH', `/admin/users/${person.id}`, {}],
      ['DELETE', `/admin/users/${person.id}`],
      ['POST', `/admin/users/${person.id}/password-reset`],
      ['GET', `/admin/users/${person.id}/sessions`],
      ['DELETE', `/admin/users/${person.id}/sessions`],
      ['DELETE', `/admin/users/${person.id}/sessions/x`],
      ['GET', '/admin/audit'],
      ['GET', '/admin/invites'],
      ['POST', '/admin/invites', {}],
      ['DELETE', `/admin/invites/${person.id}`],
    ] as const
    for (const [method, route, json] of routes) {
      const ask = (bearer: string) =>
        readAnswer(app.request(method, route, { bearer, ...(json ? { json } : {}) }))
      expect([method, route, await ask(person.access_token)]).toEqual([
        method,
        route,
        problemAnswer(403, 'forbidden', 'This takes a superuser.'),
      ])
      const { status, headers } = await ask(scoped.access_token)
      expect([status, headers['www-authenticate']]).toEqual([
        403,
        'Bearer realm="latchkey", error="insufficient_scope"',
      ])
    }
    expect(await app.deps.db.selectFrom('audit').selectAll().execute()).toEqual([])
    const json = { name: 'ci', scopes: ['admin'] }
    const made = await app.request('POST', '/auth/tokens', { bearer: root.access_token, json })
    const { token: bearer } = (await made.json()) as { token: string }
    expect((await app.request('GET', '/admin/users', { bearer })).status).toBe(200)
  })
})
