import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs'
import { fileFailure, HostError } from '../host-error.ts'
import type { Position } from './progress.ts'

/** The file of an import as it is read, and how far that is. `-` is stdin. */
export interface AccountFile {
  position(lines: number): Position
  chunks(signal: AbortSignal): AsyncGenerator<Buffer>
}

/** Throws HostError where there is no such file, or none that can be read. */
export function openAccountFile(path: string): AccountFile {
  const opened = path === '-' ? undefined : openFile(path)
  const totalBytes = opened?.size
  let bytes = 0
  return {
    position: (lines) => ({ lines, bytes, totalBytes }),
    chunks: async function* (signal) {
      const source = opened ? createReadStream('', { fd: opened.fd }) : process.stdin
      signal.addEventListener('abort', () => source.destroy())
      try {
        for await (const chunk of source) {
          bytes += chunk.length
          yield chunk
        }
      } catch (error) {
        // What was read is not the whole file, which only matters to who did not ask for that.
        if (!signal.aborted) throw unreadable(path, error, 'what was imported before stays')
      }
    },
  }
}

function openFile(path: string): { fd: number; size: number | undefined } {
  let fd: number | undefined
  try {
    fd = openSync(path, 'r')
    const stats = fstatSync(fd)
    if (stats.isDirectory()) throw new Error('it is a folder')
    return { fd, size: stats.isFile() ? stats.size : undefined }
  } catch (error) {
    if (fd !== undefined) closeSync(fd)
    throw unreadable(path, error, 'nothing was imported')
  }
}

function unreadable(path: string, error: unknown, kept: string): HostError {
  return new HostError(
    `${path} cannot be read: ${fileFailure(error)}; ${kept}.`,
    'Give the path of a CSV or JSON Lines file, or `-` for standard input.',
    { cause: error },
  )
}
