import type { Command } from 'commander'
import { inviteRoles } from '../../protocol/endpoints.ts'
import type { AuditOptions } from '../commands/audit.ts'
import type { AuditVerifyOptions } from '../commands/audit-verify.ts'
import type { CreateInviteOptions } from '../commands/invites.ts'
import type { ListLimitsOptions, ReleaseLimitsOptions } from '../commands/limits.ts'
import type { Run } from '../program.ts'
import { oneOf } from './choices.ts'
import { listByDefault } from './groups.ts'
import { addUserCommands } from './users.ts'

/** Commands for superusers: who has an account here, who may get one, and what was done. */
export function addAdministrationCommands(program: Command, run: Run): void {
  addUserCommands(program, run)
  addInvites(program, run)
  addLimits(program, run)
  addAudit(program, run)
}

function addInvites(program: Command, run: Run): void {
  const invites = program
    .command('invites')
    .description('make, list and revoke invitations to make an account (superuser)')
    .addHelpText(
      'before',
      `Examples:
  auth invites create --email ann@example.org --expires 7d
  auth invites revoke 5263e06a
`,
    )
  const list = invites
    .command('list', { isDefault: true })
    .description('list the invitations, without their codes')
    .addHelpText('before', 'Examples:\n  auth invites list\n  auth invites list --json\n')
  const show = run<[]>(async () => (await import('../commands/invites.ts')).listInvites)
  listByDefault(invites, list, show)
  invites
    .command('create')
    .description('make an invitation and print its code, for the only time')
    .addHelpText(
      'before',
      `Examples:
  auth invites create > code.txt
  auth invites create --email ann@example.org --role superuser --expires 2d
`,
    )
    .option('--email <address>', 'the only address that may use it (default: any)')
    .addOption(oneOf('--role <role>', 'what its account will be (default: member)', inviteRoles))
    .option('--expires <duration>', 'when it dies: 12h, 30d (default: what the server has set)')
    .action(run<[CreateInviteOptions]>(async () => (await import('../commands/invites.ts')).createInvite))
  invites
    .command('revoke')
    .argument('<id>', 'the id, or its beginning')
    .description('revoke an invitation, at once')
    .addHelpText('before', 'Examples:\n  auth invites revoke 5263e06a\n')
    .action(run<[string]>(async () => (await import('../commands/invites.ts')).revokeInvite))
}

function addLimits(program: Command, run: Run): void {
  const limits = program
    .command('limits')
    .description('list what the rate limits count, and let somebody in at once (superuser)')
    .addHelpText(
      'before',
      `Examples:
  auth limits
  auth limits release ann@example.org         all that is counted of this account
  auth limits release 203.0.113.7             and of this address
`,
    )
  const list = limits
    .command('list', { isDefault: true })
    .description('list the counters that are not empty')
    .addHelpText(
      'before',
      'Examples:\n  auth limits list\n  auth limits list --search ann@example.org --json\n',
    )
    .option('--search <text>', 'only what has this in its account or address')
    .option('--limit <number>', 'how many (default: 200)')
  const show = run<[ListLimitsOptions]>(async () => (await import('../commands/limits.ts')).listLimits)
  listByDefault(limits, list, show)
  limits
    .command('release')
    .argument('<who>', 'the address, user name or id of an account, or an IP address')
    .description('forget what is counted of an account or an address, at once')
    .addHelpText(
      'before',
      `Examples:
  auth limits release ann@example.org
  auth limits release 203.0.113.7 --name login.address
`,
    )
    .option('--name <limit>', 'only this limit, as the list calls it')
    .action(
      run<[string, ReleaseLimitsOptions]>(async () => (await import('../commands/limits.ts')).releaseLimits),
    )
}

function addAudit(program: Command, run: Run): void {
  const audit = program
    .command('audit')
    .description('show what was done at the server, and by whom (superuser)')
    .addHelpText(
      'before',
      `Examples:
  auth audit --since 2h                       more flags: \`auth audit list --help\`
  auth audit --person ann@example.org --event login
  auth audit --follow                         until Ctrl-C
  auth audit verify                           whether it is still as it was written
`,
    )
  const list = audit
    .command('list', { isDefault: true })
    .description('show the newest entries of the log, the newest at the bottom')
    .addHelpText(
      'before',
      `Examples:
  auth audit list --person ann@example.org --since 2026-11-01 --until 2026-11-20
  auth audit list --event login               login and login.failed
  auth audit list --follow                    until Ctrl-C; with --json one object to a line
`,
    )
    .option('--person <who>', 'what this account did, and what was done to it')
    .option('--event <event>', 'only this kind, or all that begin so before a dot')
    .option('--since <time>', 'from then on: 2h (ago), 2026-11-20 or 2026-11-20T14:30:00Z')
    .option('--until <time>', 'up to then; a date means its end')
    .option('--limit <number>', 'how many (default: 200, with --follow 10)')
    .option('--follow', 'go on with what comes')
  const show = run<[AuditOptions]>(async () => (await import('../commands/audit.ts')).audit)
  listByDefault(audit, list, show)
  audit
    .command('verify')
    .description('find out whether anything of the log was changed, removed or made anew')
    .addHelpText(
      'before',
      `Examples:
  auth audit verify                           exit code 1 where it is broken
  auth audit verify --accept                  after the server was restored from a backup
`,
    )
    .option('--accept', 'do not compare with what this machine saw before')
    .action(run<[AuditVerifyOptions]>(async () => (await import('../commands/audit-verify.ts')).verifyAudit))
}
