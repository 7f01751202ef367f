import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { password, secretKey } from './house.ts'

/** What a house is called in its tokens; nobody listens there. */
export const issuer = 'http://127.0.0.1:8420'

/** Sessions are named after the machine, and the one that a house is made on is nobody's business. */
const unnamed = `data:text/javascript,import os from 'node:os'; os.hostname = () => 'laptop'`

/** The programs that were built in a checkout: a server, and `auth` on the machines of its people. */
export class Site {
  readonly #programs: string
  readonly #home: string
  readonly #env: NodeJS.ProcessEnv
  #url = ''

  constructor(checkout: string, home: string, databaseUrl: string) {
    this.#programs = join(checkout, 'bin')
    this.#home = home
    this.#env = {
      PATH: process.env.PATH,
      HOME: home,
      AUTHD_DATA_DIR: join(home, 'data'),
      AUTHD_DATABASE_URL: databaseUrl,
      AUTHD_SECRET_KEY: secretKey.toString('hex'),
      AUTHD_LISTEN: '127.0.0.1:0',
      AUTHD_ISSUER: issuer,
      AUTHD_BCRYPT_COST: '4',
      AUTHD_LOG_LEVEL: 'error',
      AUTH_STORAGE: 'file',
    }
  }

  /** Serves while the work is done. */
  async serve<T>(work: () => Promise<T>): Promise<T> {
    const server = spawn(process.execPath, [join(this.#programs, 'authd.js')], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(server, 'exit')
    try {
      const [said] = await once(server.stdout, 'data', { signal: AbortSignal.timeout(30_000) })
      this.#url = /http:\S+/.exec(String(said))?.[0] ?? ''
      return await work()
    } finally {
      server.kill('SIGTERM')
      await ended
    }
  }

  authd(...args: string[]): string {
    return this.#run('authd', args)
  }

  /** Runs `auth` on one of the machines; `input` is what it reads from stdin. */
  auth(machine: string, args: string[], input = ''): string {
    const home = join(this.#home, machine)
    mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 })
    const own = { AUTH_SERVER: this.#url, XDG_CONFIG_HOME: home, XDG_RUNTIME_DIR: join(home, 'run') }
    return this.#run('auth', args, own, input)
  }

  #run(program: string, args: string[], env: NodeJS.ProcessEnv = {}, input = ''): string {
    const words = ['--import', unnamed, join(this.#programs, `${program}.js`), ...args]
    const options = { env: { ...this.#env, ...env }, input, encoding: 'utf8', stdio: 'pipe' } as const
    return execFileSync(process.execPath, words, options)
  }

  logIn(machine: string, email: string): void {
    this.auth(machine, ['login', '--email', email, '--password-stdin'], `${password}\n`)
  }

  /** The code in the newest letter to this address. */
  codeOf(email: string): string {
    return /^[A-Z0-9]{6}$/m.exec(this.authd('mail', 'show', '--to', email))?.[0] ?? ''
  }

  /** The refresh token that a machine keeps. */
  refreshToken(machine: string): string {
    const read = (name: string) => readFileSync(join(this.#home, machine, 'latchkey', name), 'utf8')
    const { credential } = JSON.parse(read('config.json')).profiles.default
    return /v1\.[^"]+/.exec(read(`credentials/${credential}.json`))?.[0] ?? ''
  }

  /** What `auth` does not do for people. */
  async ask(path: string, init: RequestInit): Promise<string> {
    const answer = await fetch(this.#url + path, init)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`)
    return text
  }
}
