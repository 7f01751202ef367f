import { describe, expect, test } from 'vitest'
import type { LimitEntry, Page } from '../../../src/protocol/endpoints.ts'
import { jsonAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, testStart } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { addPerson } from '../../support/oauth.ts'
import { addMember } from '../../support/page-client.ts'
import { forEachStore, type OpenStore, openSqlite } from '../../support/stores.ts'

const email = 'ann@example.com'
const stranger = '203.0.113.66'
const at = (seconds: number) => new Date(testStart + seconds * 1000).toISOString()

async function start(openStore: OpenStore) {
  const app = await startTestApp(openStore, { rateLimits: true })
  const root = await addPerson(app, { superuser: true })
  const id = await addMember(app, email, { name: 'ann' })
  const ask = (method: string, query: Record<string, string> = {}, bearer = root.access_token) =>
    readAnswer(
      app.request(method, `/admin/limits?${new URLSearchParams(query)}`, { bearer, from: '10.0.0.1' }),
    )
  const list = async (query: Record<string, string> = {}) =>
    (await ask('GET', query)).body as Page<LimitEntry>
  const guess = async (times: number, username = email, from = stranger) => {
    let status = 0
    for (let tries = 0; tries < times; tries++)
      status = (await app.request('POST', '/auth/login', { form: { username, password: 'wrong' }, from }))
        .status
    return status
  }
  const logIn = async (from: string) =>
    (
      await app.request('POST', '/auth/login', {
        form: { username: email, password: 'correct horse battery' },
        from,
      })
    ).status
  return { app, root, id, ask, list, guess, logIn }
}

describe('/admin/limits', () => {
  forEachStore((_kind, openStore) => {
    test('lists what is counted: which limit, of whom, how full, and until when', async () => {
      const { guess, ask } = await start(openStore)
      expect(await guess(12)).toBe(429)
      const items: LimitEntry[] = [
        {
          name: 'login.address',
          account: null,
          address: stranger,
          used: 10,
          burst: 100,
          refused_until: null,
          forgotten_at: at(30),
        },
        {
          name: 'login.account',
          account: email,
          address: null,
          used: 10,
          burst: 100,
          refused_until: null,
          forgotten_at: at(300),
        },
        {
          name: 'login.pair',
          account: email,
          address: stranger,
          used: 10,
          burst: 10,
          refused_until: at(30),
          forgotten_at: at(9_000),
        },
      ]
      expect(await ask('GET')).toEqual(jsonAnswer(200, { items, next_cursor: null }))
    })

    test('an account that counts by its id is shown by its address; a device is not told', async () => {
      const { app, id, list } = await start(openStore)
      const row = { arrives_at: testStart + 30_000, forgotten_at: testStart + 900_000 }
      for (const [name, subject] of [
        ['login.device', `${id} ${'a'.repeat(22)}`],
        ['password.account', id],
        ['send.email', 'nobody@example.com'],
        ['refusal-note', `login.pair ${stranger}`],
        ['of-an-older-authd', 'x'],
      ] as const)
        await app.deps.db
          .insertInto('rate_limits')
          .values({ name, subject, ...row })
          .execute()
      const forgotten = { name: 'send.account', subject: id, arrives_at: testStart, forgotten_at: testStart }
      await app.deps.db.insertInto('rate_limits').values(forgotten).execute()
      const shown = (await list()).items.map(({ name, account, address }) => [name, account, address])
      expect(shown.sort()).toEqual([
        ['login.device', email, null],
        ['password.account', email, null],
        ['send.email', 'nobody@example.com', null],
      ])
      for (const q of [email, 'ANN', id])
        expect([q, (await list({ q })).items.map(({ name }) => name).sort()]).toEqual([
          q,
          ['login.device', 'password.account'],
        ])
    })

    test('pages go on where they ended, and the search takes a part of what was typed, or a source', async () => {
      const { guess, list, ask } = await start(openStore)
      for (const name of ['bob', 'boris', '50%', 'a_b']) await guess(1, `${name}@example.org`, '2001:db8::1')
      const all = (await list()).items
      expect(all).toHaveLength(9)
      const pages: LimitEntry[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Page<LimitEntry> = await list({ limit: '2', ...(cursor && { cursor }) })
        pages.push(...page.items)
        cursor = page.next_cursor
      }
      expect(pages).toEqual(all)
      const found = async (q: string) =>
        (await list({ q })).items.map(({ account, address }) => account ?? address)
      expect(new Set(await found('BO'))).toEqual(new Set(['bob@example.org', 'boris@example.org']))
      expect(new Set(await found('50%'))).toEqual(new Set(['50%@example.org']))
      expect(new Set(await found('_'))).toEqual(new Set(['a_b@example.org']))
      expect(await found('2001:db8::ffff')).toHaveLength(5)
      expect(await found('nothing')).toEqual([])
      const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
      for (const cursor of [
        'x',
        forged(),
        forged('a'),
        forged('a', 1),
        forged('a', '\0'),
        forged('\ud800', 'a'),
      ])
        expect([cursor, (await ask('GET', { cursor })).status]).toEqual([cursor, 422])
    })

    test('a release lets the owner in at once, is told in the audit log, and touches nobody else', async () => {
      const { app, root, id, guess, logIn, ask, list } = await start(openStore)
      await guess(12, email, '10.0.0.7')
      await guess(12, 'ann', '10.0.0.7')
      await guess(12, 'annabel@example.com', '10.0.0.7')
      await guess(3, 'bob@example.com', '10.0.0.7')
      expect(await logIn('10.0.0.7')).toBe(429)
      const entries = (await auditOf(app.deps.db)).length
      expect(await ask('DELETE', { who: ' Ann@Example.COM ' })).toEqual(jsonAnswer(200, { released: 4 }))
      expect((await auditOf(app.deps.db)).slice(entries)).toEqual([
        noted('limits.released', { actor: root.id, subject: id, address: '10.0.0.1', detail: { count: 4 } }),
      ])
      expect(new Set((await list()).items.map(({ account }) => account))).toEqual(
        new Set([null, 'annabel@example.com', 'bob@example.com']),
      )
      expect(await logIn('10.0.0.7')).toBe(200)
    })

    test('of a source, or of one limit alone', async () => {
      const { app, root, guess, ask, list } = await start(openStore)
      await guess(2)
      await guess(2, 'nobody@example.com', '2001:db8::1')
      const only = { who: email, name: 'login.account' }
      expect(await ask('DELETE', only)).toEqual(jsonAnswer(200, { released: 1 }))
      expect(await ask('DELETE', { who: stranger })).toEqual(jsonAnswer(200, { released: 2 }))
      expect(await ask('DELETE', { who: '2001:db8::abcd' })).toEqual(jsonAnswer(200, { released: 2 }))
      expect((await list()).items.map(({ name }) => name)).toEqual(['login.account'])
      const events = (await auditOf(app.deps.db)).filter(({ event }) => event === 'limits.released')
      const by = { actor: root.id, address: '10.0.0.1' }
      expect(events).toEqual([
        noted('limits.released', {
          ...by,
          subject: expect.any(String),
          reason: 'login.account',
          detail: { count: 1 },
        }),
        noted('limits.released', { ...by, detail: { count: 2, source: stranger } }),
        noted('limits.released', { ...by, detail: { count: 2, source: '2001:db8:0:0::/64' } }),
      ])
      expect(await ask('DELETE', { who: '2001:db8:0:0::/64' })).toEqual(
        problemAnswer(
          404,
          'not_found',
          'Nothing is counted of this account or source; nobody is kept out by it.',
        ),
      )
    })

    test('a deleted account takes its counters along, also those with an address or a device', async () => {
      const { app, root, id, guess, list } = await start(openStore)
      await guess(2)
      await guess(2, 'ann')
      const row = { arrives_at: testStart + 1, forgotten_at: testStart + 900_000 }
      await app.deps.db
        .insertInto('rate_limits')
        .values({ name: 'login.device', subject: `${id} x`, ...row })
        .execute()
      await app.request('DELETE', `/admin/users/${id}`, { bearer: root.access_token })
      expect((await list()).items.map(({ name }) => name)).toEqual(['login.address'])
    })
  })

  test('takes a superuser, words that mean something, and a limit that there is', async () => {
    const { app, ask } = await start(openSqlite)
    const member = await addPerson(app)
    expect((await ask('GET', {}, member.access_token)).status).toBe(403)
    expect((await ask('DELETE', { who: email }, member.access_token)).status).toBe(403)
    const faulty = (detail: string) => problemAnswer(422, 'invalid_request', detail)
    expect(await ask('DELETE')).toEqual(faulty('Field "who": it is missing.'))
    expect(await ask('DELETE', { who: '' })).toEqual(faulty('Field "who": it is empty.'))
    expect(await ask('DELETE', { who: email, name: 'refusal-note' })).toEqual(
      faulty('Field "name": there is no such limit.'),
    )
    for (const [method, name] of [
      ['DELETE', 'who'],
      ['GET', 'q'],
    ] as const)
      expect(await ask(method, { [name]: '\0' })).toEqual(
        faulty(`Field "${name}": it holds a character that is in no address and no name.`),
      )
  })
})
