import { spawnSync } from 'node:child_process'
import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CliError, exitCodes } from '../errors.ts'
import { writeOut } from '../output.ts'
import { type Command, cannotRun, silence } from './child.ts'
import { passSignals } from './passed-signals.ts'
import type { TokenMask } from './token-mask.ts'

type Library = typeof import('@lydell/node-pty')
type Terminal = ReturnType<Library['spawn']>

/**
 * Runs a program on a terminal of its own between it and ours, so that it keeps colours, prompts and full screens while
 * its output goes through the mask. Our terminal is raw meanwhile: each key is the child's, Ctrl-C too. Resolves and
 * throws as `runChild` does.
 */
export async function runOnTerminal(
  { spawn }: Library,
  { program, args, env }: Command,
  mask: TokenMask,
): Promise<number> {
  const path = findProgram(program, env)
  const size = { cols: process.stdout.columns, rows: process.stdout.rows }
  const release = passSignals({
    alone: true,
    kill: (signal) => send(terminal, signal),
    beforeStop: () => process.stdin.setRawMode(false),
    afterStop: () => {
      makeRaw()
      adapt(terminal)
    },
  })
  const terminal = spawn(path, args, { ...size, env, cwd: process.cwd(), encoding: null })
  holdOpen(terminal)
  const free = connect(terminal)
  try {
    return await show(terminal, mask)
  } finally {
    release()
    free()
  }
}

/** Throws a CliError where it is not installed: npm goes on without it where there is no binary for the machine. */
export async function loadPseudoTerminals(): Promise<Library> {
  try {
    return await import('@lydell/node-pty')
  } catch (error) {
    throw new CliError(
      exitCodes.failed,
      'no_pseudo_terminal',
      '--mask needs a pseudo-terminal, and the library for it (@lydell/node-pty) is not installed on this machine.',
      'Send the output through a pipe, where it is masked without one: `auth exec --mask … | cat`.',
      error,
    )
  }
}

function connect(terminal: Terminal): () => void {
  const { stdin, stdout } = process
  const type = (keys: Buffer): void => terminal.write(keys as unknown as string)
  const resize = (): void => adapt(terminal)
  makeRaw()
  stdin.on('data', type).resume()
  stdout.on('resize', resize)
  return () => {
    stdout.removeListener('resize', resize)
    stdin.removeListener('data', type).pause().setRawMode(false)
  }
}

/**
 * A program that closes its streams just before it exits, as cat(1) does, would be hung up on in between: the library takes
 * its last stream's end for its own and closes the terminal. So we keep one open until the program has ended, which the
 * library shows by listening for the close; did it not, the exit would merely come 200 ms later.
 */
function holdOpen(terminal: Terminal): void {
  const { ptsName } = terminal as Terminal & { ptsName: string }
  const events = terminal as unknown as NodeJS.EventEmitter
  const held = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY)
  const release = (name: string): void => {
    if (name !== 'close') return
    events.removeListener('newListener', release)
    closeSync(held)
  }
  events.on('newListener', release)
}

/** Node's raw mode still writes a CR before each LF, which a full screen does not mean; stty(1) takes that away, too. */
function makeRaw(): void {
  process.stdin.setRawMode(true)
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] })
}

function show(terminal: Terminal, mask: TokenMask): Promise<number> {
  let timer: NodeJS.Timeout | undefined
  terminal.onData((data) => {
    clearTimeout(timer)
    writeOut(1, mask.push(data as unknown as Buffer))
    timer = setTimeout(() => writeOut(1, mask.glimpse()), silence)
  })
  return new Promise((resolve) => {
    terminal.onExit(({ exitCode, signal }) => {
      clearTimeout(timer)
      writeOut(1, mask.end())
      resolve(signal ? 128 + signal : exitCode)
    })
  })
}

/** The size of our terminal for the child's; it may be gone by then. */
function adapt(terminal: Terminal): void {
  try {
    terminal.resize(process.stdout.columns, process.stdout.rows)
  } catch {
    // The child has ended meanwhile.
  }
}

function send({ pid }: Terminal, signal: NodeJS.Signals): void {
  try {
    // The whole group, as a terminal would: the library's own `kill` would reach its leader alone.
    process.kill(-pid, signal)
  } catch {
    // The child has ended meanwhile.
  }
}

/** The program's file, as execvp(3) looks for it: the library would tell a missing one by a line of output and exit 1. */
function findProgram(program: string, env: Record<string, string>): string {
  const places = program.includes('/') ? [''] : (env.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter)
  const faults = new Set<string | undefined>()
  for (const place of places) {
    const path = place === '' ? program : join(place, program)
    try {
      accessSync(path, constants.X_OK)
      if (statSync(path).isFile()) return path
      faults.add('EACCES')
    } catch (error) {
      faults.add((error as NodeJS.ErrnoException).code)
    }
  }
  throw cannotRun(program, faults.has('EACCES') ? 'EACCES' : 'ENOENT')
}
