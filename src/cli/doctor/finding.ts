import { type ExitCode, exitCodes, type Said, toCliError } from '../errors.ts'

export type Verdict = 'ok' | 'warning' | 'fault' | 'skipped'

/** What one check found. */
export interface Finding {
  /** Stable; programs that read `--json` decide by it. */
  check: string
  verdict: Verdict
  said: Said
  remedy?: Said | undefined
  /** Of a fault. */
  exitCode?: ExitCode
  /** Of a fault that was an error: its own code. */
  code?: string
}

export function ok(said: Said): Omit<Finding, 'check'> {
  return { verdict: 'ok', said }
}

export function warning(said: Said, remedy: Said): Omit<Finding, 'check'> {
  return { verdict: 'warning', said, remedy }
}

export function fault(
  said: Said,
  remedy: Said,
  exitCode: ExitCode = exitCodes.failed,
): Omit<Finding, 'check'> {
  return { verdict: 'fault', said, remedy, exitCode }
}

export function skipped(said: Said): Omit<Finding, 'check'> {
  return { verdict: 'skipped', said }
}

/** An error that a check met is what it found. */
export function faultOf(thrown: unknown): Omit<Finding, 'check'> {
  const { said, saidHint: remedy, exitCode, code } = toCliError(thrown)
  return { verdict: 'fault', said, remedy, exitCode, code }
}

/** The gravest first: a server that is another one is worse than one that is away. */
const gravity: readonly ExitCode[] = [
  exitCodes.untrusted,
  exitCodes.storage,
  exitCodes.offline,
  exitCodes.loginNeeded,
  exitCodes.refused,
]

/** The exit code of all findings together: a warning is none. */
export function worst(findings: readonly Finding[]): ExitCode {
  const codes = findings.flatMap(({ verdict, exitCode }) =>
    verdict === 'fault' ? [exitCode ?? exitCodes.failed] : [],
  )
  if (codes.length === 0) return exitCodes.done
  return gravity.find((code) => codes.includes(code)) ?? exitCodes.failed
}
