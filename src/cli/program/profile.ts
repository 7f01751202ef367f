import type { Command } from 'commander'
import type { Run } from '../program.ts'
import { listByDefault } from './access.ts'

/** Commands about what is written down on this machine. */
export function addMachineCommands(program: Command, run: Run): void {
  addProfileCommands(program, run)
  addStorageCommands(program, run)
}

function addStorageCommands(program: Command, run: Run): void {
  const storage = program
    .command('storage')
    .description('see where logins are kept and who can read them, and move them')
    .addHelpText('before', 'Examples:\n  auth storage\n  auth storage move file\n')
  storage
    .command('show')
    .description('show where the login is kept, why, and who can read it')
    .action(run<[]>(async () => (await import('../commands/storage.ts')).showStorage))
  listByDefault(
    storage,
    run<[]>(async () => (await import('../commands/storage.ts')).showStorage),
  )
  storage
    .command('move <kind>')
    .description('move logins to the `keyring` or to a `file`; all of them, or that of --profile')
    .addHelpText(
      'before',
      'Examples:\n  auth storage move keyring\n  auth storage move file --profile work\n',
    )
    .action(run<[string]>(async () => (await import('../commands/storage.ts')).moveStorage))
}

/** Commands about profiles: names for one server and one account each. */
function addProfileCommands(program: Command, run: Run): void {
  const profile = program
    .command('profile')
    .description('keep several servers and accounts apart')
    .addHelpText(
      'before',
      `Examples:
  auth profile add work --server https://auth.example.org
  auth login --profile work
  auth profile use work
`,
    )
  profile
    .command('list')
    .description('list the profiles; a star marks the one in use')
    .action(run<[]>(async () => (await import('../commands/profile.ts')).listProfiles))
  profile
    .command('use <name>')
    .description('use a profile from now on')
    .action(run<[string]>(async () => (await import('../commands/profile.ts')).useProfile))
  profile
    .command('add <name>')
    .description('add a profile for the server in --server')
    .action(run<[string]>(async () => (await import('../commands/profile.ts')).addProfile))
  profile
    .command('remove <name>')
    .description('log a profile out and forget it')
    .action(run<[string]>(async () => (await import('../commands/profile.ts')).removeProfile))
  profile
    .command('allow <origin>')
    .description('let tokens of the profile be sent to this origin too')
    .addHelpText('before', 'Examples:\n  auth profile allow https://api.example.org\n')
    .action(run<[string]>(async () => (await import('../commands/profile-origins.ts')).allowOrigin))
  profile
    .command('disallow <origin>')
    .description('send no more tokens to this origin')
    .action(run<[string]>(async () => (await import('../commands/profile-origins.ts')).disallowOrigin))
  profile
    .command('rename <from> <to>')
    .description('give a profile another name; its login stays')
    .action(run<[string, string]>(async () => (await import('../commands/profile.ts')).renameProfile))
}
