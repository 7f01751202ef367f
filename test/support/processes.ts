import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { loadConfig } from '../../src/server/config.ts'
import { type Host, openHost } from '../../src/server/host.ts'
import { listLetters } from '../../src/server/mail/outbox.ts'
import { Machine, type Outcome } from './machine.ts'
import { seedSigningKeys } from './signing-keys.ts'
import { openTerminal, type TerminalSession } from './terminal.ts'

export type { Outcome } from './machine.ts'

export const authdProgram = join(import.meta.dirname, '../../bin/authd.js')

/** A real `authd serve` that has said where it listens. */
export interface RunningAuthd {
  url: string
  port: number
  /** Every line of the log so far. A line that is no JSON throws. */
  log(): LogLine[]
  /** Resolves to the first line with this message; rejects after 10 s. */
  logged(message: string): Promise<LogLine>
  /** Sends a signal, by default SIGTERM, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>
  ended: Promise<Outcome>
  child: ChildProcess
}

export interface LogLine {
  level: string
  time: string
  msg: string
  [field: string]: unknown
}

export interface AuthdOptions {
  env?: NodeJS.ProcessEnv
  /** What runs it: a program and its arguments, before node and `authd`. */
  through?: string[]
}

export interface ServeOptions extends AuthdOptions {
  /**
   * As the second start of a house on SQLite: what the first one makes, its schema and its keys, is there. For set-up, since
   * making an RSA key takes longer than all else of a start.
   */
  again?: boolean
}

/** The machine that a server runs on: a home and a data directory of its own, and the real `authd`. */
export class ServerHost {
  readonly home = mkdtempSync(join(tmpdir(), 'latchkey-host-'))
  readonly dataDir = join(this.home, 'data')
  readonly env: NodeJS.ProcessEnv
  readonly #children = new Set<ChildProcess>()

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.env = {
      PATH: process.env.PATH,
      HOME: this.home,
      TERM: 'xterm',
      AUTHD_DATA_DIR: this.dataDir,
      AUTHD_LISTEN: '127.0.0.1:0',
      AUTHD_BCRYPT_COST: '4',
      ...env,
    }
  }

  /** Runs `authd` to its end, without a terminal. */
  authd(args: string[], options: AuthdOptions = {}): Promise<Outcome> {
    return this.start(args, options).ended
  }

  /** Runs `authd … --json` and reads its answer; throws unless it ended with 0 and said nothing else. */
  async json(args: string[], options: AuthdOptions = {}) {
    const { code, stdout, stderr } = await this.authd([...args, '--json'], options)
    if (code !== 0) throw new Error(`authd ${args.join(' ')} ended with ${code}: ${stderr}`)
    return JSON.parse(stdout)
  }

  /** Runs `authd` on a pseudo-terminal. */
  terminal(args: string[]): TerminalSession {
    return openTerminal(process.execPath, [authdProgram, ...args], this.env)
  }

  /** Starts `authd serve` and waits until it listens. */
  async serve({ again = false, ...options }: ServeOptions = {}): Promise<RunningAuthd> {
    if (again) await this.#prepare()
    const { child, ended, output } = this.start(['serve'], options)
    await until('authd listens', () => output.stdout.includes('\n') || child.exitCode !== null)
    const [, url] = /^authd listening on (\S+)\n$/.exec(output.stdout) ?? []
    if (!url) throw new Error(`authd did not start: ${output.stdout}${output.stderr}`)
    const log = () =>
      output.stderr
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as LogLine)
    return {
      url,
      port: Number(new URL(url).port),
      log,
      logged: (message) => until(`the log says "${message}"`, () => log().find(({ msg }) => msg === message)),
      stop: (signal = 'SIGTERM') => {
        child.kill(signal)
        return ended
      },
      ended,
      child,
    }
  }

  async #prepare(): Promise<void> {
    mkdirSync(this.dataDir, { mode: 0o700 })
    const file = join(this.dataDir, 'authd.db')
    copyFileSync(inject('sqliteTemplate'), file)
    chmodSync(file, 0o600)
    await this.#withStore(({ db, secret }) => seedSigningKeys(db, secret, Date.now()))
  }

  /** Works on the store as `authd` would, without a process for it. */
  async #withStore<T>(work: (host: Host) => Promise<T>): Promise<T> {
    const host = await openHost(loadConfig({ env: this.env, flags: {} }))
    return work(host).finally(() => host.db.destroy())
  }

  /** The code in the newest letter to this address, as `authd mail show` reads it; without a process for each. */
  async readCode(email: string): Promise<string> {
    const letters = await this.#withStore(({ db, secret }) =>
      listLetters(db, secret, { to: email, limit: 1 }, Date.now()),
    )
    const [code] = /^[A-Z0-9]{6}$/m.exec(letters[0]?.text ?? '') ?? []
    if (!code) throw new Error(`no code for ${email}`)
    return code
  }

  /** Starts `authd` with any command, to be signalled or read meanwhile. */
  start(args: string[], { env, through = [] }: AuthdOptions = {}) {
    const [program = process.execPath, ...rest] = [...through, process.execPath, authdProgram, ...args]
    const child = spawn(program, rest, { env: { ...this.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#children.add(child)
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output.stderr += text
    })
    const ended = new Promise<Outcome>((resolve) => {
      child.on('close', (code) => resolve({ code, ...output }))
    })
    return { child, ended, output }
  }

  remove(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    // What was killed may still be writing.
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

/** A host that is removed, with everything that runs on it, when the test ends. */
export function createHost(env: NodeJS.ProcessEnv = {}): ServerHost {
  const host = new ServerHost(env)
  onTestFinished(() => host.remove())
  return host
}

/** A user's machine that knows this server; removed when the test ends. */
export function createMachine(server: { url: string }, env: NodeJS.ProcessEnv = {}): Machine {
  const machine = new Machine({ AUTH_SERVER: server.url, ...env })
  onTestFinished(() => machine.remove())
  return machine
}

export const password = 'correct horse battery'

/** Registers over the wire; throws unless it was acknowledged. */
export async function register(url: string, email: string, headers: Record<string, string> = {}) {
  return post(`${url}/auth/register`, { email, password }, 201, headers)
}

/** Registers, verifies and logs in over the wire. */
export async function signIn(
  host: ServerHost,
  url: string,
  email: string,
): Promise<{ access_token: string; refresh_token: string }> {
  await register(url, email)
  const verification_code = await host.readCode(email)
  await post(`${url}/auth/register/verification_code`, { email, verification_code }, 200)
  return post(`${url}/auth/login`, { email, password }, 200)
}

async function post(url: string, body: unknown, wanted: number, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/json' }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...type, ...headers },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (answer.status !== wanted) throw new Error(`${url} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

export interface RawAnswer {
  /** Everything the server sent until it closed, or until `patience` ran out. */
  text: string
  /** Whether the server closed the connection. */
  closed: boolean
  /** Milliseconds from the first byte sent. */
  after: number
}

/** Bytes to write, a pause in ms, what must have come from the server before the next part, or something to do. */
export type Part = string | number | RegExp | (() => unknown)

/** Writes to a port, part after part, and reads until the server closes. */
export function exchange(port: number, parts: readonly Part[], patience = 5_000): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const begun = Date.now()
    let text = ''
    const socket = connect(port, '127.0.0.1', () => void play().catch(reject))
    const play = async () => {
      for (const part of parts) {
        if (typeof part === 'string') socket.write(part)
        else if (typeof part === 'number') await pause(part)
        else if (part instanceof RegExp) await until(`the server sends ${part}`, () => part.test(text))
        else await part()
      }
    }
    const finish = (closed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text, closed, after: Date.now() - begun })
    }
    const timer = setTimeout(() => finish(false), patience)
    socket.setEncoding('latin1').on('data', (data) => {
      text += data
    })
    socket.on('error', () => {}) // `close` follows
    socket.on('close', () => finish(true))
  })
}

/** Asks every 20 ms; rejects after `patience` ms. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  patience = 10_000,
): Promise<Exclude<T, undefined | false | null>> {
  for (const limit = Date.now() + patience; Date.now() < limit; await pause(20)) {
    const answer = await ask()
    if (answer !== undefined && answer !== false && answer !== null) {
      return answer as Exclude<T, undefined | false | null>
    }
  }
  throw new Error(`waited ${patience} ms in vain until ${what}`)
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** A folder inside a host's home. */
export function makeFolder(host: ServerHost, name: string, mode = 0o700): string {
  const folder = join(host.home, name)
  mkdirSync(folder, { mode })
  return folder
}
