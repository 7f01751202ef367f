import { expect, test } from 'vitest'
import { jsonAnswer, readAnswer } from '../../support/answers.ts'
import { startTestApp } from '../../support/app.ts'
import { forEachStore } from '../../support/stores.ts'

forEachStore((_kind, openStore) => {
  test('mail that does not get out is a warning, and the server stays ready (authelia#1118)', async () => {
    const app = await startTestApp(openStore)
    const { db } = app.deps
    for (const name of ['a', 'b', 'c']) await app.signIn(`${name}@example.com`)
    const fail = (recipient: string, changes: object) =>
      db.updateTable('outbox').set(changes).where('recipient', '=', recipient).execute()
    await fail('a@example.com', { attempts: 1, last_error: 'ECONNREFUSED smtp.example.org' })
    await fail('b@example.com', { attempts: 1, last_error: 'no such box', failed_at: app.clock.now })
    const warnings = [
      'mail is not getting out: 1 letter delayed, the oldest since 2026-03-01T12:00:00.000Z',
      'mail was given up: 1 letter in the last 7 days; see "authd mail list"',
    ]
    const ready = () => readAnswer(app.request('GET', '/readyz'))
    expect(await ready()).toEqual(jsonAnswer(200, { ok: true, reasons: [], warnings }))
    await fail('a@example.com', { sent_at: app.clock.now })
    expect(await ready()).toEqual(jsonAnswer(200, { ok: true, reasons: [], warnings })) // kept for 10 s
    app.clock.now += 10_000
    expect(await ready()).toEqual(jsonAnswer(200, { ok: true, reasons: [], warnings: warnings.slice(1) }))
  })

  test('a server without a signing key is not ready (contract §2)', async () => {
    const app = await startTestApp(openStore)
    await app.deps.db.deleteFrom('signing_keys').where('algorithm', '=', 'ES256').execute()
    expect(await readAnswer(app.request('GET', '/readyz'))).toEqual(
      jsonAnswer(
        503,
        { ok: false, reasons: ['there is no ES256 signing key'], warnings: [] },
        { 'retry-after': '1' },
      ),
    )
  })
})
