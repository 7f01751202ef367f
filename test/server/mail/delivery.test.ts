import { expect, onTestFinished, test } from 'vitest'
import { connectStore, type Store } from '../../../db/connect.ts'
import { sendDue } from '../../../src/server/mail/delivery.ts'
import { leaseLetter } from '../../../src/server/mail/lease.ts'
import { enqueueLetter, listLetters } from '../../../src/server/mail/outbox.ts'
import { createSmtpTransport } from '../../../src/server/mail/transport.ts'
import { type SmtpServer, startSmtpServer } from '../../support/smtp.ts'
import { forEachStore } from '../../support/stores.ts'
import { createClock, randomSecret, sampleLetter } from './letter.ts'

const second = 1_000
const minute = 60 * second

function deliveryOf(db: Store, server: SmtpServer) {
  const transport = createSmtpTransport(server.url, 'auth@example.com')
  onTestFinished(() => transport.close())
  const secret = randomSecret()
  const clock = createClock()
  const deps = { db, secret, transport, now: clock.now }
  return {
    ...deps,
    pass: clock.pass,
    write: (to: string, expiresAt?: number) =>
      enqueueLetter(db, secret, { to, letter: sampleLetter, ...(expiresAt && { expiresAt }) }, clock.now()),
    send: (options = {}) => sendDue(deps, options),
    list: () => listLetters(db, secret, {}, clock.now()),
  }
}

forEachStore((_kind, openStore) => {
  test('everything due is sent once, and then nothing is', async () => {
    const server = await startSmtpServer()
    const mail = deliveryOf((await openStore()).db, server)
    for (const to of ['a@e.org', 'b@e.org', 'c@e.org', 'd@e.org', 'e@e.org']) await mail.write(to)
    expect(await mail.send()).toEqual({ sent: 5, refused: 0, failed: 0 })
    expect(await mail.send({ ignoreSchedule: true })).toEqual({ sent: 0, refused: 0, failed: 0 })
    expect(server.messages).toHaveLength(5)
    expect((await mail.list()).map((letter) => letter.state)).toEqual(Array(5).fill('sent'))
  })

  test('two workers on one store send each of 100 letters once (kratos#3175)', async () => {
    const server = await startSmtpServer()
    const { db, url } = await openStore()
    const mail = deliveryOf(db, server)
    await Promise.all(Array.from({ length: 100 }, (_, i) => mail.write(`${i}@e.org`)))
    const other = await connectStore(url)
    const counts = await Promise.all([mail.send(), sendDue({ ...mail, db: other })]).finally(() =>
      other.destroy(),
    )
    expect(counts.map((count) => count.sent).reduce((a, b) => a + b)).toBe(100)
    expect(server.messages).toHaveLength(100)
    expect(new Set(server.messages.flatMap((message) => message.envelope.to))).toHaveLength(100)
  })

  test('a letter accepted before a crash comes again under the same Message-ID (RFC 5322 §3.6.4)', async () => {
    const server = await startSmtpServer()
    const mail = deliveryOf((await openStore()).db, server)
    await mail.write('a@e.org')
    const letter = await leaseLetter(mail.db, mail.secret, mail.now())
    if (letter) await mail.transport.send(letter) // and here the process ends, nothing recorded
    expect(await mail.send()).toMatchObject({ sent: 0 })
    mail.pass(3 * minute)
    expect(await mail.send()).toMatchObject({ sent: 1 })
    const [first, second] = server.messages
    expect(server.messages).toHaveLength(2)
    expect(second?.messageId).toBe(first?.messageId)
  })

  test('a lost reply is repeated under the same Message-ID', async () => {
    const server = await startSmtpServer('drop-after-data')
    const mail = deliveryOf((await openStore()).db, server)
    await mail.write('a@e.org')
    expect(await mail.send()).toEqual({ sent: 0, refused: 0, failed: 1 })
    server.behave('accept')
    mail.pass(5 * second)
    expect(await mail.send()).toMatchObject({ sent: 1 })
    expect(new Set(server.messages.map((message) => message.messageId))).toHaveLength(1)
  })

  test('a server that is down delays a letter and loses nothing', async () => {
    const server = await startSmtpServer()
    const mail = deliveryOf((await openStore()).db, server)
    await server.stop()
    await mail.write('a@e.org')
    expect(await mail.send()).toEqual({ sent: 0, refused: 0, failed: 1 })
    expect(await mail.list()).toMatchObject([
      { state: 'waiting', attempts: 1, last_error: expect.any(String) },
    ])
    await server.start()
    expect(await mail.send()).toMatchObject({ sent: 0 })
    mail.pass(5 * second)
    expect(await mail.send()).toEqual({ sent: 1, refused: 0, failed: 0 })
    expect(await mail.list()).toMatchObject([{ state: 'sent', attempts: 2, last_error: null }])
  })

  test('451 is tried again', async () => {
    const server = await startSmtpServer('temporary')
    const mail = deliveryOf((await openStore()).db, server)
    await mail.write('a@e.org')
    expect(await mail.send()).toMatchObject({ failed: 1 })
    server.behave('accept')
    mail.pass(5 * second)
    expect(await mail.send()).toMatchObject({ sent: 1 })
  })

  test('550 makes a dead letter that shows its reason', async () => {
    const server = await startSmtpServer('refuse-recipient')
    const mail = deliveryOf((await openStore()).db, server)
    await mail.write('a@e.org')
    expect(await mail.send()).toEqual({ sent: 0, refused: 1, failed: 0 })
    server.behave('accept')
    expect(await mail.send({ ignoreSchedule: true })).toEqual({ sent: 0, refused: 0, failed: 0 })
    expect(await mail.list()).toMatchObject([
      { state: 'failed', attempts: 1, last_error: expect.stringContaining('550 5.1.1') },
    ])
  })

  test('a code that has run out is not sent', async () => {
    const server = await startSmtpServer()
    const mail = deliveryOf((await openStore()).db, server)
    await mail.write('a@e.org', mail.now() + 10 * minute)
    mail.pass(10 * minute)
    expect(await mail.send({ ignoreSchedule: true })).toEqual({ sent: 0, refused: 0, failed: 0 })
    expect(server.messages).toEqual([])
  })

  test('ignoring the schedule tries each waiting letter once', async () => {
    const server = await startSmtpServer('temporary')
    const mail = deliveryOf((await openStore()).db, server)
    for (const to of ['a@e.org', 'b@e.org']) await mail.write(to)
    expect(await mail.send()).toMatchObject({ failed: 2 })
    expect(await mail.send({ ignoreSchedule: true })).toMatchObject({ failed: 2 })
    server.behave('accept')
    expect(await mail.send({ ignoreSchedule: true, to: 'b@e.org' })).toMatchObject({ sent: 1 })
    expect(server.messages.map((message) => message.envelope.to)).toEqual([['b@e.org']])
  })

  test('letters to one person: those of others that were due once went out too', async () => {
    const server = await startSmtpServer()
    const mail = deliveryOf((await openStore()).db, server)
    for (const to of ['a@e.org', 'b@e.org', 'c@e.org']) await mail.write(to)
    expect(await mail.send({ ignoreSchedule: true, to: 'b@e.org' })).toEqual({
      sent: 1,
      refused: 0,
      failed: 0,
    })
    expect(server.messages.map((message) => message.envelope.to)).toEqual([['b@e.org']])
  })
})
