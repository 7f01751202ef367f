import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openTerminal, type TerminalSession, type TerminalSize } from './terminal.ts'

export const authProgram = join(import.meta.dirname, '../../bin/auth.js')

/** Where files outlive a reboot (FHS 3.0 §5.15), whatever memory the tests' own folder lies in. */
export const lasting = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  /** Standard input; closed at once where there is none. */
  input?: string | Buffer
  env?: NodeJS.ProcessEnv
}

/** A user's machine: a home of its own, nothing in it, and the real `auth` as separate processes. */
export class Machine {
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  readonly folder: string
  readonly #children = new Set<ChildProcess>()

  constructor(env: NodeJS.ProcessEnv = {}, parent = tmpdir()) {
    this.home = mkdtempSync(join(parent, 'latchkey-home-'))
    this.folder = join(this.home, 'config', 'latchkey')
    const runtime = join(this.home, 'run')
    mkdirSync(runtime, { mode: 0o700 })
    this.env = {
      PATH: process.env.PATH,
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, 'config'),
      XDG_RUNTIME_DIR: runtime,
      TERM: 'xterm',
      ...env,
    }
  }

  /** Runs `auth` without a terminal. */
  auth(args: string[], options: RunOptions = {}): Promise<Outcome> {
    return this.start(args, options).outcome
  }

  /** Starts `auth` without a terminal, to be signalled meanwhile. */
  start(
    args: string[],
    { input = '', env }: RunOptions = {},
  ): { outcome: Promise<Outcome>; child: ChildProcess } {
    const child = spawn(process.execPath, [authProgram, ...args], { env: { ...this.env, ...env } })
    this.#children.add(child)
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    const outcome = new Promise<Outcome>((resolve) => {
      let stdout = ''
      let stderr = ''
      child.stdout.on('data', (data) => {
        stdout += data
      })
      child.stderr.on('data', (data) => {
        stderr += data
      })
      child.on('close', (code) => resolve({ code, stdout, stderr }))
    })
    return { outcome, child }
  }

  /** Runs `auth` on a pseudo-terminal. */
  terminal(args: string[], env: NodeJS.ProcessEnv = {}, size: TerminalSize = {}): TerminalSession {
    return openTerminal(process.execPath, [authProgram, ...args], { ...this.env, ...env }, size)
  }

  /** Runs a line of shell on a pseudo-terminal, where `auth` is our program. */
  shell(line: string, env: NodeJS.ProcessEnv = {}): TerminalSession {
    const script = `auth() { "${process.execPath}" "${authProgram}" "$@"; }; ${line}`
    return openTerminal('/bin/sh', ['-c', script], { ...this.env, ...env })
  }

  /** The text of one of our files. */
  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8')
  }

  readJson(name: string) {
    return JSON.parse(this.read(name))
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }

  /** The lines of the journal. */
  journal(): Record<string, unknown>[] {
    const lines = this.read('journal.jsonl').split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line))
  }

  /** Every file of ours with its text, to tell that nothing changed; but for the journal, which notes just that. */
  files(): Record<string, string> {
    if (!existsSync(this.folder)) return {}
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile() && entry.name !== 'journal.jsonl')
      .map((entry) => join(entry.parentPath, entry.name))
    return Object.fromEntries(
      paths.sort().map((path) => [path.slice(this.folder.length + 1), readFileSync(path, 'utf8')]),
    )
  }

  remove(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    rmSync(this.home, { recursive: true, force: true })
  }
}
