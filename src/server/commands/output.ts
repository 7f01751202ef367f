import { createInterface } from 'node:readline/promises'
import { printable, printableLines } from '../printable.ts'

/** What the host's commands print: data to stdout, words to stderr. */

/** Rows with aligned columns; a line of its own instead where there are none. */
export function printTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  nothing: string,
): void {
  if (rows.length === 0) {
    say(nothing)
    return
  }
  const lines = [header, ...rows].map((cells) => cells.map(printable))
  const widths = header.map((_title, column) => Math.max(...lines.map((cells) => columns(cells[column]))))
  const text = lines.map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columns(cell)))
      .join('  ')
      .trimEnd(),
  )
  process.stdout.write(`${text.join('\n')}\n`)
}

/** Text of several lines as it is, without what would move the cursor. */
export function printText(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`)
}

export function printJson(value: unknown): void {
  const json = JSON.stringify(value, undefined, 2)
  process.stdout.write(`${json.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, escapeJson)}\n`)
}

/** A sentence for the person at the terminal. */
export function say(sentence: string): void {
  process.stderr.write(`${printable(sentence)}\n`)
}

/** Asks on the terminal; Ctrl-C and Ctrl-D mean no. Undefined where there is no terminal to ask on. */
export async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await prompt.question(`${printable(question)} [y/N] `)).trim())
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
    process.stderr.write('\n') // the cursor still stands behind the question
    return false
  } finally {
    prompt.close()
  }
}

function escapeJson(letter: string): string {
  return letter
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

/** How many columns of a terminal a text takes: Korean, Chinese and Japanese letters take two, accents none. */
function columns(text = ''): number {
  const wide = text.match(/[\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\uff01-\uff60]/gu) ?? []
  return [...text.replace(/\p{M}/gu, '')].length + wide.length
}
