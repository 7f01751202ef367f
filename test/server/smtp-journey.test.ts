import { expect, test } from 'vitest'
import {
  createHost,
  createMachine,
  password,
  register,
  type ServerHost,
  until,
} from '../support/processes.ts'
import { type SmtpServer, smtpPassword, startSmtpServer } from '../support/smtp.ts'

function mailingHost(smtp: SmtpServer): ServerHost {
  return createHost({ AUTHD_SMTP_URL: smtp.url, AUTHD_MAIL_FROM: 'Latchkey <auth@example.org>' })
}

/** The lines of a letter that are a code and nothing else. */
function codesIn(text: string | undefined): string[] {
  return (text ?? '').split(/\r?\n/).filter((line) => /^[A-Z0-9]{6}$/.test(line))
}

async function states(host: ServerHost): Promise<unknown[]> {
  const letters: Array<Record<string, unknown>> = await host.json(['mail', 'list'])
  return letters.map(({ to, state, attempts, last_error }) => [to, state, attempts, last_error])
}

test('the letter comes by SMTP with the code alone on a line, and auth verify takes it', async () => {
  const smtp = await startSmtpServer()
  const host = mailingHost(smtp)
  const server = await host.serve({ again: true })
  const machine = createMachine(server)
  const email = 'ann@example.com'
  const registered = await machine.auth(['register', '--email', email, '--password-stdin'], {
    input: `${password}\n`,
  })
  expect(registered.code).toBe(0)
  expect(registered.stderr).not.toContain('sends no mail')
  const [letter] = await smtp.received(1)
  expect(letter?.envelope).toEqual({ from: 'auth@example.org', to: [email] })
  expect(letter?.from).toMatchObject({ name: 'Latchkey', address: 'auth@example.org' })
  expect(letter?.subject).toBe(`Your registration code for 127.0.0.1:${server.port}`)
  const [code, ...more] = codesIn(letter?.text)
  expect([code, more]).toEqual([expect.any(String), []])
  expect(letter?.html).toContain(code)
  expect(await machine.auth(['verify', '--email', email, '--code', code ?? ''])).toEqual({
    code: 0,
    stdout: `Verified ${email}.\n`,
    stderr: `Next: \`auth login --email ${email}\`\n`,
  })
  await until('it is sent', async () => (await states(host))[0]?.toString() === `${email},sent,1,`)
  expect(smtp.messages).toHaveLength(1)
})

test('letters are in Korean for who asks for it (Accept-Language, RFC 9110 §12.5.4)', async () => {
  const smtp = await startSmtpServer()
  const server = await mailingHost(smtp).serve({ again: true })
  await register(server.url, 'ann@example.com', { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' })
  const [letter] = await smtp.received(1)
  expect(letter?.subject).toBe(`127.0.0.1:${server.port} 가입 코드`)
  expect(letter?.text).toContain(`${server.url} 가입을 마치려면 아래 코드를 입력해 주세요.`)
  expect(codesIn(letter?.text)).toHaveLength(1)
})

test('a mail server that is down delays neither start nor registration, and gets the letter when it is back (authelia#1118)', async () => {
  const smtp = await startSmtpServer()
  await smtp.stop()
  const host = mailingHost(smtp)
  const server = await host.serve({ again: true })
  const from = Date.now()
  await register(server.url, 'ann@example.com')
  expect(Date.now() - from).toBeLessThan(3_000)
  const line = await server.logged('mail cannot be sent now; letters wait in the outbox')
  expect(line).toMatchObject({ level: 'warn', attempt: 1, reason: expect.stringMatching(/ECONNREFUSED/) })
  expect(await states(host)).toEqual([['ann@example.com', 'waiting', 1, line.reason]])
  await smtp.start()
  // By the worker itself: its first repetition comes after five seconds, and it looks every three.
  const [letter] = await smtp.received(1)
  expect(letter?.envelope.to).toEqual(['ann@example.com'])
  await server.logged('mail can be sent again')
  expect(JSON.stringify(server.log())).not.toContain(smtpPassword)
})

test('a refused recipient makes a dead letter, seen in the log and in mail list with its reason, once', async () => {
  const smtp = await startSmtpServer('refuse-recipient')
  const host = mailingHost(smtp)
  const server = await host.serve({ again: true })
  await register(server.url, 'nobody@example.com')
  const reason = 'the mail server said to RCPT TO: 550 5.1.1 no such user here'
  expect(await server.logged('a letter was refused for good')).toMatchObject({ level: 'error', reason })
  await until('it is recorded', async () => (await states(host))[0]?.toString().includes('failed'))
  expect(await states(host)).toEqual([['nobody@example.com', 'failed', 1, reason]])
  const { stdout } = await host.authd(['mail', 'list'])
  const [, ...cells] = stdout.trimEnd().split('\n').at(-1)?.split(/ {2,}/) ?? []
  expect(cells.slice(1)).toEqual([
    'failed',
    'nobody@example.com',
    `Your registration code for 127.0.0.1:${server.port}`,
    reason,
  ])
})

test('a stop while the mail server hangs is bounded, and the letter waits for the next start', async () => {
  const smtp = await startSmtpServer('hang')
  const host = mailingHost(smtp)
  const server = await host.serve({ again: true })
  await register(server.url, 'ann@example.com')
  await until('it is being sent', async () => (await states(host))[0]?.toString().includes(',sending,'))
  const from = Date.now()
  expect((await server.stop()).code).toBe(0)
  // The greeting alone would be waited for for ten seconds.
  expect(Date.now() - from).toBeLessThan(6_000)
  expect(await states(host)).toEqual([['ann@example.com', 'waiting', 1, expect.any(String)]])
  smtp.behave('accept')
  const env = { AUTHD_SMTP_URL: smtp.url, AUTHD_MAIL_FROM: 'auth@example.org' }
  expect((await host.authd(['mail', 'flush'], { env })).code).toBe(0)
  expect(smtp.messages).toHaveLength(1)
})
