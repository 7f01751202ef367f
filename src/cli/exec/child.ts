import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes } from '../errors.ts'
import { writeSoon } from '../output.ts'
import { passSignals } from './passed-signals.ts'
import type { TokenMask } from './token-mask.ts'

export interface Command {
  program: string
  args: string[]
  env: Record<string, string>
}

/** Milliseconds of silence after which the letters that a person types are shown. */
export const silence = 20

/**
 * Runs a program without a shell, in our place as far as that goes: its standard streams are ours, and so are signals.
 * With masks its output goes through them. Resolves to the exit code, 128 + n where a signal ended it. Throws a CliError
 * (exit 126, 127) where it cannot be run.
 */
export async function runChild({ program, args, env }: Command, makeMask?: () => TokenMask): Promise<number> {
  const output = makeMask ? 'pipe' : 'inherit'
  // Before it is there, so that no signal falls between; until then they wait for us.
  const release = passSignals({ kill: (signal) => void child.kill(signal), alone: false })
  const child = spawn(program, args, { env, stdio: ['inherit', output, output] })
  try {
    const streams = [pour(child.stdout, 1, makeMask), pour(child.stderr, 2, makeMask)]
    const code = await exitOf(child, program)
    await Promise.all(streams)
    return code
  } finally {
    release()
  }
}

async function pour(
  from: Readable | null,
  to: 1 | 2,
  makeMask: (() => TokenMask) | undefined,
): Promise<void> {
  if (from === null || makeMask === undefined) return
  const mask = makeMask()
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const show = (bytes: Buffer): Promise<unknown> => {
    turn = turn.then(() => writeSoon(to, bytes)).then((read) => read || from.destroy())
    return turn
  }
  try {
    for await (const piece of from as AsyncIterable<Buffer>) {
      clearTimeout(timer)
      await show(mask.push(piece))
      timer = setTimeout(() => void show(mask.glimpse()), silence)
    }
  } catch {
    // Destroyed: nobody reads what we write, and so the child is told by SIGPIPE.
  }
  clearTimeout(timer)
  await show(mask.end())
}

function exitOf(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(cannotRun(program, (error as NodeJS.ErrnoException).code)))
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** The error for a program that could not be started, as env(1) tells it. */
export function cannotRun(program: string, code: string | undefined): CliError {
  if (code === 'ENOENT')
    return new CliError(
      exitCodes.notFound,
      'command_not_found',
      message('There is no program "{program}".', { program }),
      'What only a shell knows needs the shell: `auth exec -- sh -c "…"`.',
    )
  const why = message(code === 'EACCES' ? 'permission denied' : (code ?? 'unknown'))
  return new CliError(
    exitCodes.notRunnable,
    'command_not_runnable',
    message('{program} cannot be run: {why}.', { program, why }),
    undefined,
  )
}
