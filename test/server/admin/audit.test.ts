import { describe, expect, test } from 'vitest'
import { type AuditHead, type AuditRecord, chainStart, findFault } from '../../../src/protocol/audit-chain.ts'
import type { AuditEntry, AuditPage } from '../../../src/protocol/endpoints.ts'
import { recordAudit } from '../../../src/server/audit.ts'
import { jsonAnswer, noStore, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, type TestApp, testStart } from '../../support/app.ts'
import { addPerson } from '../../support/oauth.ts'
import { forEachStore, type OpenStore, openSqlite } from '../../support/stores.ts'

async function start(openStore: OpenStore) {
  const app = await startTestApp(openStore)
  const root = await addPerson(app, { email: 'root@example.com', superuser: true })
  const answer = (query: string) =>
    readAnswer(app.request('GET', `/admin/audit${query}`, { bearer: root.access_token }))
  const read = async (query = ''): Promise<AuditPage> => {
    const { status, headers, body } = await answer(query)
    expect([query, status, headers['cache-control']]).toEqual([query, 200, 'no-store'])
    return body as AuditPage
  }
  return { app, root, answer, read }
}

const events = ({ items }: AuditPage) => items.map(({ event }) => event)
const sequences = ({ items }: AuditPage) => items.map(({ sequence }) => sequence)

/** A minute apart, beginning at testStart. */
async function record(app: TestApp, entries: Array<Parameters<typeof recordAudit>[1]>): Promise<void> {
  for (const [index, entry] of entries.entries()) {
    await recordAudit(app.deps.db, entry, testStart + index * 60_000)
  }
}

/** As `auth audit verify` reads: the whole log in order, then its end against the head. */
async function verify(read: (query: string) => Promise<AuditPage>): Promise<string | undefined> {
  let last: AuditHead = chainStart
  for (;;) {
    const page = await read(`?order=asc&limit=3&after=${last.sequence}`)
    for (const { actor_email: _actor, subject_email: _subject, ...entry } of page.items) {
      const fault = findFault(last, entry)
      if (fault) return `${fault} at ${last.sequence + 1}`
      last = entry
    }
    if (page.next_cursor !== null) continue
    return last.sequence === page.head.sequence && last.hash === page.head.hash ? undefined : 'cut off'
  }
}

describe('GET /admin/audit', () => {
  forEachStore((_kind, openStore) => {
    test('of an empty log is the start of the chain', async () => {
      const { answer } = await start(openStore)
      expect(await answer('')).toEqual(
        jsonAnswer(200, { items: [], next_cursor: null, head: chainStart }, noStore),
      )
    })

    test('gives an entry as it is in the chain, with the addresses that its ids have now', async () => {
      const { app, root, answer } = await start(openStore)
      const ann = await addPerson(app, { email: 'ann@example.com' })
      await record(app, [
        {
          event: 'session.ended',
          actor: root.id,
          subject: ann.id,
          clientId: 'c',
          address: '10.0.0.1',
          detail: { session: 's', more: { b: 1, a: [null] } },
        },
        { event: 'login.failed', reason: 'x' },
      ])
      const { body } = await answer('')
      const [failed, ended] = (body as AuditPage).items
      const hashed = {
        salt: expect.stringMatching(/^[\w-]{22}$/),
        private_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      }
      const nothing = { actor: null, subject: null, client_id: null, address: null, detail: null }
      expect([failed, ended]).toEqual([
        {
          ...nothing,
          ...hashed,
          sequence: 2,
          at: '2026-03-01T12:01:00.000Z',
          event: 'login.failed',
          reason: 'x',
          actor_email: null,
          subject_email: null,
        },
        {
          ...hashed,
          sequence: 1,
          at: '2026-03-01T12:00:00.000Z',
          event: 'session.ended',
          actor: root.id,
          subject: ann.id,
          client_id: 'c',
          reason: null,
          address: '10.0.0.1',
          detail: { session: 's', more: { b: 1, a: [null] } },
          actor_email: 'root@example.com',
          subject_email: 'ann@example.com',
        },
      ] satisfies AuditEntry[])
      expect((body as AuditPage).head).toEqual({ sequence: 2, hash: failed?.hash })
      await app.request('DELETE', `/admin/users/${ann.id}`, { bearer: root.access_token })
      const after = ((await answer('?order=asc&limit=1')).body as AuditPage).items[0]
      expect(after).toEqual({
        ...ended,
        salt: null,
        address: null,
        detail: null,
        subject_email: null,
      })
    })

    test('filters by person, kind and time, and by several at once (contract)', async () => {
      const { app, root, read } = await start(openStore)
      const ann = await addPerson(app, { email: 'ann@example.com' })
      await record(app, [
        { event: 'login', actor: ann.id, subject: ann.id },
        { event: 'login.failed', subject: ann.id, reason: 'x' },
        { event: 'session.reused', actor: root.id, subject: 'gone' },
        { event: 'sessions.ended', actor: root.id, subject: ann.id },
        { event: 'login', actor: root.id, subject: root.id },
      ])
      const found = async (query: string) => sequences(await read(`?order=asc&${query}`))
      expect(await found(`person=${ann.id}`)).toEqual([1, 2, 4])
      expect(await found('person=Ann%40EXAMPLE.com')).toEqual([1, 2, 4])
      expect(await found('person=gone')).toEqual([3])
      expect(await read('?person=nobody%40example.com')).toEqual({
        items: [],
        next_cursor: null,
        head: (await read()).head,
      })
      expect(await found('event=login')).toEqual([1, 2, 5])
      expect(await found('event=login.failed')).toEqual([2])
      expect(await found('event=session')).toEqual([3])
      expect(await found('event=log')).toEqual([])
      expect(await found('since=2026-03-01T12:01:00Z&until=2026-03-01T14:03:00%2B02:00')).toEqual([2, 3])
      expect(await found(`person=${ann.id}&event=login&since=2026-03-01T12:00:30Z`)).toEqual([2])
      expect(await found('after=3')).toEqual([4, 5])
    })

    test('pages are right in both directions while entries are added; reading adds none', async () => {
      const { app, read } = await start(openStore)
      await record(app, Array(7).fill({ event: 'logout' }))
      const walk = async (order: string) => {
        const seen: number[] = []
        for (let query = `?limit=3&order=${order}`; ; ) {
          const page = await read(query)
          expect(page.items.every(({ sequence }) => sequence <= page.head.sequence)).toBe(true)
          seen.push(...sequences(page))
          await recordAudit(app.deps.db, { event: 'login' }, testStart)
          if (page.next_cursor === null) return seen
          query = `?limit=3&order=${order}&cursor=${page.next_cursor}`
          if (seen.length > 20) return seen
        }
      }
      expect(await walk('desc')).toEqual([7, 6, 5, 4, 3, 2, 1])
      // In the order of the chain it goes on with what is new, up to a moment at which nothing is.
      const ahead = await walk('asc')
      expect(ahead.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      expect(events(await read('?limit=1'))).toEqual(['login'])
    })

    test('what is read verifies; what was changed, removed, moved or cut off is found (audit-chain.ts)', async () => {
      const { app, read } = await start(openStore)
      const { db } = app.deps
      await record(
        app,
        Array.from({ length: 8 }, (_, n) => ({
          event: 'login',
          actor: 'a',
          subject: 's',
          clientId: 'c',
          reason: 'r',
          address: '10.0.0.1',
          detail: { n },
        })),
      )
      expect(await verify(read)).toBeUndefined()
      const rows = await db.selectFrom('audit').selectAll().orderBy('sequence').execute()
      const restore = async () => {
        await db.deleteFrom('audit').execute()
        await db.insertInto('audit').values(rows).execute()
      }
      const changes = {
        at: testStart + 1,
        event: 'logout',
        actor: 'b',
        subject: null,
        client_id: 'd',
        reason: null,
        address: '10.0.0.2',
        detail: 'no JSON',
        salt: null,
        private_digest: rows[0]?.private_digest ?? '',
        hash: rows[0]?.hash ?? '',
      }
      for (const [column, value] of Object.entries(changes)) {
        await db
          .updateTable('audit')
          .set({ [column]: value })
          .where('sequence', '=', 5)
          .execute()
        expect([column, await verify(read)]).toEqual([column, 'changed at 5'])
        await restore()
      }
      await db.updateTable('audit').set({ at: 9e15 }).where('sequence', '=', 5).execute()
      expect(await verify(read)).toBe('changed at 5')
      await restore()
      await db.deleteFrom('audit').where('sequence', '=', 4).execute()
      expect(await verify(read)).toBe('missing at 4')
      await restore()
      for (const [from, to] of [
        [4, 100],
        [5, 4],
        [100, 5],
      ] as const) {
        await db.updateTable('audit').set({ sequence: to }).where('sequence', '=', from).execute()
      }
      expect(await verify(read)).toBe('changed at 4')
      await restore()
      await db.deleteFrom('audit').where('sequence', '>=', 7).execute()
      expect(await verify(read)).toBe('cut off')
      await restore()
      expect(await verify(read)).toBeUndefined()
    })

    test('what was erased with its account leaves the chain whole', async () => {
      const { app, root, read } = await start(openStore)
      await app.signIn('ann@example.com')
      const [ann] = (await read('?event=login')).items
      await app.request('DELETE', `/admin/users/${ann?.subject}`, { bearer: root.access_token })
      expect(await verify(read)).toBeUndefined()
      const { items } = await read(`?person=${ann?.subject}`)
      expect(items.map(({ event, salt }) => [event, salt === null]).at(0)).toEqual(['account.deleted', false])
      expect(items.slice(1).every((entry: AuditRecord) => entry.salt === null)).toBe(true)
    })
  })

  test.each([
    ['since=yesterday', 'Field "since": it must be an RFC 3339 time.'],
    ['until=2026-03-01', 'Field "until": it must be an RFC 3339 time.'],
    ['event=%25', 'Field "event": it is no kind of event, such as login or session.reused.'],
    ['order=up', 'Field "order": choose from asc, desc.'],
    ['after=x', 'Field "after": it must be a number.'],
    ['person=a%00b', 'Field "person": it is neither an account id nor an address.'],
  ])('?%s is 422 in words', async (query, detail) => {
    const { answer } = await start(openSqlite)
    expect(await answer(`?${query}`)).toEqual(problemAnswer(422, 'invalid_request', detail))
  })

  test('a page has at most 1000 entries, and numbers stay in their range', async () => {
    const { answer } = await start(openSqlite)
    const statuses = ['limit=1000', 'limit=1001', 'limit=0', 'after=-1', 'cursor=1.5', 'after=1e300'].map(
      async (query) => (await answer(`?${query}`)).status,
    )
    expect(await Promise.all(statuses)).toEqual([200, 422, 422, 422, 422, 422])
  })
})
