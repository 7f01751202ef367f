import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandTree, findCompletions } from '../../src/cli/completion/completions.ts'
import { authProgram, Machine } from '../support/machine.ts'
import { openTerminal, type TerminalSession } from '../support/terminal.ts'

let machine: Machine
let env: NodeJS.ProcessEnv
beforeAll(() => {
  machine = new Machine()
  const profiles = { default: { server: 'http://127.0.0.1:1' }, 'work-lab': { server: 'https://192.0.2.1' } }
  machine.write('config.json', JSON.stringify({ version: 1, profiles }))
  const bin = join(machine.home, 'bin')
  mkdirSync(bin)
  symlinkSync(authProgram, join(bin, 'auth'))
  writeFileSync(join(machine.home, 'authority.pem'), '')
  env = { ...machine.env, PATH: `${bin}:${process.env.PATH}`, LC_ALL: 'C.UTF-8' }
})
afterAll(() => machine.remove())

/** What `auth complete` offers for a line; the last word is the one under the cursor. */
async function offered(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await machine.auth(['complete', '--', ...words])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '')
}

describe('what is offered', () => {
  test('every command of the help, with what it does, and no other', async () => {
    const { stdout } = await machine.auth(['complete', '--', ''])
    const help = (await machine.auth(['--help'])).stdout
    const commands = /Commands:\n([\s\S]*?)\n\n/.exec(help)?.[1]?.match(/^ {2}[a-z]+/gm) ?? []
    expect(commands.length).toBeGreaterThan(20)
    expect(stdout.match(/^[a-z]+/gm)).toEqual(commands.map((name) => name.trim()))
    expect(stdout).toContain('\nlogin\tlog in with address and password, or by the yes of another device\n')
  })

  test.each([
    [['lo'], ['login', 'logout', ':none']],
    [
      ['sessions', ''],
      ['list', 'revoke', 'help', ':none'],
    ],
    [
      ['help', 'sessions', 're'],
      ['revoke', ':none'],
    ],
    [
      ['--profile', 'login', 'sess'],
      ['sessions', ':none'],
    ], // the value of a flag is no command
    [
      ['login', '--st'],
      ['--storage', ':none'],
    ],
    [
      ['sessions', 'revoke', '--oth'],
      ['--others', ':none'],
    ],
    [
      ['sessions', 'revoke', '--prof'],
      ['--profile', ':none'],
    ], // global flags go everywhere
    [
      ['login', '--storage', ''],
      ['keyring', 'file', ':none'],
    ],
    [
      ['login', '--storage=f'],
      ['--storage=file', ':none'],
    ],
    [
      ['invites', 'create', '--role', 'm'],
      ['member', ':none'],
    ],
    [
      ['clients', 'add', 'x', '--id-token-algorithm', ''],
      ['RS256', 'ES256', ':none'],
    ],
    [
      ['tokens', 'create', 'x', '--scope', ''],
      ['openid', 'email', 'profile', 'account', 'admin', ':none'],
    ],
    [
      ['clients', 'change', 'x', '--grant', 'd'],
      ['device_code', ':none'],
    ],
    [
      ['users', 'list', '--status', 'a'],
      ['active', ':none'],
    ],
    [
      ['storage', 'move', ''],
      ['keyring', 'file', ':none'],
    ],
    [
      ['whoami', '--profile', ''],
      ['default', 'work-lab', ':none'],
    ],
    [
      ['whoami', '--profile=w'],
      ['--profile=work-lab', ':none'],
    ],
    [
      ['profile', 'rename', 'w'],
      ['work-lab', ':none'],
    ],
    [['profile', 'rename', 'work-lab', ''], [':none']], // the new name is the person's
    [['login', '--email', ''], [':none']],
    [['whoami', '--json='], [':none']],
    [['whoami', '--ca', ''], [':files']],
    [
      ['helper', 'git', 'g'],
      ['get', ':none'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', ':none'],
    ],
    [['sessions', 'revoke', '--', '--oth'], [':none']], // behind -- are arguments
    [['whoami', 'x', ''], [':none']],
    [['frobnicate', '--nope', ''], [':none']],
  ])('%j: %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected)
  })

  test('behind the program that a command is to run, words and flags are that one’s', () => {
    const program = new Command('auth').option('--json')
    program.command('exec').argument('<command...>').option('--env <name>')
    const kindOf = (...words: string[]) => {
      const { found, kind } = findCompletions(program as unknown as CommandTree, words, () => [])
      return [...found.map(({ word }) => word), kind]
    }
    expect(kindOf('exec', '')).toEqual(['commands'])
    expect(kindOf('exec', '--e')).toEqual(['--env', 'none'])
    expect(kindOf('exec', '--env', 'X', '--', 'gi')).toEqual(['commands'])
    expect(kindOf('exec', 'make', '--e')).toEqual(['files'])
    expect(kindOf('exec', '--', 'make', '--', '--e')).toEqual(['files'])
  })

  test('each value that is known belongs to a flag or an argument that is there yet', async () => {
    const { knownKeys } = await import('../../src/cli/completion/values.ts')
    for (const key of knownKeys) {
      const words = key.startsWith('--') ? await placeOf(key) : key.split(' ').slice(0, -1)
      expect([key, (await offered(...words, '')).filter((word) => !word.startsWith(':')).length > 0]).toEqual(
        [key, true],
      )
    }
  })

  /** Where a flag is taken: its command's words and itself. */
  async function placeOf(flag: string): Promise<string[]> {
    const places = [
      ['login'],
      ['invites', 'create'],
      ['users', 'list'],
      ['clients', 'add'],
      ['tokens', 'create'],
      ['request'],
    ]
    for (const place of places) if ((await offered(...place, flag)).includes(flag)) return [...place, flag]
    throw new Error(`${flag} is nowhere`)
  }

  test('a configuration that is broken spoils no line: no profiles, and nothing is said', async () => {
    const other = new Machine()
    other.write('config.json', '{')
    const args = ['complete', '--', 'profile', 'use', '']
    expect(await other.auth(args)).toEqual({ code: 0, stdout: ':none\n', stderr: '' })
    other.remove()
  })

  test('a profile whose name could be more than a word is not offered', async () => {
    const other = new Machine()
    other.write('config.json', JSON.stringify({ version: 1, profiles: { '$(id)': { server: 'https://x' } } }))
    const args = ['complete', '--', 'profile', 'use', '']
    expect(await other.auth(args)).toEqual({ code: 0, stdout: ':none\n', stderr: '' })
    other.remove()
  })

  test('neither network nor keychain is touched: no socket is opened and no native part is loaded', async () => {
    const spy = join(machine.home, 'spy.cjs')
    const seen = join(machine.home, 'seen')
    const note = `require('node:fs').writeFileSync(${JSON.stringify(seen)}, ''); process.exit(3)`
    writeFileSync(spy, `require('node:net').Socket.prototype.connect = process.dlopen = () => { ${note} }`)
    const env = { NODE_OPTIONS: `--require=${spy}` }
    await machine.auth(['complete', '--', 'whoami', '--profile', ''], { env })
    expect(existsSync(seen)).toBe(false)
    await machine.auth(['register', '--email', 'ann@example.org', '--password-stdin'], { env, input: 'x\n' })
    expect(existsSync(seen)).toBe(true) // the spy sees what there is to see
  })

  test('for an unknown shell there is none: exit 2', async () => {
    expect(await machine.auth(['completion', 'tcsh'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auth: error: SHELL tcsh is not known.\nauth: hint: Use one of bash, zsh, fish.\n',
    })
  })
})

/** How each shell is started with nothing of this machine's own, and with our script by the line of the help. */
const shells = {
  bash: { args: ['--noprofile', '--norc', '-i'], load: 'source <(auth completion bash)' },
  zsh: { args: ['-f', '-i'], load: 'autoload -Uz compinit && compinit -u && source <(auth completion zsh)' },
  fish: { args: ['--no-config', '-i'], load: 'auth completion fish | source' },
} as const

function isThere(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'exit'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

for (const [shell, { args, load }] of Object.entries(shells)) {
  const there = isThere(shell)
  describe.skipIf(!there)(
    there ? `the real ${shell}` : `the real ${shell} (it is not installed here)`,
    () => {
      let terminal: TerminalSession
      const start = async () => {
        const session = openTerminal(
          shell,
          [...args],
          { ...env, PS1: 'ready> ', ZDOTDIR: machine.home },
          { cols: 120 },
        )
        session.enter(`cd ~; ${load}; echo load''ed`)
        await session.waitFor('loaded')
        return session
      }
      beforeAll(async () => {
        terminal = await start()
      })
      afterAll(async () => {
        terminal.type('\x15')
        terminal.enter('exit')
        await terminal.ended
      })
      /** Types a line with a Tab at its end, then has it printed: shells take keys one after the other. */
      const completed = async (line: string, whole: string) => {
        terminal.type(`${line}\t`)
        terminal.enter('\x01echo it is ') // Ctrl-A: to the beginning of the line
        await terminal.waitFor(`it is ${whole}`)
      }

      test.each([
        ['auth whoa', 'auth whoami'],
        ['auth sessions rev', 'auth sessions revoke'],
        ['auth login --stor', 'auth login --storage'],
        ['auth login --storage k', 'auth login --storage keyring'],
        ['auth login --storage=fi', 'auth login --storage=file'],
        ['auth whoami --profile wo', 'auth whoami --profile work-lab'],
        [
          'auth --server http://127.0.0.1:1 --profile=wo',
          'auth --server http://127.0.0.1:1 --profile=work-lab',
        ],
        ['auth profile use wo', 'auth profile use work-lab'],
        ['auth --ca author', 'auth --ca authority.pem'],
      ])('%s⇥ becomes %s', (line, whole) => completed(line, whole))

      test('what is typed is never run: a substitution stays text', async () => {
        terminal.type('auth login --email $(touch hacked) --stor\t')
        await terminal.waitFor('--storage')
        terminal.type('\x15') // Ctrl-U: the line is thrown away
        terminal.enter(`ls hacked || echo not''hing`)
        await terminal.waitFor('nothing')
      })
    },
  )
}
