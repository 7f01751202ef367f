import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { message } from '../../protocol/messages.ts'
import { CliError, exitCodes, systemWord, usageError } from '../errors.ts'

const nameAnother = 'Name a file that can be read, or `-` for standard input.'

/** Bytes to be sent. `open` gives them from the beginning; without a size they are a stream, and gone once read. */
export interface Source {
  open(): Readable
  size: number | undefined
}

/** A file, a pipe (`<(…)` of a shell is one), or `-` for standard input. Throws a usage error for what is none of them. */
export function sourceAt(path: string): Source {
  if (path === '-') return { open: () => process.stdin, size: undefined }
  const stats = attempt(path, () => statSync(path))
  if (stats.isDirectory())
    throw usageError(message('{path} is no file; nothing was sent.', { path }), nameAnother)
  attempt(path, () => accessSync(path, constants.R_OK))
  if (!stats.isFile()) return { open: () => createReadStream(path), size: undefined }
  // /proc tells 0 of files that hold something.
  if (stats.size === 0) return sourceOf(attempt(path, () => readFileSync(path)))
  return { open: () => Readable.from(readExactly(path, stats.size)), size: stats.size }
}

export function sourceOf(bytes: Buffer): Source {
  return { open: () => Readable.from([bytes]), size: bytes.length }
}

/** As many bytes as were announced: more would be taken for another request, fewer would be waited for. */
async function* readExactly(path: string, size: number): AsyncGenerator<Buffer> {
  let left = size
  try {
    for await (const chunk of createReadStream(path, { end: size - 1 }) as AsyncIterable<Buffer>) {
      left -= chunk.length
      yield chunk
    }
  } catch (error) {
    const words = message('{path} cannot be read: {why}.', { path, why: message(systemWord(error)) })
    throw new CliError(exitCodes.failed, 'file_error', words, undefined, error)
  }
  if (left === 0) return
  const words = message('{path} became shorter while it was sent.', { path })
  throw new CliError(exitCodes.failed, 'file_error', words, 'Send it when nothing else writes to it.')
}

export function attempt<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const values = { path, why: message(systemWord(error)) }
    throw usageError(message('{path} cannot be read: {why}; nothing was sent.', values), nameAnother)
  }
}
