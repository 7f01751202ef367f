import { isUtf8 } from 'node:buffer'

/** Bytes; no account needs a hundredth of it, and a file without line breaks must not fill the memory. */
export const longestLine = 65_536

/** One line of a file, without its line break. */
export interface Line {
  /** From 1. */
  number: number
  /** `fault` where the line cannot be read; what follows it can. */
  content: { text: string } | { fault: string }
}

const lineFeed = 0x0a
const byteOrderMark = '\ufeff'

/** Splits a stream of bytes at line feeds; keeps a carriage return before one. Holds no more than one line in memory. */
export async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let size = 0
  let number = 0
  const keep = (part: Buffer) => {
    size += part.length
    if (size <= longestLine) parts.push(part)
    else parts = []
  }
  const finish = (): Line => {
    number++
    const content = size > longestLine ? tooLong : decode(Buffer.concat(parts), number)
    parts = []
    size = 0
    return { number, content }
  }
  for await (const chunk of source) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end))
      yield finish()
      start = end + 1
    }
    keep(chunk.subarray(start))
  }
  if (size > 0) yield finish()
}

const tooLong = { fault: `the line is longer than ${longestLine} bytes` }

function decode(bytes: Buffer, number: number): Line['content'] {
  if (!isUtf8(bytes)) return { fault: 'the line is not UTF-8' }
  const text = bytes.toString()
  return { text: number === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text }
}
