import type { Command } from 'commander'
import { hostOptions } from './options.ts'

/** The commands about the keys that sign. */

const load = () => import('../commands/keys.ts')

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
      (await load()).listSigningKeys(hostOptions(command)),
    )
  keys
    .command('rotate')
    .description('make new ones; the old ones verify for as long as their tokens live')
    .addHelpText('before', 'Examples:\n  authd keys rotate\n')
    .action(async (_options: object, command: Command) =>
      (await load()).rotateSigningKeys(hostOptions(command)),
    )
}
