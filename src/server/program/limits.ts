import type { Command } from 'commander'
import { hostOptions } from './options.ts'

/** The commands about what the rate limits count. */

const load = () => import('../commands/limits.ts')

export function addLimits(program: Command): void {
  const limits = program
    .command('limits')
    .description('what the rate limits count, and how to let somebody in at once')
    .addHelpText(
      'before',
      `Examples:
  authd limits list --search ann@example.org
  authd limits release ann@example.org     all that is counted of this account
  authd limits release 203.0.113.7         and of this address
`,
    )
  limits
    .command('list')
    .description('list the counters that are not empty')
    .addHelpText(
      'before',
      'Examples:\n  authd limits list\n  authd limits list --search ann@example.org --json\n',
    )
    .option('--search <text>', 'an account, an address, or a part of what was typed')
    .action(async (options: { search?: string }, command: Command) =>
      (await load()).listLimits({ ...hostOptions(command), ...options }),
    )
  limits
    .command('release <who>')
    .description('forget what is counted of an account or an address, at once')
    .addHelpText(
      'before',
      'Examples:\n  authd limits release ann@example.org\n  authd limits release 203.0.113.7 --name login.address\n',
    )
    .option('--name <limit>', 'only this limit, as the list calls it')
    .action(async (who: string, options: { name?: string }, command: Command) =>
      (await load()).releaseLimits(who, { ...hostOptions(command), ...options }),
    )
}
