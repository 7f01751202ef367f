import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { UsageError } from './host-error.ts'
import { addBackup, addRestore } from './program/backup.ts'
import { addKeys } from './program/keys.ts'
import { addLimits } from './program/limits.ts'
import { addMail } from './program/mail.ts'
import { addConfig, addFingerprint, addMigrate, addServe } from './program/server.ts'
import { addService } from './program/service.ts'
import { addStore } from './program/store.ts'
import { describeUsage, follow, seeHelp, wordsOf } from './program/usage.ts'
import { addUser } from './program/users.ts'

/** Parses the command line and runs the command, whose file is loaded only then. Throws UsageError. */
export async function runProgram(argv: string[]): Promise<void> {
  const program = createRoot()
  try {
    // Flags alone mean `serve`; a word that is no command is a mistake, and not an argument of `serve`.
    const { operands } = program.parseOptions(argv.slice(2))
    addCommands(program, { isDefault: operands.length === 0 })
    await program.parseAsync(withoutHelpCommand(program, argv))
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw describeUsage(error, follow(program, wordsOf(argv)).command)
  }
}

/** All commands with their help, for who writes the manual. */
export function describeProgram(): Command {
  return addCommands(createRoot(), { isDefault: true })
}

/** In the order of the help. */
function addCommands(program: Command, options: { isDefault: boolean }): Command {
  addServe(program, options)
  addMigrate(program)
  addUser(program)
  addMail(program)
  addKeys(program)
  addLimits(program)
  addFingerprint(program)
  addBackup(program)
  addRestore(program)
  addStore(program)
  addConfig(program)
  addService(program)
  return program
}

const examples = `Examples:
  authd                                  run the server on 127.0.0.1:8420
  authd serve --listen 0.0.0.0:8420      run it for others too, behind a proxy that speaks TLS
  authd mail show --to ann@example.org   read a code where no mail server is set
  authd user promote ann@example.org     make somebody a superuser
  authd backup /mnt/usb/authd.backup     a consistent backup, also while the server runs
  authd config                           every setting, its value and where it came from
`

const environment = `
Environment:
  AUTHD_LISTEN, AUTHD_ISSUER, AUTHD_SMTP_URL and the others of \`authd config\`, also as lines of
  authd.env in the data directory. A flag beats the environment, which beats the file.
Exit codes:
  0 done   1 failed   2 wrong usage   130 interrupted`

/** Longer lines are hard to read. */
const widestHelp = 110

function createRoot(): Command {
  return new Command('authd')
    .description('Latchkey server: accounts, sessions and tokens for a house, lab or office.')
    .addHelpText('before', examples)
    .addHelpText('after', environment)
    .option('--data-dir <dir>', 'where the database and keys are (AUTHD_DATA_DIR)')
    .option('--env-file <file>', 'settings as NAME=value lines, instead of authd.env in the data directory')
    .option('--json', 'print the answer, and any error, as JSON')
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 12, subcommandTerm: nameAndArguments })
    .configureOutput({
      writeErr: () => {}, // main.ts says what is wrong, in our words
      getOutHelpWidth: () => Math.min(widestHelp, process.stdout.columns ?? widestHelp),
    })
}

/** Every command has options of some kind, so the list need not say so each time. */
function nameAndArguments(command: Command): string {
  const words = command.registeredArguments.map((each) =>
    each.required ? `<${each.name()}>` : `[${each.name()}]`,
  )
  return [command.name(), ...words].join(' ')
}

/** `authd help user list` as `authd user list --help`: commander would look no further than `user`. */
function withoutHelpCommand(program: Command, argv: string[]): string[] {
  const [first, ...words] = wordsOf(argv)
  if (first !== 'help') return argv
  // Asked about itself it shows what it can show: all of it.
  if (words[0] === 'help') return [...argv.slice(0, 2), '--help']
  const { command, rest } = follow(program, words)
  const [name] = rest
  if (name === undefined) return [...argv.slice(0, 2), ...words, '--help']
  throw new UsageError(`Unknown command "${name}".`, seeHelp(command))
}
