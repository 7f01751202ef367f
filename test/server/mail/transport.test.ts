import { expect, onTestFinished, test, vi } from 'vitest'
import { createSmtpTransport, type SmtpTimeouts } from '../../../src/server/mail/transport.ts'
import { type SmtpBehaviour, type SmtpServer, smtpPassword, startSmtpServer } from '../../support/smtp.ts'
import { code, sampleLetter } from './letter.ts'

const from = 'Latchkey <auth@example.com>'
const letter = { id: '0b5c7c1e-8f5e-4f43-9e4e-3a4d1a3a7b11', to: 'kim@example.org', ...sampleLetter }
const impatient: SmtpTimeouts = { connection: 200, greeting: 200, socket: 200, total: 400 }

function transportTo(url: string, timeouts?: SmtpTimeouts) {
  const transport = createSmtpTransport(url, from, timeouts)
  onTestFinished(() => transport.close())
  return transport
}

async function sendTo(behaviour: SmtpBehaviour) {
  const server = await startSmtpServer(behaviour)
  return transportTo(server.url, impatient).send(letter)
}

function header(server: SmtpServer, key: string) {
  return server.messages[0]?.headers.filter((line) => line.key === key).map((line) => line.value)
}

test('a letter arrives whole, marked as automatic, under a Message-ID of its own (RFC 3834 §5)', async () => {
  const server = await startSmtpServer()
  expect(await transportTo(server.url).send(letter)).toEqual({ kind: 'sent' })
  const [message] = server.messages
  expect(message?.envelope).toEqual({ from: 'auth@example.com', to: ['kim@example.org'] })
  expect(message).toMatchObject({
    from: { name: 'Latchkey', address: 'auth@example.com' },
    to: [{ name: '', address: 'kim@example.org' }],
    subject: letter.subject,
    messageId: `<${letter.id}@example.com>`,
  })
  expect(message?.text?.trim()).toBe(letter.text.trim())
  expect(message?.html?.trim()).toBe(letter.html)
  expect(header(server, 'auto-submitted')).toEqual(['auto-generated'])
})

test('Korean letters arrive as they were written', async () => {
  const server = await startSmtpServer()
  const korean = {
    ...letter,
    subject: '가입 코드',
    text: `안녕하세요.\n\n${code}\n`,
    html: '<p>안녕하세요.</p>',
  }
  await transportTo(server.url).send(korean)
  expect(server.messages[0]).toMatchObject({ subject: '가입 코드' })
  expect(server.messages[0]?.text?.split(/\r?\n/)).toContain(code)
  expect(server.messages[0]?.html).toContain('안녕하세요.')
})

test('a refused recipient is for good (RFC 5321 §4.2.1)', async () => {
  expect(await sendTo('refuse-recipient')).toEqual({
    kind: 'refused',
    reason: expect.stringContaining('550 5.1.1 no such user here'),
  })
})

test('a refused message is for good, and its code does not get into the reason', async () => {
  const outcome = await sendTo('refuse-data')
  expect(outcome).toEqual({ kind: 'refused', reason: expect.stringContaining('554 5.7.1 spam') })
  expect(JSON.stringify(outcome)).not.toContain(code)
})

test('451 is for now', async () => {
  expect(await sendTo('temporary')).toEqual({ kind: 'failed', reason: expect.stringContaining('451 4.3.0') })
})

test('a refused login is for now, since the operator can mend it, and its reason holds no password', async () => {
  const outcome = await sendTo('refuse-auth')
  expect(outcome).toEqual({ kind: 'failed', reason: 'the mail server refused the login (535)' })
  expect(JSON.stringify(outcome)).not.toContain(smtpPassword)
})

test('a slow server is waited for', async () => {
  expect(await sendTo('slow')).toEqual({ kind: 'sent' })
})

test('a server that never greets is given up', async () => {
  expect(await sendTo('hang')).toEqual({ kind: 'failed', reason: 'the mail server did not answer in time' })
})

test('a connection that breaks before the reply counts as not sent', async () => {
  expect(await sendTo('drop-after-data')).toMatchObject({ kind: 'failed' })
})

test('a server that is down is for now', async () => {
  const server = await startSmtpServer()
  await server.stop()
  const outcome = await transportTo(server.url).send(letter)
  expect(outcome).toEqual({ kind: 'failed', reason: expect.stringContaining('ECONNREFUSED') })
  expect(JSON.stringify(outcome)).not.toContain(smtpPassword)
})

test('closing breaks off what is being sent', async () => {
  const server = await startSmtpServer('hang')
  const transport = createSmtpTransport(server.url, from)
  const sending = transport.send(letter)
  transport.close()
  expect(await sending).toEqual({ kind: 'failed', reason: expect.stringContaining('broken off') })
})

test.each([
  'kim@example.org\r\nBcc: eve@example.net',
  'kim@example.org, eve@example.net',
  'kim@example.org>\r\nRCPT TO:<eve@example.net',
  '"a b"@example.org',
  'Kim <kim@example.org>',
  'kim@example.org\u0000',
  'kim@example.org\u202e',
  'kim',
  '',
])('the address %j reaches no header and no envelope', async (to) => {
  const server = await startSmtpServer()
  expect(await transportTo(server.url).send({ ...letter, to })).toMatchObject({ kind: 'refused' })
  expect(server.messages).toEqual([])
})

test('a subject with line breaks makes no header', async () => {
  const server = await startSmtpServer()
  const subject = 'Hi\r\nBcc: eve@example.net\r\n\r\nbody'
  await transportTo(server.url).send({ ...letter, subject })
  expect(header(server, 'bcc')).toEqual([])
  expect(server.messages[0]?.subject).toBe('Hi Bcc: eve@example.net body')
  expect(server.messages[0]?.envelope.to).toEqual(['kim@example.org'])
})

test('a password with reserved characters logs in, and one that is no percent-encoding breaks nothing', async () => {
  const server = await startSmtpServer()
  const encoded = server.url.replace(smtpPassword, encodeURIComponent(smtpPassword).replace('s', '%73'))
  expect(await transportTo(encoded).send(letter)).toEqual({ kind: 'sent' })
  expect(await transportTo(server.url.replace(smtpPassword, '50%off')).send(letter)).toMatchObject({
    kind: 'failed',
  })
})

test('no password goes to another host without TLS, unless the URL says so (RFC 3207 §6)', async () => {
  const server = await startSmtpServer()
  const elsewhere = server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')
  expect(await transportTo(elsewhere).send(letter)).toEqual({
    kind: 'failed',
    reason: expect.stringContaining('STARTTLS'),
  })
  expect(server.logins).toBe(0)
  expect(await transportTo(`${elsewhere}?requireTLS=false`).send(letter)).toEqual({ kind: 'sent' })
  expect(server.logins).toBe(1)
})

test('a URL cannot make the dialogue be printed', async () => {
  const server = await startSmtpServer()
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
  onTestFinished(() => printed.mockRestore())
  expect(await transportTo(`${server.url}?logger=true&debug=true`).send(letter)).toEqual({ kind: 'sent' })
  expect(printed).not.toHaveBeenCalled()
})
