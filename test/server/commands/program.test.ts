import { describe, expect, test } from 'vitest'
import { createHost } from '../../support/processes.ts'

/** A command line that is wrong: one error with a hint, exit code 2. */
function usage(error: string, hint: string) {
  return { code: 2, stdout: '', stderr: `authd: error: ${error}\nauthd: hint: ${hint}\n` }
}

const commands = [
  [],
  ['serve'],
  ['migrate'],
  ['config'],
  ['keys'],
  ['keys', 'list'],
  ['keys', 'rotate'],
  ['mail'],
  ['mail', 'list'],
  ['mail', 'show'],
  ['mail', 'flush'],
  ['user'],
  ['user', 'list'],
  ['user', 'show'],
  ['user', 'add'],
  ['user', 'promote'],
  ['user', 'demote'],
  ['user', 'enable'],
  ['user', 'disable'],
  ['user', 'delete'],
  ['user', 'reset-password'],
  ['user', 'import'],
  ['user', 'export'],
  ['limits'],
  ['limits', 'list'],
  ['limits', 'release'],
  ['fingerprint'],
  ['backup'],
  ['restore'],
  ['store'],
  ['store', 'copy'],
  ['service'],
  ['service', 'install'],
  ['service', 'uninstall'],
  ['service', 'status'],
]

describe('authd --help', () => {
  test('shows examples first, then every command in one line each, then where settings come from', async () => {
    const { code, stdout, stderr } = await createHost().authd(['--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`Examples:
  authd                                  run the server on 127.0.0.1:8420
  authd serve --listen 0.0.0.0:8420      run it for others too, behind a proxy that speaks TLS
  authd mail show --to ann@example.org   read a code where no mail server is set
  authd user promote ann@example.org     make somebody a superuser
  authd backup /mnt/usb/authd.backup     a consistent backup, also while the server runs
  authd config                           every setting, its value and where it came from

Usage: authd [options] [command]

Latchkey server: accounts, sessions and tokens for a house, lab or office.

Options:
  --data-dir <dir>   where the database and keys are (AUTHD_DATA_DIR)
  --env-file <file>  settings as NAME=value lines, instead of authd.env in the data directory
  --json             print the answer, and any error, as JSON
  --version          print the version
  -h, --help         show this help

Commands:
  serve              run the server in the foreground; what \`authd\` alone does too
  migrate            bring the database up to date; on SQLite \`serve\` does it by itself
  user               accounts, straight on the store: the first superuser, and emergencies
  mail               the outbox: what waits, what failed, and the codes where no mail server is set
  keys               the keys that sign access tokens
  limits             what the rate limits count, and how to let somebody in at once
  fingerprint        print the TLS pin of this server, and the string by which others join it
  backup <file>      write a consistent backup of the store, also while the server runs
  restore <file>     fill an empty store from a backup, whichever kind of store it came from
  store              move everything to another store
  config             show every setting, its value with secrets masked, and where it came from
  service            have systemd run the server, for you or for the whole machine
  help [command]     show the help of a command

Environment:
  AUTHD_LISTEN, AUTHD_ISSUER, AUTHD_SMTP_URL and the others of \`authd config\`, also as lines of
  authd.env in the data directory. A flag beats the environment, which beats the file.
Exit codes:
  0 done   1 failed   2 wrong usage   130 interrupted
`)
  })

  test('after any command it begins with examples, explains that command, names the flags of all, and stays within 110 columns', async () => {
    const host = createHost()
    const helps = await Promise.all(commands.map((words) => host.authd([...words, '--help'])))
    for (const [index, { code, stdout, stderr }] of helps.entries()) {
      const words = commands[index] ?? []
      expect([words, code, stderr]).toEqual([words, 0, ''])
      expect(stdout).toMatch(/^Examples:\n {2}(sudo )?authd/)
      expect(stdout).toContain(`Usage: ${['authd', ...words].join(' ')} `)
      for (const flag of ['--data-dir', '--env-file', '--json', '--help']) expect(stdout).toContain(flag)
      expect(stdout.split('\n').filter((line) => line.length > 110)).toEqual([])
    }
  })

  test('is what help followed by the words of a command shows too', async () => {
    const host = createHost()
    expect(await host.authd(['help', 'user', 'list'])).toEqual(await host.authd(['user', 'list', '--help']))
    expect(await host.authd(['help', 'help'])).toEqual(await host.authd(['--help']))
  })

  test('has a flag for every setting that is no secret, and none for the others', async () => {
    const host = createHost()
    const { stdout } = await host.authd(['serve', '--help'])
    const flags = [...stdout.matchAll(/^ {2}--([a-z-]+) (?:<| +for a house)/gm)].map(([, flag]) => flag)
    const settings: { name: string }[] = await host.json(['config'])
    const names = settings.map(({ name }) => name.replace('AUTHD_', '').toLowerCase().replaceAll('_', '-'))
    const secret = ['database-url', 'secret-key', 'smtp-url']
    expect([...flags, ...secret].sort()).toEqual([...names, 'env-file'].sort())
  })
})

describe('a command line that is wrong ends at once with 2 and says what may have been meant', () => {
  test.each([
    ['sevre', usage('Unknown command "sevre".', 'Did you mean "serve"?')],
    ['user lst', usage('Unknown command "lst".', 'Did you mean "list"?')],
    ['keys rotate-all', usage('Unknown command "rotate-all".', 'See `authd keys --help`.')],
    ['--lisen 1', usage('Unknown option "--lisen".', 'Did you mean "--listen"?')],
    ['user show', usage('Missing required argument "email".', 'See `authd user show --help`.')],
    [
      'serve now',
      usage('Too many arguments for "serve": expected 0 arguments, but got 1.', 'See `authd serve --help`.'),
    ],
    ['mail', usage('`authd mail` needs one more word: list, show, flush.', 'See `authd mail --help`.')],
    [
      'serve --smtp-url smtp://me:secret@host',
      usage('Unknown option "--smtp-url".', 'See `authd serve --help`.'),
    ],
  ])('authd %s', async (line, outcome) => {
    expect(await createHost().authd(line.split(' '))).toEqual(outcome)
  })

  test.each([
    ['store copy --to nonsense', '--to must be sqlite:FILE or postgres://'],
    [
      'serve --listen nonsense',
      'The settings have one fault; nothing was changed:\n  - AUTHD_LISTEN (--listen) must be',
    ],
    ['store copy', 'Missing required option "--to".'],
    ['user export --format xml', '--format "xml" is none of csv, jsonl.'],
    ['help user nosuch', 'Unknown command "nosuch".'],
    ['--data-dir', 'Option "--data-dir <dir>" needs a value.'],
    ['fingerprint --invite a%20b', '--invite is no code of an invitation, and nobody could join'],
    ['mail list --to nonsense', '"nonsense" is no e-mail address'],
  ])('a bad word in its arguments once ended with 1, as if it had failed: authd %s', async (line, error) => {
    const { code, stdout, stderr } = await createHost().authd(line.split(' '))
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(`authd: error: ${error}`)])
  })

  test('settings that are wrong elsewhere are no fault of the command line', async () => {
    const host = createHost({ AUTHD_BCRYPT_COST: 'x' })
    expect((await host.authd(['serve', '--listen', 'nonsense'])).code).toBe(1)
  })

  test('also as JSON', async () => {
    const { code, stdout, stderr } = await createHost().authd(['usr', '--json'])
    expect([code, stdout, JSON.parse(stderr)]).toEqual([
      2,
      '',
      { error: { code: 'usage', message: 'Unknown command "usr".', hint: 'Did you mean "user"?' } },
    ])
  })
})

test('the flags that all commands take may stand before the command too', async () => {
  const host = createHost()
  const elsewhere = `${host.home}/elsewhere`
  await host.json(['--data-dir', elsewhere, 'migrate'])
  expect(await host.authd(['--data-dir', elsewhere, 'user', 'list'])).toEqual({
    code: 0,
    stdout: '',
    stderr: `There are no accounts in sqlite:${elsewhere}/authd.db yet.\n`,
  })
})

test('a reader that has seen enough ends a command quietly', async () => {
  const through = ['sh', '-c', '"$@" | true', 'sh']
  expect(await createHost().authd(['config', '--json'], { through })).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  })
})
