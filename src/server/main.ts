import { StoreError } from '../../db/store-error.ts'
import { HostError } from './host-error.ts'
import { createProgram, readUsageError } from './program.ts'

/** Runs `authd`; the only catch. Sets the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(argv: string[]): Promise<void> {
  process.umask(0o077) // the database and its side files are nobody else's
  try {
    await createProgram().parseAsync(argv)
  } catch (error) {
    process.exitCode = report(error, argv.includes('--json'))
  }
}

interface Fault {
  code: string
  message: string
  hint: string
  exitCode: number
}

function report(error: unknown, asJson: boolean): number {
  const fault = describe(error)
  if (!fault) return 0
  const { exitCode, ...told } = fault
  const lines = asJson
    ? JSON.stringify({ error: told })
    : `authd: error: ${fault.message}\nauthd: hint: ${fault.hint}`
  process.stderr.write(`${lines}\n`)
  return exitCode
}

/** Undefined where everything has been said: help, version. */
function describe(error: unknown): Fault | undefined {
  if (error instanceof HostError)
    return { code: 'host', message: error.message, hint: error.hint, exitCode: 1 }
  const usage = readUsageError(error)
  if (usage) return usage.message ? { code: 'usage', exitCode: 2, ...usage } : undefined
  if (error instanceof StoreError) {
    return { code: 'store', message: error.message, hint: 'check the database, then try again', exitCode: 1 }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message, hint: 'this is a fault of authd; please report it', exitCode: 1 }
}
