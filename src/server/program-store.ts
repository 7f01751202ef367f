import type { Command } from 'commander'
import { addUserFiles } from './program-import.ts'
import { hostOptions } from './program-options.ts'

/** The commands straight on the store: user, mail, keys. */

const loadUser = () => import('./commands/user.ts')
const loadMail = () => import('./commands/mail.ts')

export function addUser(program: Command): void {
  const user = program
    .command('user')
    .description('accounts, straight on the store: the first superuser, and emergencies')
    .addHelpText(
      'before',
      `Examples:
  authd user list
  authd user add ann@example.org --superuser     its owner gets a code for a password
  authd user reset-password ann@example.org      the same for an account that is there
  authd user disable ann@example.org             ends its sessions at once
`,
    )
  addUserReading(user)
  addUserAdding(user)
  addUserChanges(user)
  addUserFiles(user)
}

function addUserReading(user: Command): void {
  user
    .command('list')
    .description('list them by address')
    .addHelpText('before', `Examples:\n  authd user list\n  authd user list --json | jq -r '.[].email'\n`)
    .action(async (_options: object, command: Command) => (await loadUser()).listUsers(hostOptions(command)))
  user
    .command('show <email>')
    .description('show all of one')
    .addHelpText(
      'before',
      'Examples:\n  authd user show ann@example.org\n  authd user show ann@example.org --json\n',
    )
    .action(async (email: string, _options: object, command: Command) =>
      (await loadUser()).showUser(email, hostOptions(command)),
    )
}

function addUserAdding(user: Command): void {
  user
    .command('add <email>')
    .description('make one, verified; its owner gets a code for a password')
    .addHelpText(
      'before',
      `Examples:
  authd user add ann@example.org --superuser
  authd user add bob@example.org --username bob --json
`,
    )
    .option('--username <name>', 'a name to log in with beside the address')
    .option('--superuser', 'make it a superuser')
    .action(async (email: string, options: { username?: string; superuser?: boolean }, command: Command) =>
      (await loadUser()).addUser(email, { ...hostOptions(command), ...options }),
    )
  user
    .command('reset-password <email>')
    .description('have a code for a new password sent to its owner; the old one is good until then')
    .addHelpText('before', 'Examples:\n  authd user reset-password ann@example.org\n')
    .action(async (email: string, _options: object, command: Command) =>
      (await loadUser()).resetUserPassword(email, hostOptions(command)),
    )
}

const changes = {
  promote: 'make it a superuser',
  demote: 'make it a superuser no more; the last active one stays',
  enable: 'let it in again',
  disable: 'let it in no more, and end its sessions; the last active superuser stays',
} as const

function addUserChanges(user: Command): void {
  for (const change of Object.keys(changes) as (keyof typeof changes)[]) {
    user
      .command(`${change} <email>`)
      .description(changes[change])
      .addHelpText('before', `Examples:\n  authd user ${change} ann@example.org\n`)
      .action(async (email: string, _options: object, command: Command) =>
        (await loadUser()).changeUser(change, email, hostOptions(command)),
      )
  }
  user
    .command('delete <email>')
    .description('delete one, for good; the last active superuser stays')
    .addHelpText(
      'before',
      `Examples:
  authd user delete ann@example.org          asks on the terminal
  authd user delete ann@example.org --yes    for scripts
`,
    )
    .option('--yes', 'do not ask whether you are sure')
    .action(async (email: string, options: { yes?: boolean }, command: Command) =>
      (await loadUser()).deleteUser(email, { ...hostOptions(command), ...options }),
    )
}

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
      (await loadMail()).listMail({ ...hostOptions(command), ...options }),
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
      (await loadMail()).showMail(id, { ...hostOptions(command), ...options }),
    )
}

function addMailSending(mail: Command): void {
  mail
    .command('flush')
    .description('send now what waits for a later attempt, and say what fails')
    .addHelpText('before', 'Examples:\n  authd mail flush\n  authd mail flush --to ann@example.org\n')
    .option(...to)
    .action(async (options: { to?: string }, command: Command) =>
      (await loadMail()).flushMail({ ...hostOptions(command), ...options }),
    )
}

export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('the keys that sign access tokens')
    .addHelpText('before', 'Examples:\n  authd keys list\n  authd keys rotate\n')
  keys
    .command('list')
    .description('list them, the newest first')
    .addHelpText('before', 'Examples:\n  authd keys list\n  authd keys list --json\n')
    .action(async (_options: object, command: Command) =>
      (await import('./commands/keys.ts')).listSigningKeys(hostOptions(command)),
    )
  keys
    .command('rotate')
    .description('make new ones; the old ones verify for as long as their tokens live')
    .addHelpText('before', 'Examples:\n  authd keys rotate\n')
    .action(async (_options: object, command: Command) =>
      (await import('./commands/keys.ts')).rotateSigningKeys(hostOptions(command)),
    )
}
