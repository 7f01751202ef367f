/**
 * `npm run pictures`: the terminal pictures of the README, drawn from real runs of the real programs on a pseudo-terminal
 * against throw-away servers. One entry of `pictures` is one picture.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { RecordedTerminal, type Reply } from './recorded-terminal.mts'
import { drawPicture } from './terminal-picture.mts'

const root = join(import.meta.dirname, '..')
const email = 'ann@example.org'
const password = 'nine quiet herons mend umbrellas'
const columns = 100
const mainListen = '127.0.0.1:8420'
const lanListen = '127.0.0.1:8443'

/** A command, what answers its questions, and the exit code that the picture is about. */
type Shot = readonly [line: string, replies?: readonly Reply[], exit?: number]

interface Picture {
  title: string
  shots(stage: Stage): Promise<readonly Shot[]> | readonly Shot[]
}

const passwordTwice: readonly Reply[] = [
  ['Password for the new account', password],
  ['again', password],
]

const pictures: Readonly<Record<string, Picture>> = {
  register: {
    title: 'Make an account, verify, log in',
    shots: () => [
      [`auth register --email ${email} --no-verify`, passwordTwice],
      [`authd mail show --to ${email} | grep -E '^[A-Z0-9]{6}$' > code; cat code`],
      [`auth verify --email ${email} --code $(cat code)`],
      [`auth login --email ${email}`, [['Password', password]]],
    ],
  },
  status: {
    title: 'Who am I, and how does the login stand?',
    shots: () => [
      ['auth whoami'],
      ['auth status'],
      ['curl -sH "$(auth token --header)" $SERVER/auth/me; echo'],
    ],
  },
  sessions: {
    title: 'Where the account is logged in',
    shots: (stage) => {
      for (const device of ['tablet', 'phone'])
        stage.run(
          `auth login --email ${email} --password-stdin`,
          { XDG_CONFIG_HOME: join(stage.env.HOME ?? '', device) },
          `${password}\n`,
        )
      return [['auth sessions'], ['auth sessions revoke --others'], ['auth sessions']]
    },
  },
  request: {
    title: 'Call an API as yourself',
    shots: () => [
      ['auth request -i /auth/me'],
      [`auth request -d '{"username":"ann"}' PATCH /auth/me | cut -d, -f3`],
      ['auth request https://api.example.org/files', [], 7],
    ],
  },
  exec: {
    title: 'Give a program the token, and keep it out of its output',
    shots: () => [
      [`auth exec -- sh -c 'curl -s --oauth2-bearer $AUTH_TOKEN $SERVER/auth/me' | cut -d, -f2,3`],
      [`auth exec --mask -- sh -c 'echo "the token is $AUTH_TOKEN"'`],
      [`auth exec -- sh -c 'exit 7'; echo "exit code $?"`],
    ],
  },
  doctor: {
    title: 'What lies between this machine and the server',
    shots: () => [['auth doctor']],
  },
  join: {
    title: 'Trust a server on the own network, as ssh does',
    shots: async (stage) => [[`auth join '${await stage.startLan('one')}'`], ['auth trust show']],
  },
  refused: {
    title: 'Another server answers: nothing is sent to it',
    shots: async (stage) => {
      await stage.startLan('two')
      return [['auth login', [], 8]]
    },
  },
}

/** The home that pictures show; it must not be there yet. */
const home = join(tmpdir(), 'ann')

/** A home with both programs on its path, and the servers that it knows. */
class Stage {
  readonly #folder = mkdtempSync(join(tmpdir(), 'latchkey-pictures-'))
  readonly #servers = new Map<string, ChildProcess>()
  readonly env: NodeJS.ProcessEnv

  constructor() {
    for (const folder of [home, join(this.#folder, 'bin'), join(this.#folder, 'run')])
      mkdirSync(folder, { mode: 0o700 })
    for (const name of ['auth', 'authd'])
      symlinkSync(join(root, 'bin', `${name}.js`), join(this.#folder, 'bin', name))
    this.env = {
      PATH: [join(this.#folder, 'bin'), process.env.PATH].join(delimiter),
      HOME: home,
      XDG_RUNTIME_DIR: join(this.#folder, 'run'),
      AUTHD_DATA_DIR: join(this.#folder, 'main'),
      AUTH_STORAGE: 'file',
      SERVER: `http://${mainListen}`,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
    }
  }

  /** Starts a server; one that listened at the same place is stopped first. */
  async serve(listen: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
    await this.#stop(listen)
    const settings = { AUTHD_LISTEN: listen, AUTHD_BCRYPT_COST: '4', AUTHD_LOG_LEVEL: 'error' }
    const server = spawn(process.execPath, [join(root, 'bin', 'authd.js')], {
      env: { ...this.env, ...settings, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#servers.set(listen, server)
    await once(server.stdout, 'data', { signal: AbortSignal.timeout(30_000) })
  }

  /** A server with a certificate of its own authority; resolves to its join string. */
  async startLan(name: string): Promise<string> {
    const env = { AUTHD_LAN: 'true', AUTHD_DATA_DIR: join(this.#folder, name) }
    await this.serve(lanListen, env)
    const { pin } = JSON.parse(this.run('authd fingerprint --json', { ...env, AUTHD_LISTEN: lanListen }))
    return `auth://localhost:${lanListen.split(':')[1]}#${pin.replace(':', '=')}`
  }

  /** A command outside the picture. */
  run(line: string, env: NodeJS.ProcessEnv = {}, input = ''): string {
    const options = { env: { ...this.env, ...env }, cwd: this.env.HOME, input, encoding: 'utf8' } as const
    return execFileSync('/bin/sh', ['-c', line], options)
  }

  async close(): Promise<void> {
    for (const listen of [...this.#servers.keys()]) await this.#stop(listen)
    for (const folder of [home, this.#folder]) rmSync(folder, { recursive: true, force: true })
  }

  async #stop(listen: string): Promise<void> {
    const server = this.#servers.get(listen)
    this.#servers.delete(listen)
    if (!server || server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }
}

async function draw(stage: Stage, name: string, { title, shots }: Picture): Promise<void> {
  const terminal = new RecordedTerminal(columns)
  for (const [line, replies = [], wanted = 0] of await shots(stage)) {
    const code = await terminal.run(line, stage.env, replies)
    if (code !== wanted) throw new Error(`"${line}" ended with ${code}, not with ${wanted}`)
  }
  writeFileSync(
    join(root, 'docs', 'pictures', `terminal-${name}.svg`),
    drawPicture(title, columns, terminal.lines()),
  )
  console.log(`docs/pictures/terminal-${name}.svg`)
}

const stage = new Stage()
try {
  mkdirSync(join(root, 'docs', 'pictures'), { recursive: true })
  await stage.serve(mainListen)
  for (const [name, picture] of Object.entries(pictures)) await draw(stage, name, picture)
} finally {
  await stage.close()
}
