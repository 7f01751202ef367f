import type { Command } from 'commander'
import type { Run } from './program.ts'

/** Commands about profiles: names for one server and one account each. */
export function addProfileCommands(program: Command, run: Run): void {
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
    .action(run<[]>(async () => (await import('./commands/profile.ts')).listProfiles))
  profile
    .command('use <name>')
    .description('use a profile from now on')
    .action(run<[string]>(async () => (await import('./commands/profile.ts')).useProfile))
  profile
    .command('add <name>')
    .description('add a profile for the server in --server')
    .action(run<[string]>(async () => (await import('./commands/profile.ts')).addProfile))
  profile
    .command('remove <name>')
    .description('log a profile out and forget it')
    .action(run<[string]>(async () => (await import('./commands/profile.ts')).removeProfile))
  profile
    .command('allow <origin>')
    .description('let tokens of the profile be sent to this origin too')
    .addHelpText('before', 'Examples:\n  auth profile allow https://api.example.org\n')
    .action(run<[string]>(async () => (await import('./commands/profile-origins.ts')).allowOrigin))
  profile
    .command('disallow <origin>')
    .description('send no more tokens to this origin')
    .action(run<[string]>(async () => (await import('./commands/profile-origins.ts')).disallowOrigin))
  profile
    .command('rename <from> <to>')
    .description('give a profile another name; its login stays')
    .action(run<[string, string]>(async () => (await import('./commands/profile.ts')).renameProfile))
}
