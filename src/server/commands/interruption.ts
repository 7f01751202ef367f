/** Ctrl-C ends a long command between two of its steps; a second one ends it at once. */
export interface Interruption {
  signal: AbortSignal
  /** Gives the key its usual meaning back. */
  release(): void
}

export const interruptedExitCode = 130

export function watchInterruption(): Interruption {
  const controller = new AbortController()
  const stop = () => controller.abort()
  process.once('SIGINT', stop)
  return { signal: controller.signal, release: () => process.off('SIGINT', stop) }
}
