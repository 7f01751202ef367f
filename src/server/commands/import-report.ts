import type { BatchOutcome } from '../accounts/transfer/account-import.ts'
import type { LineFault } from '../accounts/transfer/account-row.ts'
import { printJson, say } from './output.ts'
import { counted, formatCount, noProgress, type Progress, startProgress } from './progress.ts'

interface ReportOptions {
  json?: boolean
  dryRun?: boolean
}

/** What an import tells: each bad line in the order of the file, and at the end how many of each kind. */
export class ImportReport {
  readonly progress: Progress
  readonly #path: string
  readonly #options: ReportOptions
  readonly #begun = performance.now()
  /** For `--json`, which is told at the end. */
  readonly #errors: LineFault[] = []
  #added = 0
  #alreadyThere = 0
  #failed = 0
  #linesRead = 0

  constructor(path: string, options: ReportOptions) {
    this.#path = path
    this.#options = options
    this.progress = options.json ? noProgress : startProgress(process.stderr)
  }

  get failed(): number {
    return this.#failed
  }

  count(outcome: BatchOutcome, batch: { faults: readonly LineFault[]; lastLine: number }): void {
    const faults = [...batch.faults, ...outcome.faults].sort((one, other) => one.line - other.line)
    this.#added += outcome.added
    this.#alreadyThere += outcome.alreadyThere
    this.#failed += faults.length
    this.#linesRead = batch.lastLine
    if (faults.length === 0) return
    this.progress.clear()
    for (const fault of faults) {
      if (this.#options.json) this.#errors.push(fault)
      else say(`Line ${fault.line}: ${fault.reason}.`)
    }
  }

  counts() {
    return {
      added: this.#added,
      already_there: this.#alreadyThere,
      failed: this.#failed,
      lines_read: this.#linesRead,
    }
  }

  finish(isInterrupted: boolean): void {
    const seconds = Math.round(performance.now() - this.#begun) / 1000
    const { json, dryRun = false } = this.#options
    if (json) {
      const interrupted = isInterrupted ? { interrupted: true } : {}
      printJson({ ...this.counts(), dry_run: dryRun, ...interrupted, seconds, errors: this.#errors })
      return
    }
    if (isInterrupted) say(this.#describeEnd('Interrupted'))
    const verb = dryRun ? 'Would add' : 'Added'
    const there = `${formatCount(this.#alreadyThere)} ${this.#alreadyThere === 1 ? 'was' : 'were'} there already`
    const failed = `${counted(this.#failed, 'line')} ${this.#failed === 1 ? 'was' : 'were'} not taken`
    say(`${verb} ${counted(this.#added, 'account')} in ${seconds.toFixed(1)} s; ${there}, ${failed}.`)
  }

  /** Says how far it got before an error that is told next. */
  stop(): void {
    this.progress.clear()
    if (this.#linesRead > 0 && !this.#options.json) say(this.#describeEnd('Stopped'))
  }

  #describeEnd(word: string): string {
    const where = `${word} after line ${formatCount(this.#linesRead)} of ${this.#path === '-' ? 'standard input' : this.#path}`
    return this.#options.dryRun
      ? `${where}.`
      : `${where}; what was added stays, and the same command goes on from there.`
  }
}
