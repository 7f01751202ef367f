import type { Command } from 'commander'
import type { AccountDeleteOptions } from '../commands/account-delete.ts'
import type { EmailChangeOptions } from '../commands/email-change.ts'
import type { PasswordChangeOptions } from '../commands/password-change.ts'
import type { PasswordResetOptions } from '../commands/password-reset.ts'
import type { RegisterOptions } from '../commands/register.ts'
import type { VerifyOptions } from '../commands/verify.ts'
import type { Run } from '../program.ts'

/** Commands that change the account one has. */
export function addAccountCommands(program: Command, run: Run): void {
  addPassword(program, run)
  addEmailAndAccount(program, run)
}

const codeFlag = ['--code <code>', 'the code from the letter; `-` reads it from standard input'] as const

/** Commands that make an account. */
export function addRegistrationCommands(program: Command, run: Run): void {
  program
    .command('register')
    .description('make an account; on a terminal, also redeem its code and log in')
    .addHelpText(
      'before',
      `Examples:
  auth register
  auth register --invite CODE                         where the server takes an invitation
  printf '%s\\n' "$PASSWORD" | auth register --email you@example.org --password-stdin
`,
    )
    .option('--email <address>', 'the address of the new account')
    .option('--username <name>', 'a name to log in with beside the address')
    .option('--invite <code>', 'the code of an invitation; `-` reads it from standard input')
    .option('--password-stdin', 'read the password from standard input, behind the code if that is `-`')
    .option('--no-verify', 'do not ask for the code; `auth verify` does it later')
    .action(run<[RegisterOptions]>(async () => (await import('../commands/register.ts')).register))
  program
    .command('verify')
    .description('redeem the code of a registration')
    .addHelpText(
      'before',
      `Examples:
  auth verify --code K7MPQ2                           the registration made last on this machine
  auth verify --email you@example.org --code K7MPQ2
  auth verify --resend                                have the code sent again
`,
    )
    .option('--email <address>', 'whose code it is (default: the one registration that waits)')
    .option(...codeFlag)
    .option('--resend', 'have a new code sent')
    .action(run<[VerifyOptions]>(async () => (await import('../commands/verify.ts')).verify))
}

function addPassword(program: Command, run: Run): void {
  const password = program
    .command('password')
    .description('change a known password, or reset a forgotten one')
    .addHelpText(
      'before',
      'Examples:\n  auth password change\n  auth password reset --email you@example.org\n',
    )
  password
    .command('change')
    .description('set a new password; this login stays')
    .addHelpText(
      'before',
      `Examples:
  auth password change
  printf '%s\\n' "$OLD" "$NEW" | auth password change --password-stdin --end-sessions
`,
    )
    .option('--password-stdin', 'read two lines from standard input: the current and the new password')
    .option('--end-sessions', 'end all other sessions of the account')
    .action(
      run<[PasswordChangeOptions]>(
        async () => (await import('../commands/password-change.ts')).changePassword,
      ),
    )
  password
    .command('reset')
    .description('set a new password by a mailed code; ends all sessions')
    .addHelpText(
      'before',
      `Examples:
  auth password reset --email you@example.org         has the code sent, then asks for it
  printf '%s\\n' "$NEW" | auth password reset --email you@example.org --code K7MPQ2 --password-stdin
`,
    )
    .option('--email <address>', 'the address of the account')
    .option(...codeFlag)
    .option('--password-stdin', 'read the new password from standard input, behind the code if that is `-`')
    .action(
      run<[PasswordResetOptions]>(async () => (await import('../commands/password-reset.ts')).resetPassword),
    )
}

function addEmailAndAccount(program: Command, run: Run): void {
  program
    .command('email')
    .description('change the address of the account')
    .addHelpText('before', 'Examples:\n  auth email change --email new@example.org\n')
    .command('change')
    .description('have a code sent to the new address, and bring it back')
    .addHelpText(
      'before',
      `Examples:
  auth email change --email new@example.org           asks for password and code
  auth email change --code K7MPQ2                     finishes a change begun without a terminal
`,
    )
    .option('--email <address>', 'the new address')
    .option('--password-stdin', 'read the current password from standard input, one line')
    .option(...codeFlag)
    .action(run<[EmailChangeOptions]>(async () => (await import('../commands/email-change.ts')).changeEmail))
  program
    .command('account')
    .description('delete the account')
    .addHelpText('before', 'Examples:\n  auth account delete\n')
    .command('delete')
    .description('delete the account at the server, for good')
    .addHelpText(
      'before',
      `Examples:
  auth account delete
  printf '%s\\n' "$PASSWORD" | auth account delete --yes --password-stdin
`,
    )
    .option('--password-stdin', 'read the password from standard input, one line')
    .option('--yes', 'do not ask whether you are sure')
    .action(
      run<[AccountDeleteOptions]>(async () => (await import('../commands/account-delete.ts')).deleteAccount),
    )
}
