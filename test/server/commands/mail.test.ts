import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createHost, register, type ServerHost } from '../../support/processes.ts'
import { smtpPassword, startSmtpServer } from '../../support/smtp.ts'

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

function refusal(error: string, hint: string, code = 1) {
  return { code, stdout: '', stderr: `authd: error: ${error}\nauthd: hint: ${hint}\n` }
}

/** Changes letters as time and a worker would. */
function change(host: ServerHost, sql: string): void {
  const db = new Sqlite(join(host.dataDir, 'authd.db'))
  db.exec(sql)
  db.close()
}

/** To the second, as `auth` shows times. */
const shownTime = (time: string) => time.replace('T', ' ').replace(/\.\d+/, '')

const listHint =
  '`authd mail show ID` prints a letter, `authd mail show --to EMAIL` the newest to somebody.\n'

test('mail list and show: newest first, to one person, as text and as JSON with the code alone on its line (contract §1)', async () => {
  const host = createHost()
  const server = await host.serve({ again: true })
  expect(await host.authd(['mail', 'list'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'The outbox holds no letter.\n',
  })
  await register(server.url, 'ann@example.com')
  await register(server.url, 'bob@example.com')
  const letters = await host.json(['mail', 'list'])
  const letter = (to: string) => ({
    id: uuid,
    to,
    subject: `Your registration code for 127.0.0.1:${server.port}`,
    text: expect.stringMatching(/^[A-Z0-9]{6}$/m),
    state: 'waiting',
    created_at: time,
    attempts: 0,
    last_error: null,
  })
  expect(letters).toEqual([letter('bob@example.com'), letter('ann@example.com')])
  const [bob, ann] = letters
  const row = ({ id, created_at, to, subject }: typeof bob) =>
    `${id}  ${shownTime(created_at)}  waiting  ${to}  ${subject}\n`
  const header = `${'ID'.padEnd(36)}  ${'WRITTEN'.padEnd(20)}  STATE    ${'TO'.padEnd(15)}  SUBJECT\n`
  expect(await host.authd(['mail', 'list'])).toEqual({
    code: 0,
    stdout: header + row(bob) + row(ann),
    stderr: listHint,
  })
  expect(await host.json(['mail', 'list', '--to', 'ANN@example.com'])).toEqual([ann])
  const shown = `To:      ann@example.com\nWritten: ${shownTime(ann.created_at)}\nState:   waiting\nSubject: ${ann.subject}\n\n${ann.text}`
  for (const args of [[ann.id], ['--to', 'ann@example.com']]) {
    expect(await host.authd(['mail', 'show', ...args])).toEqual({ code: 0, stdout: shown, stderr: '' })
  }
  expect(await host.json(['mail', 'show'])).toEqual(bob)
})

test('mail list and show tell what is sent, failed with its reason, and expired', async () => {
  const host = createHost()
  const server = await host.serve({ again: true })
  for (const name of ['sent', 'failed', 'expired']) await register(server.url, `${name}@example.com`)
  change(
    host,
    `update outbox set sent_at = 1 where recipient like 'sent@%';
     update outbox set failed_at = 1, attempts = 1, last_error = 'the mail server said: 550 \u009b2Jno such user'
       where recipient like 'failed@%';
     update outbox set expires_at = 1 where recipient like 'expired@%';`,
  )
  const letters: Array<{ to: string; state: string }> = await host.json(['mail', 'list'])
  expect(letters.map(({ to, state }) => [to, state])).toEqual([
    ['expired@example.com', 'expired'],
    ['failed@example.com', 'failed'],
    ['sent@example.com', 'sent'],
  ])
  const { stdout } = await host.authd(['mail', 'show', '--to', 'failed@example.com'])
  expect(stdout.split('\n').slice(2, 4)).toEqual([
    'State:   failed',
    'Error:   the mail server said: 550 ?2Jno such user',
  ])
})

test('what the outbox does not hold is one sentence and a hint', async () => {
  const host = createHost()
  await host.json(['migrate'])
  const hint = 'See `authd mail list`; letters are kept for a month at most.'
  expect(await host.authd(['mail', 'show'])).toEqual(refusal('The outbox holds no letter.', hint))
  expect(await host.authd(['mail', 'show', '--to', 'ann@example.com'])).toEqual(
    refusal('The outbox holds no letter to ann@example.com.', hint),
  )
  expect(await host.authd(['mail', 'show', 'no-such-id'])).toEqual(
    refusal('The outbox holds no letter "no-such-id".', hint),
  )
  expect(await host.authd(['mail', 'list', '--to', 'nonsense'])).toEqual(
    refusal('"nonsense" is no e-mail address.', 'Write one such as ann@example.org.', 2),
  )
})

test('more than a hundred letters are cut off, and that is said', async () => {
  const host = createHost()
  await host.authd(['migrate'])
  change(
    host,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < 101)
     insert into outbox (id, recipient, letter_sealed, created_at, next_attempt_at)
       select 'id-' || i, 'ann@example.com', '', i, 0 from n`,
  )
  const { stdout, stderr } = await host.authd(['mail', 'list', '--json'])
  expect(JSON.parse(stdout)).toHaveLength(100)
  expect(stderr).toBe('There may be more than these 100: `--to EMAIL` shows those to one person.\n')
})

test('mail flush sends at once what waits, says why something fails, and ends with 1 then', async () => {
  const smtp = await startSmtpServer('temporary')
  const host = createHost()
  const server = await host.serve({ again: true }) // without SMTP, so that nothing is sent before
  await register(server.url, 'ann@example.com')
  await register(server.url, 'bob@example.com')
  expect(await host.authd(['mail', 'flush'])).toEqual(
    refusal(
      'No SMTP server is set, so letters stay in the outbox.',
      'Set AUTHD_SMTP_URL and AUTHD_MAIL_FROM; `authd mail show --to EMAIL` prints a letter.',
    ),
  )
  const env = { AUTHD_SMTP_URL: smtp.url, AUTHD_MAIL_FROM: 'auth@example.org' }
  const flush = (...args: string[]) => host.authd(['mail', 'flush', ...args], { env })
  const failed = await flush()
  expect([failed.code, failed.stdout, failed.stderr.split('\n').sort()]).toEqual([
    1,
    '',
    [
      '',
      'Sent 0 letters; 0 refused for good, 2 to be tried again.',
      'The letter to ann@example.com is kept and tried again: the mail server said to DATA: 451 4.3.0 try again later.',
      'The letter to bob@example.com is kept and tried again: the mail server said to DATA: 451 4.3.0 try again later.',
    ],
  ])
  expect(failed.stderr).not.toContain(smtpPassword)
  smtp.behave('accept')
  expect(await flush('--to', 'bob@example.com')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Sent 1 letter; 0 refused for good, 0 to be tried again.\n',
  })
  const rest = await flush('--json')
  expect([rest.code, JSON.parse(rest.stdout)]).toEqual([0, { sent: 1, refused: 0, failed: 0 }])
  expect(smtp.messages.map(({ envelope }) => envelope.to)).toEqual([['bob@example.com'], ['ann@example.com']])
  const letters: Array<{ state: string }> = await host.json(['mail', 'list'])
  expect(letters.map(({ state }) => state)).toEqual(['sent', 'sent'])
})
