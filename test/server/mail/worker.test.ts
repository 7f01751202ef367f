import { expect, onTestFinished, test } from 'vitest'
import { connectStore, type Store } from '../../../db/connect.ts'
import { enqueueLetter, listLetters } from '../../../src/server/mail/outbox.ts'
import { createSmtpTransport } from '../../../src/server/mail/transport.ts'
import { startMailWorker } from '../../../src/server/mail/worker.ts'
import { type SmtpServer, smtpPassword, startSmtpServer } from '../../support/smtp.ts'
import { openSqlite } from '../../support/stores.ts'
import { code, createClock, randomSecret, sampleLetter } from './letter.ts'

function startWorker(db: Store, server: SmtpServer) {
  const lines: Array<{ level: string; message: string; details: object }> = []
  const write = (level: string) => (details: object, message: string) =>
    void lines.push({ level, message, details })
  const clock = createClock()
  const secret = randomSecret()
  const worker = startMailWorker({
    db,
    secret,
    transport: createSmtpTransport(server.url, 'auth@example.com'),
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    now: clock.now,
  })
  onTestFinished(() => worker.stop())
  return {
    ...worker,
    lines,
    pass: clock.pass,
    write: (to: string) => enqueueLetter(db, secret, { to, letter: sampleLetter }, clock.now()),
    list: () => listLetters(db, secret, {}, clock.now()),
  }
}

async function until(isTrue: () => boolean | Promise<boolean>) {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('a wake-up after the commit sends at once', async () => {
  const { db } = await openSqlite()
  const server = await startSmtpServer()
  const worker = startWorker(db, server)
  await worker.write('a@e.org')
  const before = performance.now()
  worker.wake()
  await server.received(1)
  expect(performance.now() - before).toBeLessThan(1_000)
  await until(async () => (await worker.list())[0]?.state === 'sent')
})

test('what was waiting at the start is sent without a wake-up', async () => {
  const { db, url } = await openSqlite()
  const server = await startSmtpServer()
  const secret = randomSecret()
  await enqueueLetter(db, secret, { to: 'a@e.org', letter: sampleLetter }, 0)
  const transport = createSmtpTransport(server.url, 'auth@example.com')
  const other = await connectStore(url)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const worker = startMailWorker({ db: other, secret, transport, log, now: () => 1 })
  await server.received(1)
  await worker.stop()
  await other.destroy()
})

test('trouble with the mail server is said once, and so is its end (authelia#1118)', async () => {
  const { db } = await openSqlite()
  const server = await startSmtpServer('refuse-auth')
  const worker = startWorker(db, server)
  for (const to of ['a@e.org', 'b@e.org']) await worker.write(to)
  worker.wake()
  await until(async () =>
    (await worker.list()).every((letter) => letter.attempts === 1 && letter.state === 'waiting'),
  )
  worker.pass(5_000)
  worker.wake()
  await until(async () =>
    (await worker.list()).every((letter) => letter.attempts === 2 && letter.state === 'waiting'),
  )
  expect(worker.lines.map((line) => line.level)).toEqual(['warn'])
  server.behave('accept')
  worker.pass(30_000)
  worker.wake()
  await until(async () => (await worker.list()).every((letter) => letter.state === 'sent'))
  expect(worker.lines.map((line) => line.level)).toEqual(['warn', 'info'])
  for (const secret of [code, smtpPassword]) expect(JSON.stringify(worker.lines)).not.toContain(secret)
})

test('a dead letter is logged with its reason', async () => {
  const { db } = await openSqlite()
  const worker = startWorker(db, await startSmtpServer('refuse-recipient'))
  await worker.write('a@e.org')
  worker.wake()
  await until(() => worker.lines.length > 0)
  const [letter] = await worker.list()
  expect(worker.lines).toEqual([
    {
      level: 'error',
      message: 'a letter was refused for good',
      details: { letter: letter?.id, attempt: 1, reason: expect.stringContaining('550') },
    },
  ])
})

test('a store that cannot be opened is said once and stops nothing', async () => {
  const db = await connectStore('sqlite:/nowhere/at/all/authd.db')
  const worker = startWorker(db, await startSmtpServer())
  await until(() => worker.lines.length > 0)
  worker.wake()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(worker.lines).toMatchObject([{ level: 'error', details: { err: { name: 'StoreError' } } }])
  await worker.stop()
  await db.destroy()
})

test('stopping waits for the letter in flight', async () => {
  const { db } = await openSqlite()
  const server = await startSmtpServer('slow')
  const worker = startWorker(db, server)
  await worker.write('a@e.org')
  worker.wake()
  await until(async () => (await worker.list())[0]?.state === 'sending')
  await worker.stop()
  expect(await worker.list()).toMatchObject([{ state: 'sent' }])
})

test('stopping takes two seconds at most, and gives back what a hung server kept', async () => {
  const { db } = await openSqlite()
  const worker = startWorker(db, await startSmtpServer('hang'))
  await worker.write('a@e.org')
  worker.wake()
  await until(async () => (await worker.list())[0]?.state === 'sending')
  const before = performance.now()
  await worker.stop()
  expect(performance.now() - before).toBeLessThan(2_000)
  expect(await worker.list()).toMatchObject([
    { state: 'waiting', last_error: expect.stringContaining('broken off') },
  ])
})

test('after the stop nothing is sent any more', async () => {
  const { db } = await openSqlite()
  const server = await startSmtpServer()
  const worker = startWorker(db, server)
  await worker.stop()
  await worker.write('a@e.org')
  worker.wake()
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(server.messages).toEqual([])
})
