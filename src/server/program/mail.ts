import type { Command } from 'commander'
import { hostOptions } from './options.ts'

/** The commands about the outbox. */

const load = () => import('../commands/mail.ts')

export function addMail(program: Command): void {
  const mail = program
    .command('mail')
    .description('the outbox: what waits, what failed, and the codes where no mail server is set')
    .addHelpText(
      'before',
      `Examples:
  authd mail show --to ann@example.org     the newest letter to somebody, with its code
  authd mail list                          all letters and their states
  authd mail flush                         after the mail server was repaired
`,
    )
  addMailReading(mail)
  addMailSending(mail)
}

const to = ['--to <email>', 'only letters to this address'] as const

function addMailReading(mail: Command): void {
  mail
    .command('list')
    .description('list letters, the newest first')
    .addHelpText('before', 'Examples:\n  authd mail list\n  authd mail list --to ann@example.org --json\n')
    .option(...to)
    .action(async (options: { to?: string }, command: Command) =>
      (await load()).listMail({ ...hostOptions(command), ...options }),
    )
  mail
    .command('show [id]')
    .description('print a letter; without an id, the newest')
    .addHelpText(
      'before',
      `Examples:
  authd mail show --to ann@example.org
  authd mail show --to ann@example.org --json | jq -r .text
`,
    )
    .option(...to)
    .action(async (id: string | undefined, options: { to?: string }, command: Command) =>
      (await load()).showMail(id, { ...hostOptions(command), ...options }),
    )
}

function addMailSending(mail: Command): void {
  mail
    .command('flush')
    .description('send now what waits for a later attempt, and say what fails')
    .addHelpText('before', 'Examples:\n  authd mail flush\n  authd mail flush --to ann@example.org\n')
    .option(...to)
    .action(async (options: { to?: string }, command: Command) =>
      (await load()).flushMail({ ...hostOptions(command), ...options }),
    )
}
