import { Command, CommanderError } from 'commander'
import { Context, type GlobalFlags } from './context.ts'
import { type CliError, type ExitCode, exitCodes, usageError } from './errors.ts'
import type { Interruptions } from './interruptions.ts'
import { writeOut } from './output.ts'
import { addAccessCommands } from './program-access.ts'
import { addAccountCommands, addRegistrationCommands } from './program-account.ts'
import { addClientCommands } from './program-clients.ts'
import { addNetworkCommands } from './program-network.ts'
import { addProfileCommands } from './program-profile.ts'
import { addSessionCommands } from './program-session.ts'
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

/** In the order of the help. */
const allGroups = [
  addRegistrationCommands,
  addSessionCommands,
  addAccessCommands,
  addAccountCommands,
  addProfileCommands,
  addNetworkCommands,
  addClientCommands,
]

/**
 * Parses the command line and runs the command. Resolves to its exit code; rejects with what it threw. `onContext` gets
 * the context as soon as the flags are known, so that errors can be shown as they ask.
 */
export async function run(
  argv: string[],
  interruptions: Interruptions,
  onContext: (context: Context) => void,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done
  const program = globalFlags(new Command('auth'))
  const contextOf = (command: Command): Context => {
    const words = pathOf(command).replace(/^auth /, '')
    const context = new Context(words, program.opts<GlobalFlags>(), process.env, interruptions)
    onContext(context)
    return context
  }
  const start: Run =
    (load) =>
    async (...args) => {
      // Commander passes the command itself last, behind the arguments and the options.
      const given = args.slice(0, -1) as typeof args
      const context = contextOf(args.at(-1) as Command)
      exitCode = ((await (await load())(context, ...given)) as ExitCode | undefined) ?? exitCodes.done
    }
  // `auth token` is what loops of scripts call: it pays for no other group's commands.
  const groups = argv[2] === 'token' ? [addSessionCommands] : allGroups
  for (const addCommands of groups) addCommands(program, start)
  try {
    if (argv.length <= 2) program.outputHelp()
    else await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    throw fromCommander(error, called(program, argv))
  }
}

/** The command as far as its words are known: where its help is. */
function called(program: Command, argv: string[]): Command {
  const known = (command: Command, words: string[]): Command => {
    const next = command.commands.find((each) => each.name() === words[0])
    return next === undefined ? command : known(next, words.slice(1))
  }
  return known(
    program,
    argv.slice(2).filter((word) => !word.startsWith('-')),
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
    .configureHelp({ showGlobalOptions: true, helpWidth: 110, subcommandTerm: nameAndArguments })
    .configureOutput({ writeOut: (text) => writeOut(1, text), writeErr: () => undefined })
}

/** Every command has options of some kind, so the list need not say so twenty times. */
function nameAndArguments(command: Command): string {
  const words = command.registeredArguments.map((argument) => {
    const name = argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [command.name(), ...words].join(' ')
}

/** Commander's own words in our form: `auth: error: unknown command "logn"`, and what may have been meant as the hint. */
function fromCommander(error: CommanderError, command: Command): CliError {
  const help = `See \`${pathOf(command)} --help\`.`
  if (error.code === 'commander.help') {
    const words = command.commands.map((each) => each.name()).join(', ')
    return usageError(`\`${pathOf(command)}\` needs one more word: ${words}`, help)
  }
  const [, what = error.message, guess] =
    /^(?:error: )?(.*?)(?:\s+\(Did you mean (?:one of )?(.*)\?\))?$/s.exec(error.message) ?? []
  const names = guess?.split(', ').map((name) => `"${name}"`)
  return usageError(
    what.replaceAll("'", '"'),
    names === undefined ? help : `Did you mean ${names.join(' or ')}?`,
  )
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}
