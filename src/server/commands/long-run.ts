import { interruptedExitCode, watchInterruption } from './interruption.ts'
import { say } from './output.ts'
import { noProgress, type Progress, startProgress } from './progress.ts'

/** What a long command may need: a bar, and to know when it should end. */
export interface LongRun {
  progress: Progress
  signal: AbortSignal
}

/** Runs it with a bar; Ctrl-C ends it with 130 and this sentence, and undefined. */
export async function runLong<T>(
  { json }: { json?: boolean },
  interrupted: string,
  work: (run: LongRun) => Promise<T>,
): Promise<T | undefined> {
  const interruption = watchInterruption()
  const progress = json ? noProgress : startProgress(process.stderr)
  try {
    return await work({ progress, signal: interruption.signal })
  } catch (error) {
    if (!interruption.signal.aborted) throw error
    progress.clear()
    process.exitCode = interruptedExitCode
    say(interrupted)
    return undefined
  } finally {
    progress.clear()
    interruption.release()
  }
}
