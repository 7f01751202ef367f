import { writeOut } from '../output.ts'
import { cutTo } from './width.ts'

/** Waiting shorter than this goes unnoticed. Milliseconds. */
const noticeable = 100
const frameTime = 80

const frames = { utf8: [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'], ascii: ['-', '\\', '|', '/'] }

export interface SpinnerOptions {
  utf8: boolean
  color: boolean
  /** Without the pause: for work that may hold up the event loop, timers and all. */
  atOnce?: boolean
  /** Says it on a line of its own, where the terminal does not know how to go back in one. */
  sayOnce?: (words: string) => void
}

export interface Spinner {
  /** Makes room for other words; it comes back behind them. */
  clear(): void
  stop(): void
}

/**
 * Shows that something goes on, once that takes noticeably long. It never hides the cursor but leaves it where the line
 * begins, so that there is nothing to bring back, however the program ends; and it cuts its words, since what wraps
 * cannot be wiped away.
 */
export function startSpinner(words: () => string, { utf8, color, atOnce, sayOnce }: SpinnerOptions): Spinner {
  const pictures = utf8 ? frames.utf8 : frames.ascii
  let turn = 0
  let shown = false
  const draw = () => {
    const frame = pictures[turn % pictures.length] ?? ''
    turn += 1
    shown = true
    writeOut(
      2,
      `\r\x1b[K${color ? `\x1b[36m${frame}\x1b[39m` : frame} ${cutTo(words(), (process.stderr.columns || 80) - 3)}\r`,
    )
  }
  const clear = () => {
    if (shown) writeOut(2, '\r\x1b[K')
    shown = false
  }
  const begin = () => {
    if (sayOnce) return sayOnce(words())
    draw()
    timer = setInterval(draw, frameTime)
  }
  let timer = setTimeout(begin, noticeable)
  if (atOnce && !sayOnce) draw()
  process.once('exit', clear)
  return {
    clear,
    stop: () => {
      clearTimeout(timer)
      process.removeListener('exit', clear)
      clear()
    },
  }
}
