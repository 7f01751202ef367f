import { constants } from 'node:os'

/** What asks the program to end, with the exit code that shells expect: 128 + n. */
export type EndingSignal = readonly [signal: NodeJS.Signals, exitCode: number]

/**
 * A closed terminal and `timeout 5 auth token` must not cost a login. Windows sends nobody a SIGTERM, but Ctrl-Break as
 * SIGBREAK, and the closing of its window as SIGHUP.
 */
export function endingSignals(platform: NodeJS.Platform = process.platform): readonly EndingSignal[] {
  const last = platform === 'win32' ? (['SIGBREAK', 149] as const) : (['SIGTERM', 143] as const)
  return [['SIGINT', 128 + constants.signals.SIGINT], last, ['SIGHUP', 129]]
}
