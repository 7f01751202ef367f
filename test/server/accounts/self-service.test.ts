import { describe, expect, test } from 'vitest'
import { rateLimits } from '../../../src/server/rate-limit.ts'
import { emptyAnswer, problemAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp, testStart } from '../../support/app.ts'
import { auditOf, noted } from '../../support/audit.ts'
import { addPerson, logIn } from '../../support/oauth.ts'
import { forEachStore, openSqlite } from '../../support/stores.ts'

const endOthers = '/auth/sessions?others=true'

describe('what somebody does to their own account fills neither the store nor the log', () => {
  forEachStore((_kind, openStore) => {
    test('ending the other sessions where there are none leaves no entry', async () => {
      const app = await startTestApp(openStore)
      const ann = await addPerson(app)
      const root = await addPerson(app, { superuser: true })
      await logIn(app, ann)
      const end = () => readAnswer(app.request('DELETE', endOthers, { bearer: ann.access_token }))
      expect([await end(), await end()]).toEqual([emptyAnswer(204), emptyAnswer(204)])
      const endAll = () =>
        readAnswer(app.request('DELETE', `/admin/users/${ann.id}/sessions`, { bearer: root.access_token }))
      expect([await endAll(), await endAll()]).toEqual([emptyAnswer(204), emptyAnswer(204)])
      const [address, detail] = ['127.0.0.1', { ended: 1 }]
      expect(await auditOf(app.deps.db)).toEqual([
        noted('session.others-ended', { actor: ann.id, subject: ann.id, address, detail }),
        noted('sessions.ended', { actor: root.id, subject: ann.id, address, detail }),
      ])
    })

    test('of more than 100 personal tokens, asked for at once, 100 are made; one that is revoked makes room', async () => {
      const app = await startTestApp(openStore)
      const { id: account_id, access_token: bearer } = await addPerson(app)
      const row = { account_id, name: 'ci', digest: 'x', scope: 'account', created_at: 0 }
      const rows = Array.from({ length: 97 }, (_, n) => ({ ...row, id: `t-${n}`, digest: `${n}` }))
      await app.deps.db.insertInto('personal_tokens').values(rows).execute()
      const make = () => readAnswer(app.request('POST', '/auth/tokens', { bearer, json: { name: 'ci' } }))
      const answers = await Promise.all(Array.from({ length: 6 }, make))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422, 422])
      expect(await make()).toEqual(
        problemAnswer(
          422,
          'invalid_request',
          'You have 100 tokens, and more cannot be made; revoke one first.',
        ),
      )
      expect((await app.request('DELETE', '/auth/tokens/t-1', { bearer })).status).toBe(204)
      expect((await make()).status).toBe(201)
    })
  })

  test('all of it shares one limit for each account: 60 at once, then one each five seconds', async () => {
    const app = await startTestApp(openSqlite, { rateLimits: true })
    const [ann, bob] = [await addPerson(app), await addPerson(app)]
    const { name, burst, interval } = rateLimits.changeAccount
    expect([burst, interval]).toEqual([60, 5_000])
    const changes: [string, string, object?][] = [
      ['PATCH', '/auth/me', { username: 'Ann' }],
      ['POST', '/auth/tokens', { name: 'ci' }],
      ['DELETE', '/auth/tokens/none'],
      ['DELETE', '/auth/sessions/none'],
      ['DELETE', endOthers],
    ]
    for (const [method, path, json] of changes) {
      const arrives_at = testStart + (burst - 1) * interval // one is left
      await app.deps.db.deleteFrom('rate_limits').where('name', '=', name).execute()
      await app.deps.db.insertInto('rate_limits').values({ name, subject: ann.id, arrives_at }).execute()
      const ask = ({ access_token: bearer }: typeof ann) =>
        app.request(method, path, { bearer, ...(json && { json }) })
      const first = await ask(ann)
      expect([method, path, first.status < 429]).toEqual([method, path, true])
      expect([method, path, await readAnswer(ask(ann))]).toEqual([
        method,
        path,
        problemAnswer(429, 'too_many_requests', 'Too many tries; try again in 5 s.', { 'retry-after': '5' }),
      ])
      expect((await ask(bob)).status).toBeLessThan(429)
    }
  })
})
