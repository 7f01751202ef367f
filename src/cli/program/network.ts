import { type Command, Option } from 'commander'
import type { DiscoverOptions } from '../commands/discover.ts'
import type { DoctorOptions } from '../commands/doctor.ts'
import type { AcceptOptions } from '../commands/trust.ts'
import type { Run } from '../program.ts'

/** Commands about servers of the own network, and whom to trust as one. */
export function addNetworkCommands(program: Command, run: Run): void {
  program
    .command('join')
    .argument('<string>', 'auth://HOST:PORT#sha256=PIN, in quotes')
    .description('trust a server by the string that `authd fingerprint` prints there, and use it')
    .addHelpText('before', "Examples:\n  auth join 'auth://nas.local:8420#sha256=…'\n")
    .action(run<[string]>(async () => (await import('../commands/join.ts')).join))
  program
    .command('discover')
    .description('list the servers that announce themselves on this network')
    .addHelpText('before', 'Examples:\n  auth discover\n  auth discover --timeout 5s --json\n')
    .option('--timeout <duration>', 'how long to listen: 5s, 1m (default: 2s)')
    .action(run<[DiscoverOptions]>(async () => (await import('../commands/discover.ts')).discover))
  addTrust(program, run)
  addDoctor(program, run)
}

function addTrust(program: Command, run: Run): void {
  const trust = program
    .command('trust')
    .description('see and decide whom to trust as the server')
    .addHelpText(
      'before',
      `Examples:
  auth trust show
  auth trust accept --server https://nas.local:8420
  auth trust accept --fingerprint sha256:…       for scripts
`,
    )
  trust
    .command('show')
    .description('show how the server is trusted and what it presents; exit 8 where that differs')
    .addHelpText('before', 'Examples:\n  auth trust show\n')
    .action(run<[]>(async () => (await import('../commands/trust.ts')).showTrust))
  trust
    .command('accept')
    .description('trust what the server presents now, after comparing it')
    .addHelpText('before', 'Examples:\n  auth trust accept\n  auth trust accept --fingerprint sha256:…\n')
    .option('--fingerprint <pin>', 'accept this one and no other, without being asked')
    .action(run<[AcceptOptions]>(async () => (await import('../commands/trust.ts')).acceptTrust))
  trust
    .command('forget')
    .description('trust the server by the usual authorities again')
    .addHelpText('before', 'Examples:\n  auth trust forget\n')
    .action(run<[]>(async () => (await import('../commands/trust.ts')).forgetTrust))
}

function addDoctor(program: Command, run: Run): void {
  program
    .command('doctor')
    .description('examine what lies between this machine and the server, and say what to do about it')
    .addHelpText(
      'before',
      'Examples:\n  auth doctor\n  auth doctor --json | jq -r \'.findings[] | select(.verdict != "ok")\'\n',
    )
    .addOption(new Option('--part <part>').hideHelp())
    .addOption(new Option('--name <name>').hideHelp())
    .action(run<[DoctorOptions]>(async () => (await import('../commands/doctor.ts')).doctor))
}
