import type { Command } from 'commander'
import { accountStatuses } from '../../protocol/endpoints.ts'
import type { SureOptions, UserSessionsOptions } from '../commands/user-changes.ts'
import type { AddUserOptions, ListUsersOptions } from '../commands/users.ts'
import type { Run } from '../program.ts'
import { oneOf } from './choices.ts'
import { listByDefault } from './groups.ts'

const who = ['<who>', 'the address, the user name, or the id or its beginning'] as const
const yesFlag = ['--yes', 'do not ask whether you are sure'] as const

/** Commands for superusers: the accounts of the server. */
export function addUserCommands(program: Command, run: Run): void {
  const users = program
    .command('users')
    .description('list and change the accounts of the server (superuser)')
    .addHelpText(
      'before',
      `Examples:
  auth users --search ann
  auth users add ann@example.org --username ann
  auth users disable ann@example.org          or its user name, or the beginning of its id
  auth users sessions ann --end
`,
    )
  const list = users
    .command('list', { isDefault: true })
    .description('list the accounts, the newest first')
    .addHelpText(
      'before',
      'Examples:\n  auth users list --status disabled\n  auth users list --search example.org --json\n',
    )
    .option('--search <text>', 'only whose address or name has it')
    .addOption(oneOf('--status <status>', 'only these', accountStatuses))
    .option('--limit <number>', 'how many (default: 200)')
  const show = run<[ListUsersOptions]>(async () => (await import('../commands/users.ts')).listUsers)
  listByDefault(users, list, show)
  addLookups(users, run)
  addChanges(users, run)
  addEnds(users, run)
}

function addLookups(users: Command, run: Run): void {
  users
    .command('show')
    .argument(...who)
    .description('show all of an account')
    .addHelpText('before', 'Examples:\n  auth users show ann@example.org\n  auth users show 5263e06a\n')
    .action(run<[string]>(async () => (await import('../commands/users.ts')).showUser))
  users
    .command('add')
    .argument('<email>', 'the address of the new account')
    .description('make an account; its owner gets a code for a password')
    .addHelpText(
      'before',
      `Examples:
  auth users add ann@example.org
  auth users add ann@example.org --username ann --superuser
`,
    )
    .option('--username <name>', 'a name to log in with beside the address')
    .option('--superuser', 'make it a superuser')
    .action(run<[string, AddUserOptions]>(async () => (await import('../commands/users.ts')).addUser))
  users
    .command('reset-password')
    .argument(...who)
    .description('have a code for a new password sent to the owner of an account')
    .addHelpText('before', 'Examples:\n  auth users reset-password ann@example.org\n')
    .action(run<[string]>(async () => (await import('../commands/users.ts')).resetUserPassword))
}

function addChanges(users: Command, run: Run): void {
  const load = () => import('../commands/user-changes.ts')
  users
    .command('disable')
    .argument(...who)
    .description('let an account in no more, and end its sessions')
    .addHelpText('before', 'Examples:\n  auth users disable ann@example.org\n')
    .option(...yesFlag)
    .action(run<[string, SureOptions]>(async () => (await load()).disableUser))
  users
    .command('enable')
    .argument(...who)
    .description('let an account in again')
    .addHelpText('before', 'Examples:\n  auth users enable ann@example.org\n')
    .action(run<[string]>(async () => (await load()).enableUser))
  users
    .command('promote')
    .argument(...who)
    .description('make an account a superuser')
    .addHelpText('before', 'Examples:\n  auth users promote ann@example.org\n')
    .action(run<[string]>(async () => (await load()).promoteUser))
  users
    .command('demote')
    .argument(...who)
    .description('make an account a superuser no more')
    .addHelpText('before', 'Examples:\n  auth users demote ann@example.org\n')
    .option(...yesFlag)
    .action(run<[string, SureOptions]>(async () => (await load()).demoteUser))
}

function addEnds(users: Command, run: Run): void {
  const load = () => import('../commands/user-changes.ts')
  users
    .command('delete')
    .argument(...who)
    .description('delete an account, for good')
    .addHelpText(
      'before',
      'Examples:\n  auth users delete ann@example.org\n  auth users delete ann@example.org --yes\n',
    )
    .option(...yesFlag)
    .action(run<[string, SureOptions]>(async () => (await load()).deleteUser))
  users
    .command('sessions')
    .argument(...who)
    .description('list where an account is logged in, or end all of it')
    .addHelpText('before', 'Examples:\n  auth users sessions ann\n  auth users sessions ann --end\n')
    .option('--end', 'end all of its sessions')
    .option(...yesFlag)
    .action(run<[string, UserSessionsOptions]>(async () => (await load()).userSessions))
}
