import { Command, CommanderError } from 'commander'
import { message } from '../protocol/messages.ts'
import { Context, type GlobalFlags, type Host } from './context.ts'
import { type ExitCode, exitCodes, usageError } from './errors.ts'
import { translator } from './language.ts'
import { writeOut } from './output.ts'
import { addAccessCommands } from './program/access.ts'
import { addAccountCommands, addRegistrationCommands } from './program/account.ts'
import { addAdministrationCommands } from './program/administration.ts'
import { addClientCommands } from './program/clients.ts'
import { addCompletionCommands } from './program/completion.ts'
import { fromCommander, pathOf } from './program/faults.ts'
import { addHelperCommands } from './program/helper.ts'
import { SpokenCommand } from './program/language.ts'
import { addNetworkCommands } from './program/network.ts'
import { addMachineCommands } from './program/profile.ts'
import { addProgramCommands, partCommand } from './program/programs.ts'
import { addSessionCommands } from './program/session.ts'
import { columnsOf, display } from './terminal/display.ts'
import { version } from './version.ts'

/** Runs a command whose file is loaded only now. What it returns is the exit code; nothing means done. */
export type Run = <Args extends unknown[]>(
  load: () => Promise<(context: Context, ...args: Args) => unknown>,
) => (...args: Args) => Promise<void>

const examples = `Examples:
  auth register --email you@example.org       make an account, redeem its code, log in
  auth login --server https://auth.example.org
  auth whoami                                 the account that is logged in
  curl -H "$(auth token --header)" https://…  call an API as yourself
  auth status --json                          for scripts; the exit code says the same
`

const environment = `
Environment:
  AUTH_TOKEN     an access token, used as it is instead of the stored login
  AUTH_SERVER    the server, like --server      AUTH_PROFILE   the profile, like --profile
  AUTH_STORAGE   where logins are kept: keyring or file
Exit codes:
  0 done   1 failed   2 wrong usage   4 log in needed   5 server unreachable, login kept
  6 credential store unreadable   7 refused   8 server not trusted   130 interrupted`

/** Longer lines are hard to read. */
const widestHelp = 110

/** In the order of the help. */
const allGroups = [
  addRegistrationCommands,
  addSessionCommands,
  addProgramCommands,
  addAccessCommands,
  addAccountCommands,
  addHelperCommands,
  addMachineCommands,
  addNetworkCommands,
  addAdministrationCommands,
  addClientCommands,
  addCompletionCommands,
]

/**
 * Parses the command line and runs the command. Resolves to its exit code; rejects with what it threw. `onContext` gets
 * the context as soon as the flags are known, so that errors can be shown as they ask.
 */
export async function run(
  argv: string[],
  host: Host,
  onContext: (context: Context) => void,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done
  // `auth token` is what loops of scripts call: it pays for no other group's commands, and for words only where it says any.
  const isHot = argv[2] === 'token'
  const isSilent = isHot && !argv.includes('--help') && !argv.includes('-h')
  const catalogue = isSilent ? undefined : await host.loadWords()
  const root = catalogue ? new SpokenCommand('auth', translator(catalogue)) : new Command('auth')
  const program = globalFlags(root)
  const contextOf = (command: Command): Context => {
    const words = pathOf(command).replace(/^auth /, '')
    const context = new Context(words, program.opts<GlobalFlags>(), process.env, host)
    onContext(context)
    return context
  }
  const start: Run =
    (load) =>
    async (...args) => {
      // Commander passes the command itself last, behind the arguments and the options.
      const given = args.slice(0, -1) as typeof args
      const context = contextOf(args.at(-1) as Command)
      if (!isSilent) await context.speak()
      exitCode = ((await (await load())(context, ...given)) as ExitCode | undefined) ?? exitCodes.done
    }
  const groups = isHot ? [addSessionCommands] : allGroups
  for (const addCommands of groups) addCommands(program, start)
  try {
    if (argv.length <= 2) program.outputHelp()
    else await program.parseAsync(partCommand(program, withoutHelpCommand(program, argv)))
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    throw fromCommander(error, called(program, argv))
  }
}

/** All commands with their help and none of their work, for who writes the manual. */
export function describeProgram(): Command {
  const program = globalFlags(new Command('auth'))
  for (const addCommands of allGroups) addCommands(program, () => async () => undefined)
  return program
}

/** The command as far as its words are known: where its help is. */
function called(program: Command, argv: string[]): Command {
  return follow(program, wordsOf(argv)).command
}

function wordsOf(argv: string[]): string[] {
  return argv.slice(2).filter((word) => !word.startsWith('-'))
}

function follow(command: Command, words: string[]): { command: Command; rest: string[] } {
  const next = command.commands.find((each) => each.name() === words[0])
  return next === undefined ? { command, rest: words } : follow(next, words.slice(1))
}

/** `auth help users list` as `auth users list --help`: commander would look no further than `users`. */
function withoutHelpCommand(program: Command, argv: string[]): string[] {
  const [first, ...words] = wordsOf(argv)
  if (first !== 'help') return argv
  // Asked about itself it shows what it can show: all of it.
  if (words[0] === 'help') return [...argv.slice(0, 2), '--help']
  const { command, rest } = follow(program, words)
  const [name] = rest
  if (name === undefined) return [...argv.slice(0, 2), ...words, '--help']
  throw usageError(
    message('Unknown command "{name}".', { name }),
    message('See `{command} --help`.', { command: pathOf(command) }),
  )
}

function globalFlags(program: Command): Command {
  return program
    .description('Log in once, and let every script and program on this machine act as you.')
    .addHelpText('before', examples)
    .addHelpText('after', environment)
    .option('--server <url>', 'the server to speak to (default: http://127.0.0.1:8420)')
    .option('--profile <name>', 'the profile to use: one server and one account')
    .option('--json', 'print the answer, and any error, as JSON')
    .option('--no-input', 'never ask; fail and name the flag instead')
    .option('-q, --quiet', 'print the answer and errors only')
    .option('-v, --verbose', 'show each request, its status and its time; never a secret')
    .option('--no-color', 'no colour, as with NO_COLOR')
    .option('--ca <file>', 'trust this authority (PEM) for https')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 12, subcommandTerm: nameAndArguments })
    .configureOutput({
      writeOut: (text) => writeOut(1, display(text, 1, process.env)),
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(widestHelp, columnsOf(1) ?? widestHelp),
    })
}

/** Every command has options of some kind, so the list need not say so twenty times. */
function nameAndArguments(command: Command): string {
  const words = command.registeredArguments.map((argument) => {
    const name = argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [command.name(), ...words].join(' ')
}
