import type { Paint } from '../terminal.ts'

/** A string, a sign, or a number or word. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs
/** Deeper, the indentation would outgrow the text. */
const deepest = 100

/**
 * JSON in its shape; undefined for what is none. The text itself is taken apart, not its value: numbers beyond what
 * JavaScript can hold, and names that come twice, are shown as they were sent.
 */
export function prettyJson(text: string, paint: Paint): string | undefined {
  if (!isJson(text)) return undefined
  const tokens = text.match(token) ?? []
  const pieces: string[] = []
  let depth = 0
  for (const [index, each] of tokens.entries()) {
    const [before = '', after = ''] = [tokens[index - 1], tokens[index + 1]]
    const isEmpty = (opens(before) && closes(each)) || (opens(each) && closes(after))
    if (closes(each)) depth -= 1
    if (closes(each) && !isEmpty) pieces.push(lineAt(depth))
    if (opens(each)) depth += 1
    if (depth > deepest) return undefined
    pieces.push(shown(each, after, paint))
    if (each === ',' || (opens(each) && !isEmpty)) pieces.push(lineAt(depth))
  }
  return pieces.join('')
}

function shown(each: string, after: string, paint: Paint): string {
  if (each === ':') return ': '
  if (each.startsWith('"')) return paint(each, after === ':' ? 'blue' : 'green')
  if (/^[-\d]/.test(each)) return paint(each, 'yellow')
  return /^[a-z]/.test(each) ? paint(each, 'magenta') : each
}

const opens = (each: string): boolean => each === '{' || each === '['
const closes = (each: string): boolean => each === '}' || each === ']'

function lineAt(depth: number): string {
  return `\n${'  '.repeat(depth)}`
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
