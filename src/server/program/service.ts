import type { Command } from 'commander'
import { hostOptions } from './options.ts'

/** The commands about the systemd unit. */

const load = () => import('../commands/service.ts')

interface Flags {
  system?: boolean
  dryRun?: boolean
}

export function addService(program: Command): void {
  const service = program
    .command('service')
    .description('have systemd run the server, for you or for the whole machine')
    .addHelpText(
      'before',
      `Examples:
  authd service install --dry-run                     show the unit, and write nothing
  authd service install                               for you: ~/.config/systemd/user
  sudo authd service install --system                 for the machine; data in /var/lib/authd
  sudo authd service install --system --env-file /etc/authd.env
`,
    )
  service
    .command('install')
    .description('write the unit, start it now and at each boot')
    .addHelpText(
      'before',
      'Examples:\n  authd service install --dry-run\n  sudo authd service install --system --env-file /etc/authd.env\n',
    )
    .option('--system', 'for the whole machine; takes root')
    .option('--dry-run', 'show the unit, and do nothing')
    .action(async (options: Flags, command: Command) =>
      (await load()).installService({ ...hostOptions(command), ...options }),
    )
  service
    .command('uninstall')
    .description('stop it and remove the unit; data, keys and settings stay')
    .addHelpText('before', 'Examples:\n  authd service uninstall\n  sudo authd service uninstall --system\n')
    .option('--system', 'the one of the machine; takes root')
    .action(async (options: Flags, command: Command) =>
      (await load()).uninstallService({ ...hostOptions(command), ...options }),
    )
  service
    .command('status')
    .description('say whether it is installed, starts by itself, and runs')
    .addHelpText('before', 'Examples:\n  authd service status\n  authd service status --system --json\n')
    .option('--system', 'the one of the machine')
    .action(async (options: Flags, command: Command) =>
      (await load()).showService({ ...hostOptions(command), ...options }),
    )
}
