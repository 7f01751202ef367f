import type { Context } from './context.ts'
import { type ExitCode, exitCodes, toCliError } from './errors.ts'
import { loadCatalogue, spokenLanguage } from './language.ts'
import { endingSignals } from './platform/signals.ts'
import { run } from './program.ts'
import { Interruptions } from './session/interruptions.ts'
import { Terminal } from './terminal.ts'

/** Runs `auth` with the process's arguments. The only catch: prints the error, and leaves with the exit code. */
export async function main(argv: string[]): Promise<void> {
  let signalCode: number = exitCodes.interrupted
  const interruptions = new Interruptions(() => process.exit(signalCode))
  for (const [signal, code] of endingSignals()) {
    process.on(signal, () => {
      signalCode = code
      interruptions.signal()
    })
  }
  const loadWords = () => loadCatalogue(spokenLanguage(process.env))
  let context: Context | undefined
  let exitCode: ExitCode
  try {
    exitCode = await run(argv, { interruptions, loadWords }, (made) => {
      context = made
    })
  } catch (thrown) {
    const error = toCliError(thrown, context?.command)
    const terminal = context?.terminal ?? bareTerminal(argv)
    terminal.speak(await loadWords())
    await terminal.fail(error)
    if (error.code === 'internal' && thrown instanceof Error) terminal.trace(thrown.stack ?? '')
    exitCode = error.exitCode
  }
  // Not left to the event loop: a keychain that hangs, or a pipe that stays open, must not keep the process alive.
  process.exit(exitCode)
}

/** For an error in the flags themselves, before they could say how errors are to look. */
function bareTerminal(argv: string[]): Terminal {
  const [json, color] = [argv.includes('--json'), !argv.includes('--no-color')]
  return new Terminal({
    json,
    color,
    quiet: false,
    verbose: false,
    input: false,
    env: process.env,
  })
}
