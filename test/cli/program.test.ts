import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { describeProgram } from '../../src/cli/program.ts'
import { Machine } from '../support/machine.ts'

describe('the command line', () => {
  let machine: Machine
  beforeAll(() => {
    machine = new Machine()
  })
  afterAll(() => machine.remove())

  test.each([
    [['logn'], 'Unknown command "logn".', 'Did you mean "login"?'],
    [['password', 'chnge'], 'Unknown command "chnge".', 'Did you mean "change"?'],
    [['frobnicate'], 'Unknown command "frobnicate".', 'See `auth --help`.'],
    [['login', '--emial', 'x'], 'Unknown option "--emial".', 'Did you mean "--email"?'],
    [['login', '--email'], 'Option "--email <address>" needs a value.', 'See `auth login --help`.'],
    [['profile', 'use'], 'Missing required argument "name".', 'See `auth profile use --help`.'],
    [
      ['whoami', 'extra'],
      'Too many arguments for "whoami": expected 0 arguments, but got 1.',
      'See `auth whoami --help`.',
    ],
    [['sessions', 'revok'], 'Unknown command "revok".', 'Did you mean "revoke"?'],
    [
      ['sessions', 'revoke', '5263e06a', '7d0c'], // the second was passed over
      'Too many arguments for "revoke": expected 1 argument, but got 2.',
      'See `auth sessions revoke --help`.',
    ],
    [
      ['tokens', 'list', 'ci'],
      'Too many arguments for "list": expected 0 arguments, but got 1.',
      'See `auth tokens list --help`.',
    ],
    [['storage', 'shw'], 'Unknown command "shw".', 'Did you mean "show"?'],
    [['tokens', 'creat', 'ci'], 'Unknown command "creat".', 'Did you mean "create"?'],
    [['users', 'disabel', 'ann'], 'Unknown command "disabel".', 'Did you mean "disable"?'],
    [
      ['users', '--status', 'tall'],
      '--status tall is not known.',
      'Use one of active, disabled, unverified, superuser.',
    ],
    [
      ['users', 'list', '--limit', '0'],
      '--limit 0 is no number of lines.',
      'Write a whole number, such as 500.',
    ],
    [['users', '--serch', 'ann'], 'Unknown option "--serch".', 'Did you mean "--search"?'],
    [['help', 'logn'], 'Unknown command "logn".', 'See `auth --help`.'],
    [['help', 'users', 'lst'], 'Unknown command "lst".', 'See `auth users --help`.'],
    [['clients', 'zzz'], 'Unknown command "zzz".', 'See `auth clients --help`.'],
    [
      ['sessions', 'revoke'],
      'Name one session, or give --others.',
      'See `auth sessions list` for their ids.',
    ],
    [
      ['approve'],
      'Code that the device shows was not given, and there is nobody to ask.',
      'Use the code: `auth approve CODE`.',
    ],
    [['approve', 'X', '--yes', '--deny'], '--yes and --deny contradict each other.', 'Use one of the two.'],
    [
      ['login', '--device', '--email', 'x'],
      '--device takes no address and no password: whoever says yes decides the account.',
      'Use --device alone.',
    ],
    [
      ['clients', 'add', 'x'],
      'A client needs at least one --grant.',
      'Use one of refresh_token, device_code, client_credentials.',
    ],
    [
      ['clients', 'add', 'x', '--grant', 'password'],
      '--grant password is not known.',
      'Use one of refresh_token, device_code, client_credentials.',
    ],
    [
      ['clients', 'add', 'x', '--grant', 'refresh_token', '--id-token-algorithm', 'HS256'],
      '--id-token-algorithm HS256 is not known.',
      'Use one of RS256, ES256.',
    ],
    [
      ['storage', 'move', "it's here' argument 'x' is invalid."],
      `KIND it's here' argument 'x' is invalid. is not known.`,
      'Use one of keyring, file.',
    ],
    [
      ['discover', '--timeout', '5h'],
      '--timeout 5h is not between 1s and 60s.',
      'Write how long to listen, such as 5s.',
    ],
    [
      ['request', '-d', '@/nonexistent', '/x'],
      '/nonexistent cannot be read: there is no such file; nothing was sent.',
      'Name a file that can be read, or `-` for standard input.',
    ],
    [['why', '--profile', 'nope'], 'There is no profile "nope".', 'See `auth profile list`.'],
    [['password'], '`auth password` needs one more word: change, reset.', 'See `auth password --help`.'],
    [
      ['token', '--min-validity', 'soon'],
      '--min-validity soon is no duration.',
      'Write a number and s, m, h or d: 90s, 15m, 12h, 30d.',
    ],
    [['whoami', '--profile', 'nope'], 'There is no profile "nope".', 'See `auth profile list`.'],
    [
      ['whoami', '--server', 'http://10.1.2.3:8420'],
      '--server http://10.1.2.3:8420 would be plain http to another machine; nothing was sent.',
      'Use https://10.1.2.3:8420 instead.',
    ],
    [
      ['whoami', '--ca', '/nonexistent'],
      '--ca /nonexistent is no certificate in PEM form.',
      'Name the file of the authority that signed the certificate of the server.',
    ],
  ])('%j is wrong usage: exit 2, what and hint on stderr, nothing on stdout', async (args, what, hint) => {
    const env = args.includes('--ca') || args[0] === 'approve' ? { AUTH_TOKEN: 'x' } : {}
    const stderr = `auth: error: ${what}\nauth: hint: ${hint}\n`
    expect(await machine.auth(args, { env })).toEqual({ code: 2, stdout: '', stderr })
  })

  test.each([[['--json', 'logn']], [['logn', '--json']]])(
    '%j says the same as one JSON object',
    async (args) => {
      const { code, stdout, stderr } = await machine.auth(args)
      const error = { code: 'usage', message: 'Unknown command "logn".', hint: 'Did you mean "login"?' }
      expect({ code, stdout, stderr: JSON.parse(stderr) }).toEqual({ code: 2, stdout: '', stderr: { error } })
    },
  )

  test.each([
    [[]],
    [['--help']],
    [['help']],
    [['login', '--help']],
    [['help', 'login']],
    [['help', 'help']],
    [['profile', '--help']],
    [['join', '--help']],
    [['trust', '--help']],
    [['approve', '--help']],
    [['sessions', '--help']],
    [['sessions', 'revoke', '--help']],
    [['tokens', '--help']],
    [['tokens', 'create', '--help']],
    [['users', '--help']],
    [['users', 'list', '--help']],
    [['invites', '--help']],
    [['limits', '--help']],
    [['limits', 'release', '--help']],
    [['audit', '--help']],
    [['audit', 'verify', '--help']],
    [['clients', '--help']],
    [['clients', 'add', '--help']],
    [['why', '--help']],
    [['password', '--help']],
    [['email', '--help']],
    [['account', '--help']],
    [['profile', 'rename', '--help']],
    [['storage', 'show', '--help']],
  ])('%j shows help on stdout, examples first (clig.dev)', async (args) => {
    const { code, stdout, stderr } = await machine.auth(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Examples:\n {2}auth /)
    expect(stdout).toMatch(/\n\nUsage: auth /)
  })

  test('the help names what works and nothing else', async () => {
    const { stdout } = await machine.auth(['--help'])
    const names = [...stdout.matchAll(/^ {2}([a-z]+)(?: [[<]\w+[\]>])? {2,}\S/gm)].map(([, name]) => name)
    expect(names).toEqual([
      'register',
      'verify',
      'login',
      'logout',
      'whoami',
      'status',
      'why',
      'token',
      'refresh',
      'request',
      'exec',
      'proxy',
      'approve',
      'sessions',
      'tokens',
      'password',
      'email',
      'account',
      'helper',
      'profile',
      'storage',
      'join',
      'discover',
      'trust',
      'doctor',
      'users',
      'invites',
      'limits',
      'audit',
      'clients',
      'completion',
      'help',
    ])
  })

  test('--version is the package’s', async () => {
    expect(await machine.auth(['--version'])).toEqual({
      code: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    })
  })
})

describe('the help has one voice (review of every command side by side)', () => {
  const all = (command: Command): Command[] => command.commands.flatMap((each) => [each, ...all(each)])
  const commands = all(describeProgram())
  const pathOf = (command: Command): string =>
    command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()

  test('of each command and flag it is a phrase: no capital before it and no full stop behind it', () => {
    const said = commands.flatMap((command) => [
      command.description(),
      ...command.options.map(({ description }) => description),
      ...command.registeredArguments.map(({ description }) => description),
    ])
    expect(said.length).toBeGreaterThan(100)
    expect(said.filter((text) => /^[A-Z][a-z]|[.!]$/.test(text))).toEqual([])
  })

  test('says what each argument is', () => {
    const silent = commands.filter((command) => command.registeredArguments.some((each) => !each.description))
    expect(silent.map(pathOf)).toEqual(['complete']) // hidden: shells call it, no person does
  })

  test('--yes is not a new thing in each command', () => {
    const flags = commands.flatMap(({ options }) => options.filter(({ long }) => long === '--yes'))
    expect([...new Set(flags.map(({ description }) => description))]).toEqual([
      'let it in without being asked',
      'do not ask whether you are sure',
    ])
  })
})
