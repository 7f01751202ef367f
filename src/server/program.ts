import { Command, CommanderError, Option } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { type SettingName, settingNames, settings } from './config/settings.ts'
import type { HostOptions } from './host.ts'

/** The names, flags and help of `authd`; each command's file is loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('authd')
    .description('Latchkey server: accounts, sessions and tokens for a house, lab or office.')
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} }) // main.ts says what is wrong, in our words
    .showSuggestionAfterError(false)
    .addHelpText('before', programExamples)
  addServe(program)
  addMigrate(program)
  addUser(program)
  addMail(program)
  addKeys(program)
  hostCommand(program, 'config', 'show every setting, its value and where it came from').action(
    async (_options: object, command: Command) =>
      (await import('./commands/config.ts')).showConfig(hostOptions(command)),
  )
  return program
}

const programExamples = `Examples:
  authd                                  run the server on 127.0.0.1:8420
  authd serve --listen 0.0.0.0:8420      run it for others too, behind a proxy that speaks TLS
  authd mail list                        read codes where no mail server is set
  authd user promote ann@example.com     make somebody superuser
`

function addServe(program: Command): void {
  const serve = hostCommand(program, 'serve', 'run the server in the foreground (default)', {
    isDefault: true,
  })
  for (const name of settingNames) {
    // Secrets never come in as flags: process lists show them to everybody.
    const setting = settings[name]
    if (name !== 'dataDir' && setting.mask === undefined) serve.addOption(settingOption(name))
  }
  serve.action(async (_options: object, command: Command) => {
    const { serve: run } = await import('./commands/serve.ts')
    await run(hostOptions(command))
  })
}

function addMigrate(program: Command): void {
  hostCommand(program, 'migrate', 'bring the database up to date')
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(async (options: { dryRun?: boolean }, command: Command) => {
      const { migrateStore } = await import('./commands/migrate.ts')
      await migrateStore({ ...hostOptions(command), ...options })
    })
}

function addUser(program: Command): void {
  const user = program
    .command('user')
    .description('accounts, straight on the store: for the first superuser and for emergencies')
    .addHelpText('before', 'Examples:\n  authd user list\n  authd user add ann@example.com --superuser\n')
  const load = () => import('./commands/user.ts')
  hostCommand(user, 'list', 'list all accounts').action(async (_options: object, command: Command) =>
    (await load()).listUsers(hostOptions(command)),
  )
  hostCommand(user, 'show <email>', 'show one account').action(
    async (email: string, _options: object, command: Command) =>
      (await load()).showUser(email, hostOptions(command)),
  )
  hostCommand(user, 'add <email>', 'add a verified account; its owner chooses a password by code')
    .option('--username <name>', 'a name to log in with besides the address')
    .option('--superuser', 'make it a superuser')
    .action(async (email: string, options: { username?: string; superuser?: boolean }, command: Command) =>
      (await load()).addUser(email, { ...hostOptions(command), ...options }),
    )
  const changes = {
    promote: 'make somebody superuser',
    demote: 'take that away again; the last active superuser stays',
    enable: 'let a disabled account in again',
    disable: 'end all sessions and let nobody in; the last active superuser stays',
  } as const
  for (const change of Object.keys(changes) as (keyof typeof changes)[]) {
    hostCommand(user, `${change} <email>`, changes[change]).action(
      async (email: string, _options: object, command: Command) =>
        (await load()).changeUser(change, email, hostOptions(command)),
    )
  }
  hostCommand(user, 'delete <email>', 'delete an account and all its sessions')
    .option('--yes', 'do not ask')
    .action(async (email: string, options: { yes?: boolean }, command: Command) =>
      (await load()).deleteUser(email, { ...hostOptions(command), ...options }),
    )
  hostCommand(user, 'reset-password <email>', 'put a code for a new password into the outbox').action(
    async (email: string, _options: object, command: Command) =>
      (await load()).resetUserPassword(email, hostOptions(command)),
  )
}

function addMail(program: Command): void {
  const mail = program
    .command('mail')
    .description('the outbox: what waits, what failed, and the codes where no mail server is set')
    .addHelpText(
      'before',
      'Examples:\n  authd mail list --to ann@example.com\n  authd mail show --to ann@example.com\n',
    )
  const load = () => import('./commands/mail.ts')
  const to = () => new Option('--to <email>', 'only letters to this address')
  hostCommand(mail, 'list', 'list letters, newest first')
    .addOption(to())
    .action(async (options: { to?: string }, command: Command) =>
      (await load()).listMail({ ...hostOptions(command), ...options }),
    )
  hostCommand(mail, 'show [id]', 'print a letter; without an id the newest')
    .addOption(to())
    .action(async (id: string | undefined, options: { to?: string }, command: Command) =>
      (await load()).showMail(id, { ...hostOptions(command), ...options }),
    )
  hostCommand(mail, 'flush', 'send at once what waits, whatever its schedule')
    .addOption(to())
    .action(async (options: { to?: string }, command: Command) =>
      (await load()).flushMail({ ...hostOptions(command), ...options }),
    )
}

function addKeys(program: Command): void {
  const keys = program.command('keys').description('the keys that sign access tokens')
  hostCommand(keys, 'list', 'list the signing keys, newest first').action(
    async (_options: object, command: Command) =>
      (await import('./commands/keys.ts')).listSigningKeys(hostOptions(command)),
  )
  hostCommand(keys, 'rotate', 'make new keys; the old ones verify for as long as their tokens live').action(
    async (_options: object, command: Command) =>
      (await import('./commands/keys.ts')).rotateSigningKeys(hostOptions(command)),
  )
}

/** A command with the flags that all of them take. */
function hostCommand(parent: Command, name: string, description: string, options = {}): Command {
  return parent
    .command(name, options)
    .description(description)
    .option('--data-dir <dir>', 'where the database and keys are (AUTHD_DATA_DIR)')
    .option('--env-file <file>', 'settings, as NAME=value lines, instead of authd.env in the data directory')
    .option('--json', 'answer in JSON')
}

function settingOption(name: SettingName): Option {
  const { variable } = settings[name]
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return new Option(
    `--${flag} <value>`,
    `${variable}, ${settings[name].shownDefault('<data-dir>')} by default`,
  )
}

function hostOptions(command: Command): HostOptions {
  const { dataDir, envFile, json, ...rest } = command.opts<HostOptions & Record<string, string>>()
  const flags = Object.fromEntries(Object.entries(rest).filter(([name]) => Object.hasOwn(settings, name)))
  return {
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(envFile === undefined ? {} : { envFile }),
    ...(json === undefined ? {} : { json }),
    flags,
  }
}

/** A fault of usage in our words; with an empty message where commander has already printed what was asked for. */
export function readUsageError(error: unknown): { message: string; hint: string } | undefined {
  if (!(error instanceof CommanderError)) return undefined
  if (error.exitCode === 0) return { message: '', hint: '' }
  if (error.code === 'commander.help')
    return { message: 'a command is missing', hint: 'authd --help lists them' }
  return { message: error.message.replace(/^error: /, ''), hint: 'authd --help, or --help after a command' }
}
