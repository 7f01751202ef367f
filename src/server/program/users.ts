import type { Command } from 'commander'
import { hostOptions } from './options.ts'
import { addUserFiles } from './user-files.ts'

/** The commands about accounts: user. */

const load = () => import('../commands/user.ts')

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
    .action(async (_options: object, command: Command) => (await load()).listUsers(hostOptions(command)))
  user
    .command('show <email>')
    .description('show all of one')
    .addHelpText(
      'before',
      'Examples:\n  authd user show ann@example.org\n  authd user show ann@example.org --json\n',
    )
    .action(async (email: string, _options: object, command: Command) =>
      (await load()).showUser(email, hostOptions(command)),
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
      (await load()).addUser(email, { ...hostOptions(command), ...options }),
    )
  user
    .command('reset-password <email>')
    .description('have a code for a new password sent to its owner; the old one is good until then')
    .addHelpText('before', 'Examples:\n  authd user reset-password ann@example.org\n')
    .action(async (email: string, _options: object, command: Command) =>
      (await load()).resetUserPassword(email, hostOptions(command)),
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
        (await load()).changeUser(change, email, hostOptions(command)),
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
      (await load()).deleteUser(email, { ...hostOptions(command), ...options }),
    )
}
