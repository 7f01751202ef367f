import type { Command } from 'commander'
import type { ApproveOptions } from '../commands/approve.ts'
import type { RevokeSessionOptions } from '../commands/sessions.ts'
import type { CreateTokenOptions } from '../commands/tokens.ts'
import type { Run } from '../program.ts'
import { scopesOf } from './choices.ts'
import { listByDefault } from './groups.ts'

/** Commands about who is let in as this account: devices, sessions, tokens for scripts. */
export function addAccessCommands(program: Command, run: Run): void {
  addApprove(program, run)
  addSessions(program, run)
  addTokens(program, run)
}

function addApprove(program: Command, run: Run): void {
  program
    .command('approve')
    .argument('[code]', 'the code that the other device shows')
    .description('let in a device that waits at `auth login --device`')
    .addHelpText(
      'before',
      `Examples:
  auth approve BCDF-GHJK                      shows who asks, then asks you
  auth approve BCDF-GHJK --deny
`,
    )
    .option('--yes', 'let it in without being asked')
    .option('--deny', 'keep it out without being asked')
    .action(
      run<[string | undefined, ApproveOptions]>(async () => (await import('../commands/approve.ts')).approve),
    )
}

function addSessions(program: Command, run: Run): void {
  const sessions = program
    .command('sessions')
    .description('list where the account is logged in, and end it there')
    .addHelpText(
      'before',
      `Examples:
  auth sessions
  auth sessions revoke 5263e06a               as much of the id as tells it apart
  auth sessions revoke --others               all but this one
`,
    )
  const list = sessions
    .command('list', { isDefault: true })
    .description('list the sessions; a star marks this one')
    .addHelpText('before', 'Examples:\n  auth sessions list\n  auth sessions list --json\n')
  const show = run<[]>(async () => (await import('../commands/sessions.ts')).listSessions)
  listByDefault(sessions, list, show)
  sessions
    .command('revoke')
    .argument('[id]', 'the id, or its beginning')
    .description('end a session, at once; your own is a logout')
    .addHelpText('before', 'Examples:\n  auth sessions revoke 5263e06a\n  auth sessions revoke --others\n')
    .option('--others', 'end all sessions but this one')
    .action(
      run<[string | undefined, RevokeSessionOptions]>(
        async () => (await import('../commands/sessions.ts')).revokeSession,
      ),
    )
}

function addTokens(program: Command, run: Run): void {
  const tokens = program
    .command('tokens')
    .description('make, list and revoke personal access tokens for scripts and CI')
    .addHelpText(
      'before',
      `Examples:
  auth tokens create ci --expires 30d > token.txt
  auth tokens create backup --scope account --scope admin
  auth tokens revoke 5263e06a
  AUTH_TOKEN=$(cat token.txt) auth whoami
`,
    )
  const list = tokens
    .command('list', { isDefault: true })
    .description('list the tokens, without their values')
    .addHelpText('before', 'Examples:\n  auth tokens list\n  auth tokens list --json\n')
  const show = run<[]>(async () => (await import('../commands/tokens.ts')).listTokens)
  listByDefault(tokens, list, show)
  tokens
    .command('create')
    .argument('<name>', 'a name to know it by')
    .description('make a token and print its value, for the only time')
    .addHelpText(
      'before',
      `Examples:
  auth tokens create ci --expires 30d > token.txt
  auth tokens create backup --scope account --scope admin
`,
    )
    .addOption(scopesOf('--scope <scope>', 'what it may be used for; may be repeated (default: account)'))
    .option('--expires <duration>', 'when it dies: 12h, 30d (default: when it is revoked)')
    .action(
      run<[string, CreateTokenOptions]>(async () => (await import('../commands/tokens.ts')).createToken),
    )
  tokens
    .command('revoke')
    .argument('<id>', 'the id, or its beginning')
    .description('revoke a token, at once')
    .addHelpText('before', 'Examples:\n  auth tokens revoke 5263e06a\n')
    .action(run<[string]>(async () => (await import('../commands/tokens.ts')).revokeToken))
}
