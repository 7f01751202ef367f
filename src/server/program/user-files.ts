import { type Command, Option } from 'commander'
import { type FileFormat, fileFormats, formatOf } from '../commands/file-format.ts'
import { UsageError } from '../host-error.ts'
import { hostOptions } from './options.ts'

/** The commands that move accounts in and out as files: user import, user export. */
export function addUserFiles(user: Command): void {
  addImport(user)
  addExport(user)
}

const format = () =>
  new Option('--format <format>', 'what the file is, where its name does not tell').choices(fileFormats)

const importHelp = `Examples:
  authd user import accounts.csv --dry-run     check every line, write nothing
  authd user import accounts.csv               add the good lines, tell of the bad ones
  zcat accounts.jsonl.gz | authd user import - --format jsonl
`

const importNotes = `
Fields: email, username, password_hash, verified, superuser, disabled, created_at.
Hashes: bcrypt, argon2id, scrypt and PBKDF2, also as Django and passlib write them; each is made anew at its
owner's next login. An account that is there is never changed, so the same command can be run again.
Exit codes:
  0 every line was taken   1 some were not, or it failed   2 wrong usage   130 interrupted`

function addImport(user: Command): void {
  user
    .command('import <file>')
    .description('add accounts from a CSV or JSON Lines file; `-` is standard input')
    .addHelpText('before', importHelp)
    .addHelpText('after', importNotes)
    .addOption(format())
    .option('--dry-run', 'check every line and write nothing')
    .action(async (file: string, options: { format?: FileFormat; dryRun?: boolean }, command: Command) => {
      const known = options.format ?? formatOf(file) ?? requireFormat(file)
      const { importUsers } = await import('../commands/user-import.ts')
      await importUsers(file, { ...hostOptions(command), ...options, format: known })
    })
}

function requireFormat(file: string): never {
  throw new UsageError(
    `The name ${JSON.stringify(file)} does not tell what the file is; nothing was imported.`,
    'Give `--format csv` or `--format jsonl`.',
  )
}

const exportHelp = `Examples:
  authd user export accounts.csv                          without password hashes
  authd user export accounts.jsonl --with-hashes          to move to another server
  authd user export | jq -r .email                        JSON Lines to standard output
`

interface ExportFlags {
  format?: FileFormat
  withHashes?: boolean
  force?: boolean
}

function addExport(user: Command): void {
  user
    .command('export [file]')
    .description('write all accounts as JSON Lines or CSV, to standard output or a file; without hashes')
    .addHelpText('before', exportHelp)
    .addOption(format())
    .option('--with-hashes', 'with the password hashes: keep such a file as you keep passwords')
    .option('--force', 'replace the file if it is there')
    .action(async (file: string | undefined, options: ExportFlags, command: Command) => {
      const known = options.format ?? formatOf(file ?? '') ?? 'jsonl'
      const { exportUsers } = await import('../commands/user-export.ts')
      await exportUsers(file, { ...hostOptions(command), ...options, format: known })
    })
}
