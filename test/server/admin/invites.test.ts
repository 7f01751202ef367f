import { describe, expect, test } from 'vitest'
import type { Account, InviteEntry, NewInviteAnswer, Page } from '../../../src/protocol/endpoints.ts'
import type { Config } from '../../../src/server/config.ts'
import { listLetters } from '../../../src/server/mail/outbox.ts'
import { rateLimits } from '../../../src/server/rate-limit.ts'
import {
  type Answer,
  emptyAnswer,
  jsonAnswer,
  noStore,
  problemAnswer,
  readAnswer,
  toOutbox,
} from '../../support/answers.ts'
import { testPassword as password, startTestApp, type TestApp, testStart } from '../../support/app.ts'
import { auditOf } from '../../support/audit.ts'
import { addPerson, logIn, type Person } from '../../support/oauth.ts'
import { forEachStore, type OpenStore, openSqlite } from '../../support/stores.ts'

const day = 86_400_000
const iso = (at: number) => new Date(at).toISOString()
const invalid = problemAnswer(
  403,
  'invalid_invite',
  'The invitation is mistyped, used, expired or for another address; nothing was registered. Ask who sent it for a new one.',
)
const required = problemAnswer(
  403,
  'invite_required',
  'This server takes registrations by invitation; send its code.',
)
const notOpen = problemAnswer(404, 'not_found', 'There is no such invitation, or it has been used.')

interface Invited {
  app: TestApp
  root: Person
  ask(method: string, tail?: string, json?: object): Promise<Answer>
  invite(json?: object): Promise<NewInviteAnswer>
  register(email: string, invite?: string): Promise<Answer>
  /** By the code in the newest letter. */
  verify(registered: Answer): Promise<Answer>
  list(query?: string): Promise<Page<InviteEntry>>
}

async function start(openStore: OpenStore, config: Partial<Config> = {}): Promise<Invited> {
  const app = await startTestApp(openStore, { registration: 'invite', ...config })
  const root = await addPerson(app, { email: 'root@example.com', superuser: true })
  const ask: Invited['ask'] = async (method, tail = '', json) => {
    const { access_token: bearer } = await logIn(app, root) // days may have gone by
    return readAnswer(app.request(method, `/admin/invites${tail}`, { bearer, ...(json ? { json } : {}) }))
  }
  const invite: Invited['invite'] = async (json = {}) => {
    const { status, body } = await ask('POST', '', json)
    expect([status, body]).toEqual([201, expect.anything()])
    return body as NewInviteAnswer
  }
  const register: Invited['register'] = async (email, code) => {
    app.clock.now += 1
    const json = { email, password, ...(code === undefined ? {} : { invite: code }) }
    return readAnswer(app.request('POST', '/auth/register', { json }))
  }
  const verify: Invited['verify'] = async ({ body }) => {
    const { email, registration_id } = body as { email: string; registration_id: string }
    const json = { email, registration_id, verification_code: await app.readCode(email) }
    return readAnswer(app.request('POST', '/auth/register/verification_code', { json }))
  }
  const list: Invited['list'] = async (query = '') => (await ask('GET', query)).body as Page<InviteEntry>
  return { app, root, ask, invite, register, verify, list }
}

const change = async (app: TestApp, { access_token: bearer }: Person, id: string, json: object) =>
  (await app.request('PATCH', `/admin/users/${id}`, { bearer, json })).status

const account = (answer: Answer) => answer.body as Account
const states = async ({ list }: Invited) => (await list()).items.map(({ state }) => state)

async function audited({ app }: Invited) {
  const entries = await app.deps.db
    .selectFrom('audit')
    .select(['event', 'actor', 'subject', 'reason', 'detail'])
    .where('event', 'in', ['invite.made', 'invite.revoked', 'invite.used', 'account.promoted'])
    .orderBy('sequence')
    .execute()
  return entries.map(({ detail, ...entry }) => ({ ...entry, detail: JSON.parse(detail ?? 'null') }))
}

describe('/admin/invites', () => {
  forEachStore((_kind, openStore) => {
    test('an invitation is made with a code that is shown once and stored as a digest (contract)', async () => {
      const { app, root, ask, list, ...rest } = await start(openStore)
      const answer = await ask('POST', '', {})
      const shown = {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        email: null,
        role: 'member',
        state: 'open',
        created_at: iso(testStart),
        expires_at: iso(testStart + 7 * day),
        redeemed_at: null,
      }
      const letters = '[34679ACDEFGHJKMNPQRTUXY]{4}'
      const code = expect.stringMatching(new RegExp(`^${letters}(-${letters}){3}$`))
      expect(answer).toEqual(jsonAnswer(201, { ...shown, code }, noStore))
      expect(await list()).toEqual({ items: [shown], next_cursor: null })
      const made = answer.body as NewInviteAnswer
      const rows = JSON.stringify(await app.deps.db.selectFrom('invites').selectAll().execute())
      expect(rows).not.toContain(made.code)
      expect(rows).not.toContain(made.code.replaceAll('-', ''))
      expect(app.logged.join()).not.toContain(made.code)
      expect(await audited({ app, root, ask, list, ...rest })).toEqual([
        {
          event: 'invite.made',
          actor: root.id,
          subject: null,
          reason: 'member',
          detail: { invite: made.id },
        },
      ])
    })

    test('with an address, the code goes there by letter, in the language of the request', async () => {
      const { app, root } = await start(openStore)
      const json = { email: 'Ann@Example.com', role: 'superuser', expires_at: '2026-03-02T12:00:00+01:00' }
      const answer = await readAnswer(
        app.request('POST', '/admin/invites', {
          bearer: root.access_token,
          json,
          headers: { 'accept-language': 'ko' },
        }),
      )
      const { code, ...made } = answer.body as NewInviteAnswer
      expect(answer.headers).toEqual({ 'content-type': 'application/json', ...noStore, ...toOutbox })
      expect(made).toMatchObject({
        email: 'ann@example.com',
        role: 'superuser',
        expires_at: '2026-03-02T11:00:00.000Z',
      })
      const [letter] = await listLetters(
        app.deps.db,
        app.deps.secret,
        { to: 'ann@example.com' },
        app.clock.now,
      )
      expect(letter?.subject).toBe('127.0.0.1:8420 초대')
      expect(letter?.text.split('\n')).toContain(code)
    })

    test('lists newest first in pages; says what is open, used and expired', async () => {
      const invited = await start(openStore)
      const { app, invite, register, verify, list } = invited
      for (const n of [1, 2, 3]) {
        await invite({ expires_at: iso(testStart + n * day) })
        app.clock.now += 1
      }
      const used = await invite()
      expect((await verify(await register('ann@example.com', used.code))).status).toBe(200)
      app.clock.now = testStart + 2 * day
      expect(await states(invited)).toEqual(['used', 'open', 'expired', 'expired'])
      const first = await list('?limit=3')
      const second = await list(`?limit=3&cursor=${first.next_cursor}`)
      expect([...first.items, ...second.items]).toEqual((await list()).items)
      expect(second.next_cursor).toBeNull()
      expect(first.items[0]).toEqual({
        id: used.id,
        email: null,
        role: 'member',
        state: 'used',
        created_at: used.created_at,
        expires_at: used.expires_at,
        redeemed_at: iso(testStart + 4),
      })
    })

    test('one that was taken back is void at once, also for who has registered with it; a used one stays', async () => {
      const invited = await start(openStore)
      const { root, ask, invite, register, verify } = invited
      const { id, code } = await invite()
      const waiting = await register('ann@example.com', code)
      expect(waiting.status).toBe(201)
      expect(await ask('DELETE', `/${id}`)).toEqual(emptyAnswer(204))
      expect(await ask('DELETE', `/${id}`)).toEqual(notOpen)
      expect(await register('bob@example.com', code)).toEqual(invalid)
      expect(await verify(waiting)).toEqual(invalid)
      const used = await invite()
      const opened = await verify(await register('ann@example.com', used.code))
      expect(await ask('DELETE', `/${used.id}`)).toEqual(notOpen)
      expect((await audited(invited)).slice(1)).toEqual([
        { event: 'invite.revoked', actor: root.id, subject: null, reason: null, detail: { invite: id } },
        {
          event: 'invite.made',
          actor: root.id,
          subject: null,
          reason: 'member',
          detail: { invite: used.id },
        },
        {
          event: 'invite.used',
          actor: null,
          subject: account(opened).id,
          reason: 'member',
          detail: { invite: used.id },
        },
      ])
    })
  })

  test.each([
    [{ role: 'king' }, 'Field "role": choose from member, superuser.'],
    [{ expires_at: 'tomorrow' }, 'Field "expires_at": it must be an RFC 3339 time.'],
    [{ expires_at: iso(testStart) }, 'Field "expires_at": it is in the past.'],
    [{ expires_at: iso(testStart + 90 * day + 1) }, 'Field "expires_at": it is more than 90 days ahead.'],
    [{ code: 'MINE' }, 'Field "code": it is unknown here.'],
  ])('%j is 422 in words', async (json, detail) => {
    const { ask, list } = await start(openSqlite)
    expect(await ask('POST', '', json)).toEqual(problemAnswer(422, 'invalid_request', detail))
    expect((await list()).items).toEqual([])
  })
})

describe('AUTHD_REGISTRATION=invite', () => {
  forEachStore((_kind, openStore) => {
    test('takes a code as people type it, and opens one account with it (contract)', async () => {
      const invited = await start(openStore)
      const { invite, register, verify } = invited
      const { code } = await invite()
      expect(await register('ann@example.com')).toEqual(required)
      expect(await register('ann@example.com', '')).toEqual(required)
      expect(await register('ann@example.com', 'AAAA-AAAA-AAAA-AAAA')).toEqual(invalid)
      const registered = await register('ann@example.com', ` ${code.toLowerCase().replaceAll('-', ' ')}`)
      expect(registered.status).toBe(201)
      expect(await states(invited)).toEqual(['open'])
      const opened = await verify(registered)
      expect([opened.status, account(opened).is_superuser]).toEqual([200, false])
      expect(await states(invited)).toEqual(['used'])
      expect(await register('bob@example.com', code)).toEqual(invalid)
    })

    test('an expired one, and one for another address, open nothing; who registered in time is in time', async () => {
      const { app, invite, register, verify } = await start(openStore)
      const bound = await invite({ email: 'ann@example.com' })
      expect(await register('eve@example.com', bound.code)).toEqual(invalid)
      const brief = await invite({ expires_at: iso(app.clock.now + 60_000) })
      const inTime = await register('bob@example.com', brief.code)
      app.clock.now += 60_000
      expect(await register('zoe@example.com', brief.code)).toEqual(invalid)
      expect((await verify(inTime)).status).toBe(200)
      expect((await verify(await register('ANN@example.com', bound.code))).status).toBe(200)
    })

    test('a mistyped address burns nothing: the code of the letter spends it, not the registration', async () => {
      const { invite, register, verify } = await start(openStore)
      const { code } = await invite()
      expect((await register('anm@example.com', code)).status).toBe(201)
      expect((await verify(await register('ann@example.com', code))).status).toBe(200)
    })

    test('of two registrations with one code, redeemed at once, one opens an account; the other’s claim goes', async () => {
      const { app, invite, register, verify } = await start(openStore)
      for (let round = 0; round < 5; round++) {
        const { code, id } = await invite()
        const both = [
          await register(`ann${round}@example.com`, code),
          await register(`bob${round}@example.com`, code),
        ]
        const answers = await Promise.all(both.map(verify))
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
        expect(answers).toContainEqual(invalid)
        expect(await app.deps.db.selectFrom('registrations').selectAll().execute()).toEqual([])
        const winner = answers.find(({ status }) => status === 200)
        expect(
          await app.deps.db
            .selectFrom('invites')
            .select('redeemed_by')
            .where('id', '=', id)
            .executeTakeFirst(),
        ).toEqual({ redeemed_by: winner && account(winner).id })
      }
    })

    test('one whose account could not be opened after all is given back', async () => {
      const invited = await start(openStore)
      const { app, root, invite, register, verify } = invited
      const { code } = await invite()
      const registered = await register('ann@example.com', code)
      const code6 = await app.readCode('ann@example.com')
      const json = { email: 'ann@example.com' }
      await app.request('POST', '/admin/users', { bearer: root.access_token, json })
      const body = registered.body as { registration_id: string }
      const late = await app.request('POST', '/auth/register/verification_code', {
        json: { ...json, registration_id: body.registration_id, verification_code: code6 },
      })
      expect(late.status).toBe(401)
      expect(await states(invited)).toEqual(['open'])
      expect((await verify(await register('bob@example.com', code))).status).toBe(200)
    })

    test('one for a superuser makes one, as long as its maker is one too', async () => {
      const invited = await start(openStore)
      const { app, root, invite, register, verify } = invited
      const kept = await invite({ role: 'superuser' })
      const first = await invite({ role: 'superuser' })
      const opened = await verify(await register('ann@example.com', first.code))
      expect([opened.status, account(opened).is_superuser]).toEqual([200, true])
      const waiting = await register('bob@example.com', kept.code)
      await app.deps.db
        .updateTable('accounts')
        .set({ superuser_at: null })
        .where('id', '=', root.id)
        .execute()
      expect(await register('eve@example.com', kept.code)).toEqual(invalid)
      expect(await verify(waiting)).toEqual(invalid)
      await app.deps.db.updateTable('accounts').set({ superuser_at: 1 }).where('id', '=', root.id).execute()
      expect((await audited(invited)).at(-1)).toEqual({
        event: 'invite.used',
        actor: null,
        subject: account(opened).id,
        reason: 'superuser',
        detail: { invite: first.id },
      })
      await app.deps.db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', root.id).execute()
      const { id, email } = account(opened)
      expect(email).toBe('ann@example.com')
      const { access_token: bearer } = await logIn(app, { id, email })
      const { items } = (await (
        await app.request('GET', '/admin/invites', { bearer })
      ).json()) as Page<InviteEntry>
      expect(Object.fromEntries(items.map((entry) => [entry.id, entry.state]))).toEqual({
        [kept.id]: 'expired',
        [first.id]: 'used',
      })
    })

    test('a taken address is refused as ever; where accounts are hidden it is not told, and nothing is spent', async () => {
      const invited = await start(openStore)
      const { invite, register } = invited
      expect(await register('root@example.com', (await invite()).code)).toEqual(
        problemAnswer(
          400,
          'email_taken',
          'An account with this address exists; log in, or reset its password.',
        ),
      )
      const hiding = await start(openStore, { hideAccounts: true })
      const { code } = await hiding.invite()
      const answers = [
        await hiding.register('root@example.com', code),
        await hiding.register('anna@example.com', code),
      ]
      expect(answers.map(({ status }) => status)).toEqual([201, 201])
      expect(await hiding.register('root@example.com')).toEqual(required)
      expect(await states(hiding)).toEqual(['open'])
    })

    test('where addresses need no proof it is spent at once; of two at once one registers', async () => {
      const invited = await start(openStore, { requireVerifiedEmail: false })
      const { app, invite, register } = invited
      const { code } = await invite()
      const answers = await Promise.all([
        register('ann@example.com', code),
        register('bob@example.com', code),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403])
      expect(answers).toContainEqual(invalid)
      expect(await states(invited)).toEqual(['used'])
      const { db } = app.deps
      expect(await db.selectFrom('accounts').selectAll().execute()).toHaveLength(2)
      expect(await db.selectFrom('registrations').selectAll().execute()).toHaveLength(1)
      expect((await audited(invited)).at(-1)).toMatchObject({
        event: 'invite.used',
        reason: 'member',
      })
    })

    test('there, one that names its address makes a superuser only once that is proved, also by a later code', async () => {
      const invited = await start(openStore, { requireVerifiedEmail: false })
      const { app, invite, register, verify } = invited
      const { code, id } = await invite({ email: 'ann@example.com', role: 'superuser' })
      const registered = await register('ann@example.com', code)
      const { user_id } = registered.body as { user_id: string }
      const standing = async () =>
        (await app.deps.db.selectFrom('accounts').selectAll().where('id', '=', user_id).executeTakeFirst())
          ?.superuser_at
      expect(await standing()).toBeNull()
      app.clock.now += 2 * 3_600_000 // the claim has run out; a new code makes another
      expect(
        (await app.request('POST', '/auth/register/resend', { json: { email: 'ann@example.com' } })).status,
      ).toBe(202)
      const json = { email: 'ann@example.com', verification_code: await app.readCode('ann@example.com') }
      const opened = await readAnswer(app.request('POST', '/auth/register/verification_code', { json }))
      expect(account(opened)).toMatchObject({ id: user_id, is_superuser: true, is_verified: true })
      expect((await audited(invited)).slice(1)).toEqual([
        { event: 'invite.used', actor: null, subject: user_id, reason: 'member', detail: { invite: id } },
        {
          event: 'account.promoted',
          actor: null,
          subject: user_id,
          reason: 'superuser',
          detail: { invite: id },
        },
      ])
      const bearers = await invite({ role: 'superuser' })
      const other = await register('bob@example.com', bearers.code)
      expect(account(await verify(other))).toMatchObject({ is_superuser: true })
    })
  })

  forEachStore((_kind, openStore) => {
    const flagged = async ({ app }: Invited, answer: Answer) => {
      const { user_id: id } = answer.body as { user_id: string }
      const account = await app.deps.db.selectFrom('accounts').selectAll().where('id', '=', id).execute()
      return account.map(({ superuser_at, verified_at }) => [superuser_at !== null, verified_at !== null])
    }
    const resetPassword = async ({ app }: Invited, email: string) => {
      app.clock.now += 1
      await app.request('POST', '/auth/password/forgot', { json: { email } })
      const json = { email, code: await app.readCode(email), new_password: 'staple tulip ladder canyon' }
      return (await app.request('POST', '/auth/password/reset', { json })).status
    }

    test.each([null, 'ann@example.com'])(
      'an invitation for a superuser (%s) gives nothing before the address is proved; a reset proves it too',
      async (email) => {
        const invited = await start(openStore, { requireVerifiedEmail: false })
        const { id, code } = await invited.invite({ email, role: 'superuser' })
        const registered = await invited.register('ann@example.com', code)
        expect(await flagged(invited, registered)).toEqual([[false, false]])
        expect(await resetPassword(invited, 'ann@example.com')).toBe(204)
        expect(await flagged(invited, registered)).toEqual([[true, true]])
        expect((await audited(invited)).at(-1)).toEqual({
          event: 'account.promoted',
          actor: null,
          subject: (registered.body as { user_id: string }).user_id,
          reason: 'superuser',
          detail: { invite: id },
        })
      },
    )

    test('who moves to another address proves nothing of the one that was invited', async () => {
      const invited = await start(openStore, { requireVerifiedEmail: false })
      const { app } = invited
      const { code } = await invited.invite({ email: 'ann@example.com', role: 'superuser' })
      const registered = await invited.register('ann@example.com', code)
      const { user_id: id } = registered.body as { user_id: string }
      const { access_token: bearer } = await logIn(app, { id, email: 'ann@example.com' })
      await app.request('POST', '/auth/email', { bearer, json: { email: 'eve@example.com', password } })
      const json = { code: await app.readCode('eve@example.com') }
      expect((await app.request('POST', '/auth/email/confirm', { bearer, json })).status).toBe(200)
      expect(await flagged(invited, registered)).toEqual([[false, true]])
    })

    test.each<[string, (invited: Invited, user: string, invite: string) => Promise<unknown>]>([
      ['demoted', ({ app, root }, id) => change(app, root, id, { is_superuser: false })],
      [
        'disabled and enabled again',
        async ({ app, root }, id) => {
          expect(await change(app, root, id, { is_active: false })).toBe(200)
          expect(await change(app, root, id, { is_active: true })).toBe(200)
        },
      ],
      [
        'uninvited',
        async ({ ask }, _user, id) => expect(await ask('DELETE', `/${id}`)).toEqual(emptyAnswer(204)),
      ],
    ])('who was %s before the proof gets no role by it', async (_what, undo) => {
      const invited = await start(openStore, { requireVerifiedEmail: false })
      const { id, code } = await invited.invite({ role: 'superuser' })
      const registered = await invited.register('ann@example.com', code)
      await undo(invited, (registered.body as { user_id: string }).user_id, id)
      expect((await invited.verify(registered)).status).toBe(200)
      expect(await flagged(invited, registered)).toEqual([[false, true]])
    })

    test('a disabled account is not opened by the code that it was sent before', async () => {
      const invited = await start(openStore, { requireVerifiedEmail: false })
      const registered = await invited.register('ann@example.com', (await invited.invite()).code)
      const { user_id } = registered.body as { user_id: string }
      await change(invited.app, invited.root, user_id, { is_active: false })
      expect(await invited.verify(registered)).toMatchObject({
        status: 401,
        body: { code: 'invalid_verification_code' },
      })
      expect(await flagged(invited, registered)).toEqual([[false, false]])
    })

    test('the role that was given stays in the log when who gave it is deleted', async () => {
      const invited = await start(openStore)
      const { app, root } = invited
      const boss = await addPerson(app, { email: 'boss@example.com', superuser: true })
      await invited.invite({ role: 'superuser' })
      const json = { email: 'ann@example.com', is_superuser: true }
      await app.request('POST', '/admin/users', { bearer: root.access_token, json })
      await app.request('DELETE', `/admin/users/${root.id}`, { bearer: boss.access_token })
      const entries = (await auditOf(app.deps.db)).filter(({ actor }) => actor === root.id)
      expect(entries.map(({ event, reason, detail }) => [event, reason, detail])).toEqual([
        ['invite.made', 'superuser', null],
        ['account.added', 'superuser', null],
      ])
    })
  })

  test('guesses are counted by where they come from', async () => {
    const { app } = await start(openSqlite, { rateLimits: true })
    const { name, burst, interval } = rateLimits.registerAddress
    const arrives_at = testStart + (burst - 1) * interval // one is left
    await app.deps.db.insertInto('rate_limits').values({ name, subject: '10.0.0.9', arrives_at }).execute()
    const guess = async (email: string) => {
      const json = { email, password, invite: 'GUESS' }
      return (await app.request('POST', '/auth/register', { json, from: '10.0.0.9' })).status
    }
    expect([await guess('ann@example.com'), await guess('bob@example.com')]).toEqual([403, 429])
  })
})

describe('other ways to register', () => {
  test('open: an invitation is not needed, but one that is sent gives its role or is refused', async () => {
    const { invite, register, verify } = await start(openSqlite, { registration: 'open' })
    const { code } = await invite({ role: 'superuser' })
    expect(account(await verify(await register('ann@example.com'))).is_superuser).toBe(false)
    expect(account(await verify(await register('bob@example.com', code))).is_superuser).toBe(true)
    expect(await register('eve@example.com', code)).toEqual(invalid)
  })

  test('closed: nobody registers, invited or not (contract)', async () => {
    const { invite, register } = await start(openSqlite, { registration: 'closed' })
    expect(await register('ann@example.com', (await invite()).code)).toEqual(
      problemAnswer(403, 'registration_closed', 'This server takes no registrations.'),
    )
  })

  test('signup takes an invitation as register does', async () => {
    const { app, invite } = await start(openSqlite)
    const { code } = await invite()
    const signUp = (email: string, json: object) =>
      readAnswer(app.request('POST', '/auth/signup', { json: { email, password, ...json } }))
    expect(await signUp('ann@example.com', {})).toEqual(required)
    expect((await signUp('ann@example.com', { invite: code })).status).toBe(200)
  })
})
