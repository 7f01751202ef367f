import type { Command } from 'commander'
import { type StorageKind, storageKinds } from '../config.ts'
import type { Run } from '../program.ts'
import { oneWordOf } from './choices.ts'
import { listByDefault } from './groups.ts'

const name = ['<name>', 'the name of the profile'] as const
const origin = ['<origin>', 'https://HOST, with a port where it has one'] as const

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
  const show = storage
    .command('show', { isDefault: true })
    .description('show where the login is kept, why, and who can read it')
    .addHelpText('before', 'Examples:\n  auth storage show\n  auth storage show --json\n')
  listByDefault(
    storage,
    show,
    run<[]>(async () => (await import('../commands/storage.ts')).showStorage),
  )
  storage
    .command('move')
    .addArgument(oneWordOf('<kind>', 'where they shall lie', storageKinds))
    .description('move logins to the `keyring` or to a `file`; all of them, or that of --profile')
    .addHelpText(
      'before',
      'Examples:\n  auth storage move keyring\n  auth storage move file --profile work\n',
    )
    .action(run<[StorageKind]>(async () => (await import('../commands/storage.ts')).moveStorage))
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
    .addHelpText('before', 'Examples:\n  auth profile list\n  auth profile list --json\n')
    .action(run<[]>(async () => (await import('../commands/profile.ts')).listProfiles))
  profile
    .command('use')
    .argument(...name)
    .description('use a profile from now on')
    .addHelpText('before', 'Examples:\n  auth profile use work\n')
    .action(run<[string]>(async () => (await import('../commands/profile.ts')).useProfile))
  profile
    .command('add')
    .argument(...name)
    .description('add a profile for the server in --server')
    .addHelpText('before', 'Examples:\n  auth profile add work --server https://auth.example.org\n')
    .action(run<[string]>(async () => (await import('../commands/profile.ts')).addProfile))
  profile
    .command('remove')
    .argument(...name)
    .description('log a profile out and forget it')
    .addHelpText('before', 'Examples:\n  auth profile remove work\n')
    .action(run<[string]>(async () => (await import('../commands/profile.ts')).removeProfile))
  profile
    .command('allow')
    .argument(...origin)
    .description('let tokens of the profile be sent to this origin too')
    .addHelpText('before', 'Examples:\n  auth profile allow https://api.example.org\n')
    .action(run<[string]>(async () => (await import('../commands/profile-origins.ts')).allowOrigin))
  profile
    .command('disallow')
    .argument(...origin)
    .description('send no more tokens of the profile to this origin')
    .addHelpText('before', 'Examples:\n  auth profile disallow https://api.example.org\n')
    .action(run<[string]>(async () => (await import('../commands/profile-origins.ts')).disallowOrigin))
  profile
    .command('rename')
    .argument('<from>', 'the name of the profile')
    .argument('<to>', 'its new name')
    .description('give a profile another name; its login stays')
    .addHelpText('before', 'Examples:\n  auth profile rename work office\n')
    .action(run<[string, string]>(async () => (await import('../commands/profile.ts')).renameProfile))
}
