import type { WriteStream } from 'node:tty'

/** How far a long command is. */
export interface Position {
  lines: number
  /** Read so far. */
  bytes: number
  /** Of the whole file; undefined where that is not known. */
  totalBytes: number | undefined
  /** What the lines are, where they are none: `rows`. */
  noun?: string
}

/** Tells a person on stderr how far a long command is: a bar on a terminal, now and then a line elsewhere. */
export interface Progress {
  /** May be called at every line; draws only now and then. */
  show(position: Position): void
  /** Takes the bar away, so that other text can be written. */
  clear(): void
}

export const noProgress: Progress = { show: () => {}, clear: () => {} }

/** Milliseconds between two of them. */
const redrawInterval = 100
const lineInterval = 5_000

export function startProgress(stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>): Progress {
  const begun = performance.now()
  const hasBar = stream.isTTY && process.env.TERM !== 'dumb'
  const interval = hasBar ? redrawInterval : lineInterval
  let next = begun + interval
  let isDrawn = false
  return {
    show: (position) => {
      const now = performance.now()
      if (now < next) return
      next = now + interval
      const words = describeProgress(position, now - begun)
      if (hasBar) stream.write(`\r${renderBar(position, words, stream.columns)}\x1b[K`)
      else stream.write(`${words}\n`)
      isDrawn = hasBar
    },
    clear: () => {
      if (isDrawn) stream.write('\r\x1b[K')
      isDrawn = false
    },
  }
}

/** `elapsed` in ms. */
export function describeProgress(
  { lines, bytes, totalBytes, noun = 'lines' }: Position,
  elapsed: number,
): string {
  const rate = `${formatCount(Math.round((lines / elapsed) * 1000))}/s`
  if (!totalBytes) return `${formatCount(lines)} ${noun}, ${rate}`
  const share = bytes / totalBytes
  const left = formatDuration(((1 - share) * elapsed) / share)
  const percent = `${Math.floor(share * 100)} %`.padStart(5)
  return `${percent}  ${formatCount(lines)} ${noun}, ${rate}, ${left} left`
}

const widestBar = 40

/** Columns kept for the words, so that the bar does not change its width with them. */
const wordsWidth = 46

/** ASCII, for the block letters take two columns on some Korean and Chinese terminals. Never as wide as the line. */
function renderBar({ bytes, totalBytes }: Position, words: string, columns = 80): string {
  const room = Math.min(widestBar, columns - Math.max(words.length, wordsWidth) - 4)
  if (!totalBytes || room < 5) return words.slice(0, columns - 1)
  const full = Math.floor((bytes / totalBytes) * room)
  return `[${'#'.repeat(full)}${'.'.repeat(room - full)}] ${words}`
}

/** Of a long command that goes through a known number of rows, or of something else. */
export function rowsDone(done: number, all: number, noun = 'rows'): Position {
  return { lines: done, bytes: done, totalBytes: all, noun }
}

export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 row`, `2,000 rows`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

function formatDuration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
