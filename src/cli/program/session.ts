import type { Command } from 'commander'
import type { LoginOptions } from '../commands/login.ts'
import type { LogoutOptions } from '../commands/logout.ts'
import type { TokenOptions } from '../commands/token.ts'
import { storageKinds } from '../config.ts'
import type { Run } from '../program.ts'
import { oneOf } from './choices.ts'

/** Commands about the login on this machine. */
export function addSessionCommands(program: Command, run: Run): void {
  addLogin(program, run)
  addQuestions(program, run)
  addTokens(program, run)
}

function addLogin(program: Command, run: Run): void {
  program
    .command('login')
    .description('log in with address and password, or by the yes of another device')
    .addHelpText(
      'before',
      `Examples:
  auth login
  auth login --server https://auth.example.org --email you@example.org
  printf '%s\\n' "$PASSWORD" | auth login --email you@example.org --password-stdin --storage file
  auth login --device                         shows an address and a code for another device; works over SSH
`,
    )
    .option('--email <address>', 'the address or the user name')
    .option('--password-stdin', 'read the password from standard input, one line')
    .option('--device', 'say yes on another device: by address, QR code or `auth approve`')
    .option('--web', 'the same, and open the address in the browser here')
    .addOption(
      oneOf(
        '--storage <kind>',
        'keep the login in the keyring, or fail, or in a file of mode 0600',
        storageKinds,
      ),
    )
    .action(run<[LoginOptions]>(async () => (await import('../commands/login.ts')).login))
  program
    .command('logout')
    .description('forget the login here and end its session at the server')
    .addHelpText('before', 'Examples:\n  auth logout\n  auth logout --all-profiles\n')
    .option('--all-profiles', 'log out of every server and account')
    .action(run<[LogoutOptions]>(async () => (await import('../commands/logout.ts')).logout))
}

function addQuestions(program: Command, run: Run): void {
  program
    .command('whoami')
    .description('print the address of the account that is logged in')
    .addHelpText('before', 'Examples:\n  auth whoami\n  auth whoami --json\n')
    .action(run<[]>(async () => (await import('../commands/whoami.ts')).whoami))
  program
    .command('status')
    .description('say how the login stands: server, account, storage, token, session')
    .addHelpText(
      'before',
      `Examples:
  auth status
  auth status --json | jq -r .state       valid, expired, login-required, offline or storage-unreadable
`,
    )
    .action(run<[]>(async () => (await import('../commands/status.ts')).status))
  program
    .command('why')
    .description('say why the login stands as it does: who ended it, when and from where')
    .addHelpText('before', 'Examples:\n  auth why\n  auth why --json | jq -r .detail\n')
    .action(run<[]>(async () => (await import('../commands/why.ts')).why))
}

function addTokens(program: Command, run: Run): void {
  program
    .command('token')
    .description('print an access token, renewed if need be, and nothing else')
    .addHelpText(
      'before',
      `Examples:
  curl -H "$(auth token --header)" https://api.example.org/
  TOKEN=$(auth token --min-validity 10m) ./long-job
`,
    )
    .option('--min-validity <duration>', 'renew a token that is good for less: 90s, 15m, 12h (default: 60s)')
    .option('--header', 'print it as a whole header: Authorization: Bearer …')
    .action(run<[TokenOptions]>(async () => (await import('../commands/token.ts')).token))
  program
    .command('refresh')
    .description('renew the access token now')
    .addHelpText('before', 'Examples:\n  auth refresh\n')
    .action(run<[]>(async () => (await import('../commands/refresh.ts')).refresh))
}
