import { describeSecond } from '../../protocol/second.ts'
import { normalizeEmail } from '../accounts/email-address.ts'
import { type HostOptions, withHost } from '../host.ts'
import { HostError, UsageError } from '../host-error.ts'
import { sendDue } from '../mail/delivery.ts'
import { listLetters, type OutboxEntry, showLetter } from '../mail/outbox.ts'
import type { SendOutcome } from '../mail/send-outcome.ts'
import { createSmtpTransport } from '../mail/transport.ts'
import { printJson, printTable, printText, say } from './output.ts'
import { counted } from './progress.ts'

/** `authd mail …`: the outbox. Where no SMTP is set, this is where codes are read. */

type MailOptions = HostOptions & { to?: string }

const mostListed = 100

export async function listMail(options: MailOptions): Promise<void> {
  const query = { ...recipient(options), limit: mostListed }
  const letters = await withHost(options, ({ db, secret, now }) => listLetters(db, secret, query, now()))
  if (letters.length === mostListed)
    say(`There may be more than these ${mostListed}: \`--to EMAIL\` shows those to one person.`)
  if (options.json) return printJson(letters)
  const rows = letters.map((letter) => [
    letter.id,
    describeSecond(letter.created_at),
    letter.state,
    letter.to,
    letter.subject,
    letter.last_error ?? '',
  ])
  const header = ['ID', 'WRITTEN', 'STATE', 'TO', 'SUBJECT', 'LAST ERROR']
  const shown = letters.some(({ last_error }) => last_error !== null) ? header.length : header.length - 1
  printTable(
    header.slice(0, shown),
    rows.map((cells) => cells.slice(0, shown)),
    `The outbox holds no letter${toWhom(options)}.`,
  )
  if (letters.length > 0)
    say('`authd mail show ID` prints a letter, `authd mail show --to EMAIL` the newest to somebody.')
}

export async function showMail(id: string | undefined, options: MailOptions): Promise<void> {
  const newest = { ...recipient(options), limit: 1 }
  const letter = await withHost(options, ({ db, secret, now }) => {
    if (id !== undefined) return showLetter(db, secret, id, now())
    return listLetters(db, secret, newest, now()).then(([found]) => found)
  })
  if (!letter) {
    throw new HostError(
      id === undefined
        ? `The outbox holds no letter${toWhom(options)}.`
        : `The outbox holds no letter ${JSON.stringify(id)}.`,
      'See `authd mail list`; letters are kept for a month at most.',
    )
  }
  if (options.json) return printJson(letter)
  printLetter(letter)
}

/** Exit code 1 where a letter did not go out, so that scripts see it. */
export async function flushMail(options: MailOptions): Promise<void> {
  const how = { ignoreSchedule: true, onOutcome: sayTrouble, ...recipient(options) }
  const counts = await withHost(options, ({ db, secret, config, now }) => {
    const { smtpUrl, mailFrom } = config
    if (smtpUrl === undefined || mailFrom === undefined) {
      throw new HostError(
        'No SMTP server is set, so letters stay in the outbox.',
        'Set AUTHD_SMTP_URL and AUTHD_MAIL_FROM; `authd mail show --to EMAIL` prints a letter.',
      )
    }
    const transport = createSmtpTransport(smtpUrl, mailFrom)
    const deps = { db, secret, transport, now }
    return sendDue(deps, how).finally(() => transport.close())
  })
  if (counts.refused + counts.failed > 0) process.exitCode = 1
  if (options.json) return printJson(counts)
  say(
    `Sent ${counted(counts.sent, 'letter')}; ${counts.refused} refused for good, ${counts.failed} to be tried again.`,
  )
}

function sayTrouble({ to }: { to: string }, outcome: SendOutcome): void {
  if (outcome.kind === 'refused') say(`The letter to ${to} was refused for good: ${outcome.reason}.`)
  if (outcome.kind === 'failed') say(`The letter to ${to} is kept and tried again: ${outcome.reason}.`)
}

function recipient({ to }: MailOptions): { to?: string } {
  if (to === undefined) return {}
  const email = normalizeEmail(to)
  if (email) return { to: email }
  throw new UsageError(`${JSON.stringify(to)} is no e-mail address.`, 'Write one such as ann@example.org.')
}

function toWhom({ to }: MailOptions): string {
  return to === undefined ? '' : ` to ${to}`
}

function printLetter({ to, created_at, state, last_error, subject, text }: OutboxEntry): void {
  const head = [`To:      ${to}`, `Written: ${describeSecond(created_at)}`, `State:   ${state}`]
  if (last_error) head.push(`Error:   ${last_error}`)
  printText([...head, `Subject: ${subject}`, '', text.trimEnd()].join('\n'))
}
