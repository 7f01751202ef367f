import { message } from '../protocol/messages.ts'
import { CliError, exitCodes, type Said } from './errors.ts'

/** Far above any password; a whole file piped in by mistake is refused instead of read. Bytes. */
const longestInput = 64 * 1024

/**
 * Reads as many lines of standard input as there are names, each without its line end. Each name says in an error what
 * was missing ("the current password"). A line that is missing, empty, too long or no UTF-8 is a CliError (exit 2).
 */
export async function readStdinLines(names: readonly string[]): Promise<string[]> {
  const lines = await splitInput(names.length)
  return names.map((name, index) => decode(lines[index], name))
}

async function splitInput(wanted: number): Promise<Buffer[]> {
  const lines: Buffer[] = []
  let rest = Buffer.alloc(0)
  // The pipe may stay open after what we need has come, so reading stops at the last wanted line, not at the end.
  for await (const chunk of process.stdin) {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end !== -1 && lines.length < wanted; end = rest.indexOf(10)) {
      lines.push(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
    }
    if (lines.length === wanted) return lines
    if (rest.length > longestInput) throw inputError('Standard input has a line of more than 64 KiB.')
  }
  return rest.length > 0 ? [...lines, rest] : lines
}

function decode(line: Buffer | undefined, name: string): string {
  if (line === undefined)
    throw inputError(message('Standard input ended before {name}.', { name: message(name) }))
  const bare = line.at(-1) === 13 ? line.subarray(0, -1) : line
  if (bare.length === 0)
    throw inputError(
      message('Standard input has an empty line where {name} belongs.', { name: message(name) }),
    )
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bare)
  } catch {
    throw inputError(message('Standard input is not UTF-8 where {name} belongs.', { name: message(name) }))
  }
}

function inputError(words: Said): CliError {
  return new CliError(
    exitCodes.usage,
    'bad_input',
    words,
    'Pipe it in, one value to a line: `printf \'%s\\n\' "$PASSWORD" | auth …`.',
  )
}
