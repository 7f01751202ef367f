import { isForeground } from '../platform/foreground.ts'

/** What a child is to be told of; a second and a third time, too. */
const passed = [
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGCONT',
] as const

/** Those that a terminal sends to all of its foreground programs. */
const fromKeyboard: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGWINCH', 'SIGTSTP']

export interface SignalTarget {
  /** Sends one to the child. */
  kill(signal: NodeJS.Signals): void
  /** True where the child has a terminal of its own, so that nobody but us tells it. */
  alone: boolean
  /** Called before we stop and after we go on again. */
  beforeStop?(): void
  afterStop?(): void
}

/** Passes signals on until the returned function is called; this process itself survives them as long. */
export function passSignals(target: SignalTarget): () => void {
  const pass = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGCONT') target.afterStop?.()
    const heardAlready = !target.alone && fromKeyboard.includes(signal) && isForeground()
    if (!heardAlready) target.kill(signal)
  }
  const stop = (): void => {
    target.beforeStop?.()
    // An orphaned process group ignores SIGTSTP (POSIX, General Terminal Interface), and a terminal of its own makes one.
    pass(target.alone ? 'SIGSTOP' : 'SIGTSTP')
    process.kill(process.pid, 'SIGSTOP')
  }
  for (const signal of passed) process.on(signal, pass)
  process.on('SIGTSTP', stop)
  return () => {
    for (const signal of passed) process.removeListener(signal, pass)
    process.removeListener('SIGTSTP', stop)
  }
}
