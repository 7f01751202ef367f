import { widthOf } from './width.ts'

/**
 * A sentence behind a head, in lines that fit the width; what follows the first line is indented as deep. Words are never
 * cut: a path or an address has to be copied whole.
 */
export function wrap(text: string, head: string, width: number | undefined): string[] {
  const indent = ' '.repeat(widthOf(head))
  const room = (width ?? Number.POSITIVE_INFINITY) - widthOf(head)
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    const longer = `${line} ${word}`
    if (line !== undefined && widthOf(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((line, index) => (index === 0 ? head : indent) + line)
}
