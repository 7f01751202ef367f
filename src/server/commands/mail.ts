import { normalizeEmail } from '../accounts/email-address.ts'
import { type HostOptions, withHost } from '../host.ts'
import { HostError } from '../host-error.ts'
import { sendDue } from '../mail/delivery.ts'
import { listLetters, type OutboxEntry, showLetter } from '../mail/outbox.ts'
import { createSmtpTransport } from '../mail/transport.ts'
import { printJson, printTable, say } from './output.ts'

/** `authd mail …`: the outbox. Where no SMTP is set, this is where codes are read. */

type MailOptions = HostOptions & { to?: string }

export async function listMail(options: MailOptions): Promise<void> {
  const letters = await withHost(options, ({ db, secret }) =>
    listLetters(db, secret, recipient(options), Date.now()),
  )
  if (options.json) return printJson(letters)
  const rows = letters.map((letter) => [
    letter.id,
    letter.created_at,
    letter.state,
    letter.to,
    letter.subject,
  ])
  printTable(['ID', 'WRITTEN', 'STATE', 'TO', 'SUBJECT'], rows, 'The outbox is empty.')
  if (letters.length > 0)
    say('authd mail show ID prints a letter; authd mail show --to EMAIL the newest to somebody.')
}

export async function showMail(id: string | undefined, options: MailOptions): Promise<void> {
  const letter = await withHost(options, ({ db, secret }) => {
    if (id !== undefined) return showLetter(db, secret, id, Date.now())
    return listLetters(db, secret, { ...recipient(options), limit: 1 }, Date.now()).then(([newest]) => newest)
  })
  if (!letter) throw new HostError('the outbox holds no such letter', 'authd mail list shows what it holds')
  if (options.json) return printJson(letter)
  printLetter(letter)
}

export async function flushMail(options: MailOptions): Promise<void> {
  const counts = await withHost(options, ({ db, secret, config }) => {
    const { smtpUrl, mailFrom } = config
    if (smtpUrl === undefined || mailFrom === undefined) {
      throw new HostError(
        'no SMTP server is set, so letters stay in the outbox',
        'set AUTHD_SMTP_URL and AUTHD_MAIL_FROM',
      )
    }
    const transport = createSmtpTransport(smtpUrl, mailFrom)
    const deps = { db, secret, transport, now: Date.now }
    return sendDue(deps, { ignoreSchedule: true, ...recipient(options) }).finally(() => transport.close())
  })
  if (options.json) return printJson(counts)
  say(`${counts.sent} sent, ${counts.refused} refused for good, ${counts.failed} to be tried again.`)
}

function recipient({ to }: MailOptions): { to?: string } {
  if (to === undefined) return {}
  const email = normalizeEmail(to)
  if (email) return { to: email }
  throw new HostError(`${JSON.stringify(to)} is no e-mail address`, 'give one such as ann@example.com')
}

function printLetter(letter: OutboxEntry): void {
  const fault = letter.last_error ? `\nError:   ${letter.last_error}` : ''
  const head = `To:      ${letter.to}\nWritten: ${letter.created_at}\nState:   ${letter.state}${fault}\nSubject: ${letter.subject}`
  process.stdout.write(`${head}\n\n${letter.text.trimEnd()}\n`)
}
