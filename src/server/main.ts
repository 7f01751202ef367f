import { StoreError } from '../../db/store-error.ts'
import { ConfigError, errorCode, HostError, UsageError } from './host-error.ts'
import { printableLines } from './printable.ts'
import { runProgram } from './program.ts'

/** Runs `authd`; the only catch. Sets the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(argv: string[]): Promise<void> {
  process.umask(0o077) // the database and its side files are nobody else's
  const asJson = argv.includes('--json')
  surviveClosedPipes(asJson)
  try {
    await runProgram(argv)
  } catch (error) {
    process.exitCode = report(error, asJson)
  }
}

/** `authd mail list | head -1`: a reader that has seen enough is no fault, and must never end a server. */
function surviveClosedPipes(asJson: boolean): void {
  process.stdout.on('error', (error) => {
    if (errorCode(error) !== 'EPIPE') process.exitCode = report(error, asJson)
  })
  process.stderr.on('error', () => {})
}

interface Fault {
  code: string
  message: string
  hint: string | undefined
  exitCode: number
}

function report(error: unknown, asJson: boolean): number {
  const { exitCode, ...told } = describe(error)
  const hint = told.hint === undefined ? '' : `\nauthd: hint: ${told.hint}`
  const lines = asJson
    ? JSON.stringify({ error: { ...told, hint: told.hint ?? null } })
    : printableLines(`authd: error: ${told.message}${hint}`)
  process.stderr.write(`${lines}\n`)
  return exitCode
}

function describe(error: unknown): Fault {
  if (error instanceof UsageError || (error instanceof ConfigError && error.isUsage))
    return { code: 'usage', message: error.message, hint: error.hint, exitCode: 2 }
  if (error instanceof HostError)
    return { code: 'host', message: error.message, hint: error.hint, exitCode: 1 }
  if (error instanceof StoreError) {
    return {
      code: 'store',
      message: error.message,
      hint: 'Look after the database, then try again.',
      exitCode: 1,
    }
  }
  const why = error instanceof Error ? error.message : String(error)
  const hint = 'This is a fault of authd itself; please report it.'
  return { code: 'internal', message: `Unexpected: ${why}`, hint, exitCode: 1 }
}
